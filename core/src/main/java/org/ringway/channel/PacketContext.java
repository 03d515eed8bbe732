// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.ringway.ring.Packet;
import org.ringway.ring.PacketType;

/// What a packet needs of its channel to be completed.
///
/// @param sender carries the completion
/// @param views finds the pages a packet names
/// @param sets finds the transfer-page set a packet names
/// @param limits how large packets may be
/// @param trusting whether what is done only for strangers is left out
/// @param pages what the packet in hand names, if it names pages
/// @param delivery counts the packets that are deferred
/// @param kept how many private copies there are on this channel
/// @param freed runs after a copy is gone
record PacketContext(Sender sender, GrantViews views, SetTable sets,
        ChannelOptions.PacketLimits limits, boolean trusting, External.PageRanges pages,
        Delivery delivery, AtomicInteger kept, Runnable freed) {
    @Nullable External external(Packet packet) {
        return packet.type() == PacketType.IN_BAND ? null : External.of(packet, this);
    }

    void defer() {
        delivery.defer();
        kept.incrementAndGet();
    }

    void release() {
        kept.decrementAndGet();
        delivery.end();
        freed.run();
    }
}
