// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import org.ringway.ProtocolException;
import org.ringway.protocol.RingwayToChild.PeerClosed;
import org.ringway.protocol.RingwayToChild.Reason;
import org.ringway.protocol.RingwayToRoot.Role;
import org.ringway.protocol.StandardToChild.RescindChannelOffer;
import org.ringway.protocol.StandardToRoot.CloseChannel;
import org.ringway.protocol.StandardToRoot.OpenChannel;
import org.ringway.protocol.StandardToRoot.RelIdReleased;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;

/// How channels end: closed by either side, rescinded, or left by a side that is gone.
///
/// A channel is over when its provider has released its id, or is gone, and its consumer has closed
/// it, or is gone. Only then can the consumer's id stand for a new one.
final class ChannelMachine {
    private final Bus bus;
    private final GrantMachine grants;
    private final OpenMachine opens;
    private final SubchannelMachine subchannels;

    ChannelMachine(
            Bus bus, GrantMachine grants, OpenMachine opens, SubchannelMachine subchannels) {
        this.bus = bus;
        this.grants = grants;
        this.opens = opens;
        this.subchannels = subchannels;
    }

    void close(Partition from, CloseChannel message) {
        switch (known(from, message.relId(), "CloseChannel")) {
            case ConsumerPort port -> closeByConsumer(port);
            case ProviderPort port -> closeByProvider(port);
        }
    }

    private static Port known(Partition from, RelId relId, String message) {
        Port port = from.ports().get(relId);
        if (port == null) {
            throw new ProtocolException(
                    message + ".channelId: no such channel id: channelId=" + relId.value());
        }
        return port;
    }

    /// A close without a channel may have crossed the root's refusal to open one.
    private void closeByConsumer(ConsumerPort port) {
        OpenChannel waiting = port.takeWaiting();
        if (waiting != null) {
            opens.refuse(port, waiting, cancelled());
            return;
        }
        Channel channel = port.channel();
        if (channel == null || channel.isConsumerClosed()) {
            return;
        }
        if (OpenMachine.isUnderWay(channel)) {
            opens.refuse(port, channel.request(), cancelled());
        }
        endSubchannels(channel, Reason.CLOSED, Role.CONSUMER);
        tellProvider(channel, Reason.CLOSED);
        channel.closeConsumer();
        opens.endIfOver(channel);
    }

    private static Refusal cancelled() {
        return new Refusal(Status.CANCELLED, "the consumer closed before the channel was open");
    }

    /// A close of a closing channel may have crossed the news that the consumer has closed.
    private void closeByProvider(ProviderPort port) {
        Channel channel = port.channel();
        if (channel == null) {
            return;
        }
        switch (channel.phase()) {
            case OPENING -> opens.fail(channel, new Refusal(Status.CONNECTION_REFUSED,
                    "the provider closed the channel instead of accepting it"));
            case OPEN -> {
                endSubchannels(channel, Reason.CLOSED, Role.PROVIDER);
                tellConsumer(channel, Reason.CLOSED);
            }
            case KEPT -> channel.enter(Channel.Phase.CLOSING);
            case DOORBELL, CLOSING -> { }
        }
        if (channel.ring() instanceof Gpadl ring) {
            grants.returned(ring);
        }
    }

    void release(Partition from, RelIdReleased message) {
        switch (known(from, message.relId(), "RelIdReleased")) {
            case ConsumerPort port -> releaseByConsumer(port);
            case ProviderPort port -> releaseByProvider(port);
        }
    }

    private void releaseByConsumer(ConsumerPort port) {
        if (!port.isOver()) {
            throw new ProtocolException("RelIdReleased.channelId: the offer stands: channelId="
                    + port.relId().value());
        }
        consumerGone(port, Reason.CLOSED);
    }

    private void releaseByProvider(ProviderPort port) {
        Channel channel = port.channel();
        if (channel != null && channel.phase() != Channel.Phase.CLOSING) {
            throw new ProtocolException("RelIdReleased.channelId: the channel is not closed:"
                    + " channelId=" + port.relId().value() + " state=" + channel.phase());
        }
        providerGone(port, Reason.CLOSED);
    }

