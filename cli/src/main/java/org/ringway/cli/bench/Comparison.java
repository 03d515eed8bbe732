// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench;

import java.util.List;

/// Who is compared, and at what.
///
/// @param workload what each of them does
/// @param contenders their names, in the order of their turns
public record Comparison(Workload workload, List<String> contenders) {}
