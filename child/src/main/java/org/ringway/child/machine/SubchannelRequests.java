// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringway.protocol.RingwayToChild.OfferSubchannelsResult;
import org.ringway.protocol.RingwayToRoot.OfferSubchannels;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;

/// Wishes for further channels beside an open one. What stands already, because the provider wanted
/// it or because it was closed, is used first; the root is asked for the rest.
final class SubchannelRequests {
    private static final class Asked {
        private final Channel channel;
        private final int count;
        /// Null if nobody waits any more.
        private @Nullable RequestId request;

        private Asked(Channel channel, int count, RequestId request) {
            this.channel = channel;
            this.count = count;
            this.request = request;
        }
    }

    private final ChannelTable channels;
    private final OfferTable offers;
    private final Handshake handshake;
    private final Effects effects;
    private final Refusals refusals;
    /// One for each primary channel.
    private final Map<RelId, Asked> asked = new LinkedHashMap<>();

    SubchannelRequests(ChannelTable channels, OfferTable offers, Handshake handshake,
            Effects effects, Refusals refusals) {
        this.channels = channels;
        this.offers = offers;
        this.handshake = handshake;
        this.effects = effects;
        this.refusals = refusals;
    }

    /// @param count how many at most, at least one
    void ask(RequestId request, Channel channel, int count) {
        List<SeenOffer> there = channel instanceof ConsumerChannel consumer
                ? free(consumer) : List.of();
        if (there.size() >= count) {
            effects.add(new Effect.SubchannelsOffered(request, there.subList(0, count)));
        } else if (!handshake.rootKnowsSubchannels()) {
            effects.fail(request, new Failure.Refused(
                    "this root is older than sub-channels: " + channel, Status.NOT_SUPPORTED));
        } else if (asked.putIfAbsent(channel.relId, new Asked(channel, count, request)) != null) {
            effects.fail(request, new Failure.Refused("an earlier wish for sub-channels is not"
                    + " answered yet: " + channel, Status.DEVICE_BUSY));
        } else {
            effects.send(new OfferSubchannels(channel.relId, count - there.size()));
        }
    }

    /// Those that stand and have no channel, or one that is about to go. What stands now does not
    /// belong to a channel that has outlived its root.
    private List<SeenOffer> free(ConsumerChannel primary) {
        return primary.kept ? List.of()
                : offers.subchannels(primary.wish.offer()).stream().filter(this::isFree).toList();
    }

    private boolean isFree(SeenOffer offer) {
        ConsumerChannel there = channels.consumer(offer.relId());
        return there == null || there.isForNobody() && there.next == null;
    }

    void answered(OfferSubchannelsResult result) {
        Asked answered = asked.remove(result.relId());
        if (answered == null) {
            effects.ignore("OfferSubchannelsResult for no such request: " + result);
            return;
        }
        RequestId request = answered.request;
        if (request == null) {
            return;
        }
        List<SeenOffer> there = answered.channel instanceof ConsumerChannel consumer
                ? free(consumer) : List.of();
        if (!there.isEmpty()) {
            effects.add(new Effect.SubchannelsOffered(request,
                    there.subList(0, Math.min(answered.count, there.size()))));
        } else if (result.status().isOk() && answered.channel instanceof ProviderChannel) {
            effects.add(new Effect.SubchannelsAllowed(request, result.count()));
        } else {
            Status status = result.status().isOk() ? Status.CANCELLED : result.status();
            effects.fail(request, refusals.refusal(
                    "sub-channels are refused: " + answered.channel, status));
        }
    }

    /// {@return whether this request was such a wish}
    boolean giveUp(RequestId request) {
        for (Asked each : asked.values()) {
            if (request.equals(each.request)) {
                each.request = null;
                return true;
            }
        }
        return false;
    }

    void linkDown(Failure failure) {
        for (Asked each : asked.values()) {
            if (each.request != null) {
                effects.fail(each.request, failure);
            }
        }
        asked.clear();
    }
}
