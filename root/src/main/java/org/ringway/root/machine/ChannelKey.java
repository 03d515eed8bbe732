// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

/// Names a channel for ever, also after the death of the root that brokered it.
///
/// @param epoch of that root
/// @param serial that root's number for it, known to both sides and nobody else
record ChannelKey(long epoch, long serial) {}
