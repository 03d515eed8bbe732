// SPDX-License-Identifier: Apache-2.0

/// Bytes and messages of exact length over a channel, whose packets have lengths in steps of 8.
@NullMarked
package org.ringway.pipe;

import org.jspecify.annotations.NullMarked;