    /// The consumer's id ends, with everything under it.
    void consumerGone(ConsumerPort port, Reason reason) {
        port.takeWaiting();
        Channel channel = port.channel();
        ProviderPort provider = channel == null ? null : channel.provider();
        if (channel != null) {
            endSubchannels(channel, reason, Role.CONSUMER);
            tellProvider(channel, reason);
            channel.leave(port);
            if (channel.provider() != null && port.partition().addressSpace() != null) {
                channel.lend(port.partition());
            }
        }
        grants.discard(port);
        if (provider != null) {
            grants.settle(provider);
        }
        port.partition().ports().remove(port);
        if (port.offer() instanceof Offer offer) {
            offer.remove(port);
            port.partition().seen().remove(
                    offer.identity().subchannel(port.subchannelIndex()), port);
        }
        if (port.primary() instanceof Channel primary) {
            primary.subchannels().remove(port);
        }
        if (channel != null) {
            opens.endIfOver(channel);
        }
    }

    /// The provider's id ends, with everything under it.
    void providerGone(ProviderPort port, Reason reason) {
        Channel channel = port.channel();
        if (channel == null) {
            port.partition().ports().remove(port);
            return;
        }
        ConsumerPort consumer = channel.consumer();
        endSubchannels(channel, reason, Role.PROVIDER);
        tellConsumer(channel, reason);
        grants.discard(port);
        channel.leave(port);
        port.partition().ports().remove(port);
        if (consumer != null) {
            grants.settle(consumer);
        }
        opens.endIfOver(channel);
    }

    /// Takes an offer back from one consumer, and wakes it from every wait.
    void rescind(ConsumerPort port, Reason reason) {
        if (port.isRescinded()) {
            return;
        }
        port.rescind();
        OpenChannel waiting = port.takeWaiting();
        if (waiting != null) {
            opens.refuse(port, waiting, OpenMachine.ended(reason));
        }
        Channel channel = port.channel();
        if (channel != null && !channel.isConsumerClosed()) {
            endSubchannels(channel, reason, Role.PROVIDER);
            tellConsumer(channel, reason);
        }
        bus.out.send(port.partition(), new RescindChannelOffer(port.relId()));
    }

    /// Sub-channels end before the channel to which they belong. Its provider closes them with it.
    ///
    /// @param by who has ended that
    private void endSubchannels(Channel primary, Reason reason, Role by) {
        subchannels.cancel(primary);
        for (ConsumerPort port : primary.subchannels().offered()) {
            if (port.channel() instanceof Channel channel && by == Role.CONSUMER) {
                tellAskedProvider(channel, reason);
            }
            rescind(port, reason);
        }
        for (Channel kept : primary.subchannels().kept()) {
            if (kept.phase() == Channel.Phase.OPEN) {
                if (by == Role.CONSUMER) {
                    tellAskedProvider(kept, reason);
                }
                tellConsumer(kept, reason);
            }
        }
    }

    private void tellAskedProvider(Channel channel, Reason reason) {
        if (channel.phase() == Channel.Phase.OPENING || channel.phase() == Channel.Phase.OPEN) {
            opens.tellProvider(channel, reason);
        }
    }

    private void tellProvider(Channel channel, Reason reason) {
        tellAskedProvider(channel, reason);
        opens.abandon(channel);
    }

    private void tellConsumer(Channel channel, Reason reason) {
        if (OpenMachine.isUnderWay(channel)) {
            opens.fail(channel, OpenMachine.ended(reason));
            return;
        }
        boolean wasOpen = channel.phase() == Channel.Phase.OPEN;
        channel.enter(Channel.Phase.CLOSING);
        if (wasOpen && channel.consumer() instanceof ConsumerPort consumer) {
            tellOpenConsumer(consumer, reason);
        }
    }

    /// A plain client learns that the other side is gone by losing the offer for a while.
    private void tellOpenConsumer(ConsumerPort consumer, Reason reason) {
        if (consumer.partition().isRingway()) {
            bus.out.send(consumer.partition(), new PeerClosed(consumer.relId(), reason));
        } else {
            rescind(consumer, reason);
        }
    }

    /// Every id of a partition ends.
    void allGone(Partition partition, Reason reason) {
        for (boolean primary : new boolean[] {false, true}) {
            for (Port port : partition.ports().all()) {
                if (primary || port.isSubchannel()) {
                    gone(port, reason);
                }
            }
        }
    }

    private void gone(Port port, Reason reason) {
        switch (port) {
            case ConsumerPort consumer -> consumerGone(consumer, reason);
            case ProviderPort provider -> providerGone(provider, reason);
        }
    }
}
