// SPDX-License-Identifier: Apache-2.0
package org.ringway.wire;

/// The number of a channel on one control link; free for reuse only after RelIdReleased.
///
/// @param value 1 to [#MAX]
public record RelId(int value) {
    /// The largest id: one event flag each, and flag 0 is taken.
    public static final int MAX = 2047;

    /// Refuses what can be no channel's id. Whether the channel exists is another question.
    public RelId {
        if (value < 1 || value > MAX) {
            throw new IllegalArgumentException("channel id is out of range: channelId="
                    + Integer.toUnsignedString(value) + " max=" + MAX);
        }
    }

    @Override
    public String toString() {
        return "channel " + value;
    }
}
