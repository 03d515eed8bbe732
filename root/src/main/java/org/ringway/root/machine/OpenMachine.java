// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ringway.protocol.ControlCodec;
import org.ringway.protocol.RingwayToChild.PeerClosed;
import org.ringway.protocol.RingwayToChild.PeerOpen;
import org.ringway.protocol.RingwayToChild.PeerOpened;
import org.ringway.protocol.RingwayToChild.Reason;
import org.ringway.protocol.RingwayToRoot.PeerOpenResult;
import org.ringway.protocol.StandardToChild.OpenChannelResult;
import org.ringway.protocol.StandardToChild.RescindChannelOffer;
import org.ringway.protocol.StandardToRoot.OpenChannel;
import org.ringway.protocol.Subchannel;
import org.ringway.wire.Status;

/// How channels begin: doorbell, ring and request to the provider, doorbell end to the consumer.
///
/// Each OpenChannel is answered once, by OpenChannelResult, whatever happens meanwhile.
final class OpenMachine {
    /// A control page and at least one of data, for each of the two rings.
    private static final int MIN_RING_PAGES = 2;

    private final Bus bus;
    private final GrantMachine grants;

    OpenMachine(Bus bus, GrantMachine grants) {
        this.bus = bus;
        this.grants = grants;
    }

    void open(Partition from, OpenChannel message) {
        if (from.ports().get(message.relId()) instanceof ConsumerPort port) {
            open(port, message);
            return;
        }
        Refusal refusal = new Refusal(Status.NOT_FOUND,
                "no offer has this channel id: channelId=" + message.relId().value());
        bus.out.refuse(from, ControlCodec.typeOf(message), message.relId().value(), refusal,
                new OpenChannelResult(message.relId(), message.openId(), refusal.status()));
    }

    void open(ConsumerPort port, OpenChannel message) {
        try {
            Offer offer = standingOffer(port);
            checkAllowed(port.partition(), offer);
            if (isLastOneLingering(port)) {
                port.await(message);
            } else {
                begin(port, offer, message);
            }
        } catch (Refusal refusal) {
            refuse(port, message, refusal);
        }
    }

    private static Offer standingOffer(ConsumerPort port) {
        Offer offer = port.offer();
        if (offer == null || port.isRescinded()) {
            throw new Refusal(Status.CANCELLED,
                    "the offer is withdrawn: channelId=" + port.relId().value());
        }
        if (port.isUsedUp()) {
            throw new Refusal(Status.CANCELLED,
                    "the connection is over: channelId=" + port.relId().value());
        }
        return offer;
    }

    private void checkAllowed(Partition consumer, Offer offer) {
        String denial = bus.policy().whyNotOpen(consumer.peer(), offer.facts());
        if (denial != null) {
            throw bus.denial(consumer, denial);
        }
    }

    private static boolean isLastOneLingering(ConsumerPort port) {
        Channel last = port.channel();
        if (last == null) {
            return false;
        }
        if (!last.isConsumerClosed() || port.waiting() != null) {
            throw new Refusal(Status.DEVICE_BUSY, "channel is open or opening: channelId="
                    + port.relId().value() + " state=" + last.phase());
        }
        return true;
    }

    private void begin(ConsumerPort port, Offer offer, OpenChannel message) {
        checkRing(port, message);
        Partition provider = offer.provider();
        Refusal.unlessBelow("channels", port.partition().ports().channels(ConsumerPort.class),
                bus.quotasOf(port.partition()).channels());
        Refusal.unlessBelow("provider's channels",
                provider.ports().channels(ProviderPort.class),
                bus.quotasOf(provider).channels());
        ProviderPort providerPort = new ProviderPort(provider, provider.ports().free());
        provider.ports().add(providerPort);
        port.use();
        Channel channel = Channel.opening(
                bus.nextChannelNumber(), bus.newKey(), port, offer, message);
        channel.join(port);
        channel.join(providerPort);
        if (bus.policy().isTrusted(port.partition().peer(), offer.facts())) {
            channel.trust();
        }
        bus.add(channel);
        bus.out.add(new Effect.MakeDoorbell(channel.number()));
    }

