// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.ringway.protocol.ControlCodec;
import org.ringway.protocol.RingwayToChild.OfferSubchannelsResult;
import org.ringway.protocol.RingwayToRoot.OfferSubchannels;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;

/// Further channels beside an open one, offered to its consumer at the wish of either side.
///
/// Each OfferSubchannels is answered once, by OfferSubchannelsResult, unless its sender has gone.
/// An index that the consumer still has from an earlier channel is offered when it lets go of that.
final class SubchannelMachine {
    private static final int REQUEST = ControlCodec.typeOf(OfferSubchannels.class);

    private final Bus bus;
    /// Primary channels with a request that waits for a release.
    private final Set<Channel> waiting = new LinkedHashSet<>();

    SubchannelMachine(Bus bus) {
        this.bus = bus;
    }

    void offer(Partition from, OfferSubchannels message) {
        try {
            Port port = openPrimary(from, message.relId());
            Channel primary = Objects.requireNonNull(port.channel());
            int count = admit(primary, message.count());
            primary.subchannels().await(
                    new Subchannels.Request(port, primary.subchannels().free(count)));
            waiting.add(primary);
            answerIfReady(primary);
        } catch (Refusal refusal) {
            refuse(from, message.relId(), refusal);
        }
    }

    private void refuse(Partition to, RelId relId, Refusal refusal) {
        bus.out.refuse(to, REQUEST, relId.value(), refusal,
                new OfferSubchannelsResult(relId, refusal.status(), 0));
    }

    private static Port openPrimary(Partition from, RelId relId) {
        Port port = from.ports().get(relId);
        if (port == null || port.channel() == null
                || port.channel().phase() != Channel.Phase.OPEN) {
            throw new Refusal(Status.NOT_FOUND,
                    "the sender has no such open channel: channelId=" + relId.value());
        }
        if (port.channel().primary() != null) {
            throw new Refusal(Status.INVALID_PARAMETER,
                    "a sub-channel has none of its own: channelId=" + relId.value());
        }
        return port;
    }

    /// {@return how many to offer}
    private int admit(Channel primary, int wanted) {
        ConsumerPort port = Objects.requireNonNull(primary.consumer());
        Partition consumer = port.partition();
        Offer offer = port.offer();
        if (offer == null) {
            throw new Refusal(Status.NOT_SUPPORTED,
                    "the channel has outlived its root; one that is opened anew has sub-channels");
        }
        if (consumer.isRingway() && !consumer.knowsSubchannels()) {
            throw new Refusal(Status.NOT_SUPPORTED,
                    "the consumer knows no sub-channels: partition=" + consumer.id().value());
        }
        String denial = bus.policy().whyNotOpen(consumer.peer(), offer.facts());
        if (denial != null) {
            throw bus.denial(consumer, denial);
        }
        if (primary.subchannels().request() != null) {
            throw new Refusal(Status.DEVICE_BUSY, "an earlier wish for sub-channels is not answered"
                    + " yet: channelId=" + port.relId().value());
        }
        if (wanted == 0) {
            throw new Refusal(Status.INVALID_PARAMETER, "no sub-channel is asked for: count=0");
        }
        return (int) Math.min(Integer.toUnsignedLong(wanted), room(primary, offer, consumer));
    }

    private long room(Channel primary, Offer offer, Partition consumer) {
        int used = primary.subchannels().count();
        Refusal.unlessBelow("sub-channels of this channel", used, offer.subchannels());
        long ids = OfferMachine.idsTakenBy(offer.provider(), consumer);
        int most = bus.quotasOf(offer.provider()).offers();
        Refusal.unlessBelow("offers", ids, most);
        Refusal.unlessBelow("channel ids", consumer.ports().size(), RelId.MAX);
        return Math.min(offer.subchannels() - used,
                Math.min(most - ids, RelId.MAX - consumer.ports().size()));
    }

    /// Offers what is asked for if the consumer has let go of all that had these indexes.
    private void answerIfReady(Channel primary) {
        Subchannels.Request request = Objects.requireNonNull(primary.subchannels().request());
        ConsumerPort consumer = Objects.requireNonNull(primary.consumer());
        Offer offer = Objects.requireNonNull(consumer.offer());
        List<OfferIdentity> wanted =
                request.indexes().stream().map(offer.identity()::subchannel).toList();
        if (wanted.stream().anyMatch(consumer.partition().seen()::containsKey)) {
            return;
        }
        done(primary);
        int shown = 0;
        for (OfferIdentity each : wanted) {
            if (!consumer.partition().ports().isFull()) {
                OfferMachine.show(bus, ConsumerPort.ofSubchannel(
                        primary, consumer, each.subchannelIndex()), offer);
                shown++;
            }
        }
        bus.out.send(request.from().partition(), new OfferSubchannelsResult(
                request.from().relId(), Status.OK, shown));
    }

    private void done(Channel primary) {
        primary.subchannels().answered();
        waiting.remove(primary);
    }

    /// A consumer has let go of an id.
    void released(Partition consumer) {
        for (Channel primary : List.copyOf(waiting)) {
            if (primary.consumer() instanceof ConsumerPort port && port.partition() == consumer) {
                answerIfReady(primary);
            }
        }
    }

    /// A channel ends: there is nothing to have sub-channels any more.
    void cancel(Channel primary) {
        Subchannels.Request request = primary.subchannels().request();
        if (request != null) {
            done(primary);
            refuse(request.from().partition(), request.from().relId(), new Refusal(
                    Status.CANCELLED, "the channel has ended before it had sub-channels"));
        }
    }

    /// A partition goes, and wants no answers.
    void forget(Partition partition) {
        for (Channel primary : List.copyOf(waiting)) {
            Subchannels.Request request = primary.subchannels().request();
            if (request != null && request.from().partition() == partition) {
                done(primary);
            }
        }
    }
}
