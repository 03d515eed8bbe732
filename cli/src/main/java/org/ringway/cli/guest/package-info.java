// SPDX-License-Identifier: Apache-2.0

/// The command `ringway guest`: virtual machines as partitions.
@NullMarked
package org.ringway.cli.guest;

import org.jspecify.annotations.NullMarked;
