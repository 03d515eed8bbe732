// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import java.util.List;
import org.ringway.ProtocolException;
import org.ringway.protocol.ControlCodec;
import org.ringway.protocol.RingwayToChild;
import org.ringway.protocol.RingwayToChild.ChildOfferResult;
import org.ringway.protocol.RingwayToChild.Reason;
import org.ringway.protocol.RingwayToRoot.ChildOffer;
import org.ringway.protocol.RingwayToRoot.WithdrawOffer;
import org.ringway.protocol.StandardToChild.AllOffersDelivered;
import org.ringway.protocol.StandardToChild.OfferChannel;
import org.ringway.wire.Status;

/// Who offers what, and who sees it under which id.
final class OfferMachine {
    private final Bus bus;
    private final ChannelMachine channels;

    OfferMachine(Bus bus, ChannelMachine channels) {
        this.bus = bus;
        this.channels = channels;
    }

    void offer(Partition provider, ChildOffer message) {
        try {
            admit(provider, message);
        } catch (Refusal refusal) {
            bus.out.refuse(provider, ControlCodec.typeOf(message), message.offerId().value(),
                    refusal, new ChildOfferResult(message.offerId(), refusal.status()));
            return;
        }
        Offer offer = new Offer(provider, message);
        bus.add(offer);
        provider.offers().put(offer.id(), offer);
        bus.out.send(provider, new ChildOfferResult(offer.id(), Status.OK));
        bus.partitions().forEach(consumer -> show(offer, consumer));
    }

    private void admit(Partition provider, ChildOffer message) {
        if (provider.offers().containsKey(message.offerId())) {
            throw new Refusal(Status.DEVICE_BUSY, "offer id is in use: offerId="
                    + Integer.toUnsignedString(message.offerId().value()));
        }
        Refusal.unlessBelow("offers", provider.offers().size(), bus.quotas.offers());
        if (!bus.rules.allows(provider.peer(), message.content().interfaceId())) {
            throw new Refusal(Status.ACCESS_DENIED, "no rule allows this offer: uid="
                    + provider.peer().uid() + " gid=" + provider.peer().gid()
                    + " interfaceId=" + message.content().interfaceId());
        }
        Offer same = bus.offer(OfferIdentity.of(message.content()));
        if (same != null) {
            throw new Refusal(Status.DEVICE_BUSY, "this instance is offered already: partition="
                    + same.provider().id().value() + " interfaceId="
                    + message.content().interfaceId() + " instanceId="
                    + message.content().instanceId());
        }
    }

    /// Nothing answers. An offer that is not there may have been refused a moment ago.
    void withdraw(Partition provider, WithdrawOffer message) {
        Offer offer = provider.offers().get(message.offerId());
        if (offer != null) {
            end(offer, Reason.OFFER_WITHDRAWN);
        }
    }

    /// Every offer of a partition ends.
    void withdrawAll(Partition provider, Reason reason) {
        List.copyOf(provider.offers().values()).forEach(offer -> end(offer, reason));
    }

    private void end(Offer offer, Reason reason) {
        offer.provider().offers().remove(offer.id());
        bus.remove(offer);
        offer.ports().forEach(port -> channels.rescind(port, reason));
    }

    void request(Partition consumer) {
        if (consumer.hasRequestedOffers()) {
            throw new ProtocolException("RequestOffers came twice: partition="
                    + consumer.id().value());
        }
        consumer.requestOffers();
        showAll(consumer);
        bus.out.send(consumer, new AllOffersDelivered());
    }

    /// Shows a consumer what it does not see yet, because it has just asked, or has let go of an
    /// id.
    void showAll(Partition consumer) {
        bus.offers().forEach(offer -> show(offer, consumer));
    }

    private void show(Offer offer, Partition consumer) {
        Partition provider = offer.provider();
        if (consumer == provider || !consumer.hasRequestedOffers()
                || consumer.seen().containsKey(offer.identity())
                || consumer.ports().isFull()
                || idsTakenBy(provider, consumer) >= bus.quotas.offers()) {
            return;
        }
        ConsumerPort port = new ConsumerPort(consumer, consumer.ports().free(), offer);
        consumer.ports().add(port);
        consumer.seen().put(offer.identity(), port);
        offer.add(port);
        if (consumer.isRingway()) {
            bus.out.send(consumer, new RingwayToChild.OfferIdentity(
                    port.relId(), provider.facts(), offer.name()));
        }
        bus.out.send(consumer, OfferChannel.of(port.relId(), offer.content()));
    }

    /// Withdrawn offers count as long as the consumer has not released them, so that a provider
    /// that comes and goes cannot use up the ids of everybody.
    private static long idsTakenBy(Partition provider, Partition consumer) {
        return consumer.seen().values().stream()
                .filter(port -> port.offer() instanceof Offer offer
                        && offer.provider() == provider)
                .count();
    }
}
