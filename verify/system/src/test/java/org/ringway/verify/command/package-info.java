// SPDX-License-Identifier: Apache-2.0

/// The command line as its users meet it: processes, with their output and exit codes.
@NullMarked
package org.ringway.verify.command;

import org.jspecify.annotations.NullMarked;