    private static void checkRing(ConsumerPort port, OpenChannel message) {
        Gpadl ring = port.gpadl(message.ring());
        if (ring == null || ring.state() != Gpadl.State.HELD) {
            throw new Refusal(Status.NOT_FOUND, "ring is no created GPADL of this channel: gpadl="
                    + Integer.toUnsignedString(message.ring().value())
                    + " channelId=" + port.relId().value());
        }
        if (ring.rangeCount() != 1 || ring.isReadOnly()) {
            throw new Refusal(Status.INVALID_PARAMETER,
                    "ring must be one writable range: rangeCount=" + ring.rangeCount()
                    + " readOnly=" + ring.isReadOnly());
        }
        int downstream = message.downstreamPageOffset();
        int pages = ring.pages();
        if (downstream < MIN_RING_PAGES || downstream > pages - MIN_RING_PAGES) {
            throw new Refusal(Status.INVALID_PARAMETER,
                    "each ring needs two pages: downstreamPageOffset="
                    + Integer.toUnsignedString(downstream) + " ringPages=" + pages);
        }
    }

    void doorbellMade(Event.DoorbellMade event) {
        Channel channel = bus.channel(event.channel());
        if (channel == null || channel.phase() != Channel.Phase.DOORBELL) {
            bus.out.closeHandle(event.first());
            bus.out.closeHandle(event.second());
            return;
        }
        channel.keepConsumerBell(event.second());
        askProvider(channel, event.first());
        bus.out.closeHandle(event.first());
    }

    private void askProvider(Channel channel, HandleToken providerBell) {
        ConsumerPort consumer = Objects.requireNonNull(channel.consumer());
        ProviderPort provider = Objects.requireNonNull(channel.provider());
        Gpadl ring = Objects.requireNonNull(channel.ring());
        try {
            grants.offerHeld(ring, provider);
        } catch (Refusal refusal) {
            fail(channel, refusal);
            return;
        }
        OpenChannel request = channel.request();
        channel.enter(Channel.Phase.OPENING);
        bus.out.send(provider.partition(),
                new PeerOpen(provider.relId(), channel.offerId(), channel.key().serial(),
                        request.ring(), request.downstreamPageOffset(), request.userData(),
                        consumer.partition().facts(), channel.isTrusted(), subchannel(channel)),
                List.of(providerBell));
    }

    /// How the provider is told to which channel this one belongs; that channel is open as long as
    /// the offer of this one stands.
    private static @Nullable Subchannel subchannel(Channel channel) {
        Channel primary = channel.primary();
        return primary == null ? null
                : new Subchannel(Objects.requireNonNull(primary.provider()).relId(),
                        channel.identity().subchannelIndex());
    }

    void doorbellFailed(Event.DoorbellFailed event) {
        Channel channel = bus.channel(event.channel());
        if (channel != null && channel.phase() == Channel.Phase.DOORBELL) {
            fail(channel, new Refusal(Status.INSUFFICIENT_RESOURCES, event.text()));
        }
    }

    /// The provider has answered. Late answers, after the consumer gave up, mean nothing.
    void result(Partition from, PeerOpenResult message) {
        if (!(from.ports().get(message.relId()) instanceof ProviderPort port)
                || !(port.channel() instanceof Channel channel)
                || channel.phase() != Channel.Phase.OPENING) {
            return;
        }
        if (message.status().isOk()) {
            channel.accept();
            completeIfReady(channel);
        } else {
            fail(channel, new Refusal(message.status(),
                    "the provider does not take the channel: " + message.status()));
        }
    }

    /// Opens an accepted channel once its provider has all that the consumer granted before.
    void completeIfReady(Channel channel) {
        ConsumerPort consumer = channel.consumer();
        ProviderPort provider = channel.provider();
        if (channel.phase() != Channel.Phase.OPENING || !channel.isAccepted()
                || consumer == null || provider == null) {
            return;
        }
        Refusal failure = channel.failure();
        if (failure != null) {
            failAccepted(channel, failure);
            return;
        }
        try {
            if (!offerRest(consumer, provider)) {
                complete(channel, consumer);
            }
        } catch (Refusal refusal) {
            failAccepted(channel, refusal);
        }
    }

