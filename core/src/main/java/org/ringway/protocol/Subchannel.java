// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

import org.ringway.wire.RelId;

/// What makes a channel a sub-channel. A part of PeerOpen and of Reannounce.
///
/// @param primary its channel's id, on the same link
/// @param index which one of that channel's, 1 to 65,535
public record Subchannel(RelId primary, int index) {
    /// The largest index: the field in an offer has 16 bits.
    public static final int MAX_INDEX = 0xFFFF;

    /// Refuses an index that no sub-channel has.
    public Subchannel {
        if (index < 1 || index > MAX_INDEX) {
            throw new IllegalArgumentException(
                    "sub-channel index is out of range: index=" + index + " range=1.." + MAX_INDEX);
        }
    }
}
