// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import org.ringway.platform.PageRun;

/// Consecutive pages that another partition grants.
///
/// @param pfn that partition's number of the first page
/// @param run where they are; the effect's receiver closes the handle
public record GrantedRun(long pfn, PageRun run) {}