    private void failAccepted(Channel channel, Refusal refusal) {
        tellProvider(channel, Reason.CLOSED);
        fail(channel, refusal);
    }

    /// {@return whether answers are still to come}
    private boolean offerRest(ConsumerPort consumer, ProviderPort provider) {
        boolean awaited = false;
        for (Gpadl gpadl : consumer.gpadls()) {
            if (gpadl.state() == Gpadl.State.HELD) {
                grants.offerHeld(gpadl, provider);
            }
            awaited |= gpadl.state() == Gpadl.State.OFFERED;
        }
        return awaited;
    }

    private void complete(Channel channel, ConsumerPort consumer) {
        channel.enter(Channel.Phase.OPEN);
        Partition to = consumer.partition();
        if (to.isRingway()) {
            bus.out.send(to, new PeerOpened(
                    consumer.relId(), channel.key().serial(), channel.isTrusted()));
        }
        HandleToken bell = Objects.requireNonNull(channel.takeConsumerBell());
        bus.out.send(to, new OpenChannelResult(
                consumer.relId(), channel.request().openId(), Status.OK), List.of(bell));
        bus.out.closeHandle(bell);
    }

    static boolean isUnderWay(Channel channel) {
        return channel.phase() == Channel.Phase.DOORBELL
                || channel.phase() == Channel.Phase.OPENING;
    }

    /// Why a request comes to nothing when the offer or the provider ends.
    static Refusal ended(Reason reason) {
        return switch (reason) {
            case CLOSED -> new Refusal(Status.CANCELLED, "the channel was closed");
            case LOST -> new Refusal(Status.PEER_GONE, "the provider has gone");
            case OFFER_WITHDRAWN -> new Refusal(Status.CANCELLED, "the offer is withdrawn");
        };
    }

    void refuse(ConsumerPort port, OpenChannel message, Refusal refusal) {
        bus.out.refuse(port.partition(), ControlCodec.typeOf(message), port.relId().value(),
                refusal,
                new OpenChannelResult(port.relId(), message.openId(), refusal.status()));
    }

    /// Ends a channel that is under way; the provider, if it was asked, knows why or is told.
    void fail(Channel channel, Refusal refusal) {
        if (channel.consumer() instanceof ConsumerPort consumer) {
            refuse(consumer, channel.request(), refusal);
        }
        channel.closeConsumer();
        abandon(channel);
        endIfOver(channel);
    }

    /// Leaves nothing of an opening; a provider that was not asked yet never will be.
    void abandon(Channel channel) {
        if (channel.phase() == Channel.Phase.DOORBELL
                && channel.provider() instanceof ProviderPort provider) {
            channel.leave(provider);
            provider.partition().ports().remove(provider);
        }
        if (channel.takeConsumerBell() instanceof HandleToken bell) {
            bus.out.closeHandle(bell);
        }
        channel.enter(Channel.Phase.CLOSING);
    }

    void tellProvider(Channel channel, Reason reason) {
        if (channel.provider() instanceof ProviderPort provider) {
            bus.out.send(provider.partition(), new PeerClosed(provider.relId(), reason));
        }
    }

    /// Forgets a channel that neither side has any more, and begins what waited for that.
    void endIfOver(Channel channel) {
        ConsumerPort consumer = channel.consumer();
        if (channel.provider() != null || consumer != null && !channel.isConsumerClosed()) {
            return;
        }
        bus.remove(channel);
        if (consumer == null) {
            return;
        }
        channel.leave(consumer);
        OpenChannel waiting = consumer.takeWaiting();
        if (waiting != null) {
            open(consumer, waiting);
        }
        reviewIdle(consumer);
    }

    /// Takes an offer back that a consumer may not see any more, unless it has a channel on it.
    void reviewIdle(ConsumerPort port) {
        Channel channel = port.channel();
        if (port.offer() instanceof Offer offer && !offer.isConnection() && !port.isRescinded()
                && (channel == null || channel.isConsumerClosed())
                && !bus.policy().maySee(port.partition().peer(), offer.facts())) {
            port.rescind();
            bus.out.send(port.partition(), new RescindChannelOffer(port.relId()));
        }
    }
}
