// SPDX-License-Identifier: Apache-2.0

/// The command line: one class per command, and the manners they share.
///
/// Every command has `--help` and `--json`, answers 0 when it worked, 1 when it did not and 2 when
/// it was called wrongly, and says on one line of standard error what to do next.
@NullMarked
package org.ringway.cli;

import org.jspecify.annotations.NullMarked;
