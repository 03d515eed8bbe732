// SPDX-License-Identifier: Apache-2.0

/// The results of a benchmark as one page that needs nothing else: style and plots are in it, and
/// colours follow what the reader's system prefers.
@NullMarked
package org.ringway.cli.bench.page;

import org.jspecify.annotations.NullMarked;
