// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import org.jspecify.annotations.Nullable;
import org.ringway.protocol.StandardToRoot.OpenChannel;
import org.ringway.wire.RelId;

/// The id under which one consumer sees one offer, or under which it kept a channel when an earlier
/// root died.
final class ConsumerPort extends Port {
    private final @Nullable Offer offer;
    private final @Nullable Channel primary;
    private final int subchannelIndex;
    private boolean rescinded;
    private boolean used;
    private @Nullable OpenChannel waiting;

    private ConsumerPort(Partition partition, RelId relId, @Nullable Offer offer,
            @Nullable Channel primary, int subchannelIndex) {
        super(partition, relId);
        this.offer = offer;
        this.primary = primary;
        this.subchannelIndex = subchannelIndex;
    }

    ConsumerPort(Partition partition, RelId relId, @Nullable Offer offer) {
        this(partition, relId, offer, null, 0);
    }

    /// A new id beside that of an open channel.
    static ConsumerPort ofSubchannel(Channel primary, ConsumerPort beside, int index) {
        Partition consumer = beside.partition();
        return new ConsumerPort(
                consumer, consumer.ports().free(), beside.offer(), primary, index);
    }

    /// The channel to which a sub-channel on this id belongs; null if the id is a primary one.
    @Nullable Channel primary() {
        return primary;
    }

    int subchannelIndex() {
        return subchannelIndex;
    }

    /// The offer, or null if only a channel was kept.
    @Nullable Offer offer() {
        return offer;
    }

    boolean isRescinded() {
        return rescinded;
    }

    void rescind() {
        rescinded = true;
    }

    /// Whether this is a connection that nobody has opened yet.
    boolean isUnopened() {
        return offer != null && offer.isConnection() && !used;
    }

    /// Whether another channel can be opened on it; a connection is one channel.
    boolean isUsedUp() {
        return offer != null && offer.isConnection() && used;
    }

    void use() {
        used = true;
    }

    /// Whether the consumer is to let go of the id: the offer, or the kept channel, is over; or may
    /// do so, because it is a connection.
    boolean isOver() {
        Channel last = channel();
        return rescinded || (offer == null || offer.isConnection())
                && (last == null || last.isConsumerClosed());
    }

    /// A request to open that waits until the last channel is over for its provider, too.
    @Nullable OpenChannel waiting() {
        return waiting;
    }

    void await(OpenChannel request) {
        waiting = request;
    }

    @Nullable OpenChannel takeWaiting() {
        OpenChannel taken = waiting;
        waiting = null;
        return taken;
    }
}
