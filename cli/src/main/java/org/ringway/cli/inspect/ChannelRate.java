// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.inspect;

import org.jspecify.annotations.Nullable;
import org.ringway.protocol.RingwayToChild.ChannelEntry;

/// How busy a channel was between two looks.
///
/// @param channel which
/// @param flow what went through it, or null if neither side has said
record ChannelRate(ChannelEntry channel, @Nullable Flow flow) {
    /// What went through a channel.
    ///
    /// @param toProvider the ring that the consumer writes
    /// @param toConsumer the other one
    /// @param signals per second, both ways, as one side sees them
    record Flow(Ring toProvider, Ring toConsumer, double signals) {}

    /// What went through a ring.
    ///
    /// @param packets per second, completions included
    /// @param occupied which part of it was full at the second look, 0 to 1
    record Ring(double packets, double occupied) {}
}
