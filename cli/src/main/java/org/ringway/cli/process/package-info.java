// SPDX-License-Identifier: Apache-2.0

/// Processes that a command starts and ends: a bus of its own for as long as it runs.
@NullMarked
package org.ringway.cli.process;

import org.jspecify.annotations.NullMarked;
