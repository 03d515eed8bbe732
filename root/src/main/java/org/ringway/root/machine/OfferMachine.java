// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import java.util.List;
import org.ringway.ProtocolException;
import org.ringway.protocol.ControlCodec;
import org.ringway.protocol.RingwayToChild;
import org.ringway.protocol.RingwayToChild.ChildOfferResult;
import org.ringway.protocol.RingwayToChild.Reason;
import org.ringway.protocol.RingwayToRoot;
import org.ringway.protocol.RingwayToRoot.ChildOffer;
import org.ringway.protocol.RingwayToRoot.SocketListen;
import org.ringway.protocol.RingwayToRoot.WithdrawOffer;
import org.ringway.protocol.StandardToChild.AllOffersDelivered;
import org.ringway.protocol.StandardToChild.OfferChannel;
import org.ringway.wire.PartitionId;
import org.ringway.wire.Status;

/// Who offers what, and who sees it under which id.
final class OfferMachine {
    private final Bus bus;
    private final ChannelMachine channels;
    private final OpenMachine opens;
    private final SocketMachine sockets;

    OfferMachine(
            Bus bus, ChannelMachine channels, OpenMachine opens, SocketMachine sockets) {
        this.bus = bus;
        this.channels = channels;
        this.opens = opens;
        this.sockets = sockets;
    }

    void offer(Partition provider, ChildOffer message) {
        PartitionId audience = provider.takeAudience(message.offerId());
        if (audience != null && message.content().isSocket()) {
            call(provider, message, audience);
            return;
        }
        Offer offer = new Offer(provider, message);
        offer.onlyFor(audience);
        if (stands(offer, message)) {
            bus.partitions().forEach(consumer -> show(offer, consumer));
        }
    }

    void listen(Partition provider, SocketListen message) {
        stands(new Offer(provider, message), message);
    }

    /// A socket that is offered to one partition alone is a connection to a guest.
    private void call(Partition provider, ChildOffer message, PartitionId audience) {
        Offer call = Offer.call(provider, message);
        Partition guest;
        try {
            guest = sockets.callee(provider, call, audience);
        } catch (Refusal refusal) {
            refuse(call, message, refusal);
            return;
        }
        if (stands(call, message)) {
            sockets.call(guest, call);
        }
    }

    private boolean stands(Offer offer, RingwayToRoot message) {
        Partition provider = offer.provider();
        try {
            admit(offer);
        } catch (Refusal refusal) {
            refuse(offer, message, refusal);
            return false;
        }
        bus.add(offer);
        provider.offers().put(offer.id(), offer);
        bus.out.send(provider, new ChildOfferResult(offer.id(), Status.OK));
        return true;
    }

    private void refuse(Offer offer, RingwayToRoot message, Refusal refusal) {
        bus.out.refuse(offer.provider(), ControlCodec.typeOf(message), offer.id().value(),
                refusal, new ChildOfferResult(offer.id(), refusal.status()));
    }

    private void admit(Offer offer) {
        Partition provider = offer.provider();
        if (provider.offers().containsKey(offer.id())) {
            throw new Refusal(Status.DEVICE_BUSY, "offer id is in use: offerId="
                    + Integer.toUnsignedString(offer.id().value()));
        }
        if (offer.content().isSocket()) {
            admitSocket(offer);
        }
        Refusal.unlessBelow("offers", provider.offers().size(), bus.quotasOf(provider).offers());
        String denial = bus.policy().whyNotOffer(offer.facts());
        if (denial != null) {
            throw bus.denial(provider, denial);
        }
        Offer same = bus.offer(offer.identity());
        if (same != null) {
            throw new Refusal(Status.DEVICE_BUSY, "this instance is offered already: partition="
                    + same.provider().id().value() + " interfaceId="
                    + offer.identity().interfaceId() + " instanceId="
                    + offer.identity().instanceId());
        }
    }

    /// Whoever connects to a name must reach the one that had it first.
    private void admitSocket(Offer offer) {
        Offer.Listening listening = offer.listening();
        if (listening == null) {
            throw new Refusal(Status.INVALID_PARAMETER,
                    "a socket is not offered, it listens: flags=0x"
                    + Integer.toHexString(offer.content().flags()));
        }
        if (listening.backlog() < 1) {
            throw new Refusal(Status.INVALID_PARAMETER, "backlog must be positive: backlog="
                    + Integer.toUnsignedString(listening.backlog()));
        }
        if (!offer.isCall()) {
            bus.requireFreeName(offer.provider());
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
        offer.ports().stream().filter(port -> offer.listening() == null || isUnderWay(port))
                .forEach(port -> channels.rescind(port, reason));
    }

    /// Connections that are open outlive what listened.
    private static boolean isUnderWay(ConsumerPort port) {
        return port.isUnopened() || port.channel() instanceof Channel channel
                && OpenMachine.isUnderWay(channel);
    }

    /// Other rules hold: every consumer is shown what it may see from now on, and loses what it may
    /// not, but for offers that it has channels on.
    void review() {
        for (Partition consumer : bus.partitions()) {
            List.copyOf(consumer.seen().values()).forEach(opens::reviewIdle);
            showAll(consumer);
        }
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
        if (offer.listening() != null || consumer == provider || !offer.isFor(consumer)
                || !consumer.hasRequestedOffers()
                || consumer.seen().containsKey(offer.identity())
                || consumer.ports().isFull()
                || idsTakenBy(provider, consumer) >= bus.quotasOf(provider).offers()
                || !bus.policy().maySee(consumer.peer(), offer.facts())) {
            return;
        }
        show(bus, new ConsumerPort(consumer, consumer.ports().free(), offer), offer);
    }

    /// Tells a consumer under which new id it sees an offer, or a sub-channel of it.
    static void show(Bus bus, ConsumerPort port, Offer offer) {
        Partition consumer = port.partition();
        consumer.ports().add(port);
        consumer.seen().put(offer.identity().subchannel(port.subchannelIndex()), port);
        offer.add(port);
        if (port.primary() instanceof Channel primary) {
            primary.subchannels().add(port);
        }
        if (consumer.isRingway()) {
            bus.out.send(consumer, new RingwayToChild.OfferIdentity(
                    port.relId(), offer.provider().facts(), offer.name()));
        }
        bus.out.send(consumer, OfferChannel.of(
                port.relId(), offer.content(), port.subchannelIndex()));
    }

    /// Withdrawn offers count as long as the consumer has not released them, so that a provider
    /// that comes and goes cannot use up the ids of everybody.
    static long idsTakenBy(Partition provider, Partition consumer) {
        return consumer.seen().values().stream()
                .filter(port -> port.offer() instanceof Offer offer
                        && offer.provider() == provider)
                .count();
    }
}
