// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import org.jspecify.annotations.Nullable;
import org.ringway.protocol.ControlCodec;
import org.ringway.protocol.RingwayToChild.ReannounceResult;
import org.ringway.protocol.RingwayToRoot.Reannounce;
import org.ringway.protocol.RingwayToRoot.Role;
import org.ringway.protocol.Subchannel;
import org.ringway.wire.Status;

/// Channels that outlived the root that brokered them: both sides say what they have, and are
/// joined by the channel's key, which nobody else knows.
final class ReannounceMachine {
    private final Bus bus;

    ReannounceMachine(Bus bus) {
        this.bus = bus;
    }

    void reannounce(Partition from, Reannounce message) {
        Status status = Status.OK;
        try {
            join(from, message, find(from, message));
        } catch (Refusal refusal) {
            status = refusal.status();
            bus.out.explain(from, ControlCodec.typeOf(message), message.relId().value(), status,
                    refusal.text());
        }
        bus.out.send(from, new ReannounceResult(message.relId(), status));
    }

    private Channel find(Partition from, Reannounce message) {
        checkSender(from, message);
        Subchannel subchannel = message.subchannel();
        Channel primary = subchannel == null ? null : primary(from, message, subchannel);
        ChannelKey key = new ChannelKey(message.epoch(), message.serial());
        Channel channel = bus.channel(key);
        if (channel != null) {
            checkFits(channel, from, message, primary);
            return channel;
        }
        channel = Channel.kept(bus.nextChannelNumber(), key, identity(message), primary);
        bus.add(channel);
        return channel;
    }

    private static OfferIdentity identity(Reannounce message) {
        Subchannel subchannel = message.subchannel();
        return new OfferIdentity(message.interfaceId(), message.instanceId(),
                subchannel == null ? 0 : subchannel.index());
    }

    /// The channel to which a sub-channel belongs, which its side has announced before.
    private static Channel primary(Partition from, Reannounce message, Subchannel subchannel) {
        Port port = from.ports().get(subchannel.primary());
        Channel primary = port == null ? null : port.channel();
        if (primary == null || primary.key().epoch() != message.epoch()
                || primary.phase() == Channel.Phase.CLOSING
                || !primary.identity().equals(identity(message).primary())) {
            throw new Refusal(Status.NOT_FOUND, "no such channel has this one as a sub-channel:"
                    + " primaryChannelId=" + subchannel.primary().value());
        }
        return primary;
    }

    private void checkSender(Partition from, Reannounce message) {
        if (message.epoch() == bus.epoch) {
            throw new Refusal(Status.NOT_FOUND,
                    "this root has ended its channels with that link: epoch=0x"
                    + Long.toHexString(message.epoch()));
        }
        if (from.ports().get(message.relId()) != null) {
            throw new Refusal(Status.DEVICE_BUSY,
                    "channel id is in use: channelId=" + message.relId().value());
        }
        Class<? extends Port> kind =
                message.role() == Role.CONSUMER ? ConsumerPort.class : ProviderPort.class;
        Refusal.unlessBelow(
                "channels", from.ports().channels(kind), bus.quotasOf(from).channels());
    }

    private static void checkFits(Channel channel, Partition from, Reannounce message,
            @Nullable Channel primary) {
        Port there = message.role() == Role.CONSUMER ? channel.provider() : channel.consumer();
        if (channel.phase() != Channel.Phase.KEPT || there == null || there.partition() == from) {
            throw new Refusal(Status.DEVICE_BUSY, "that side of the channel is here already: role="
                    + message.role() + " state=" + channel.phase());
        }
        if (!channel.identity().equals(identity(message)) || channel.primary() != primary) {
            throw new Refusal(Status.INVALID_PARAMETER,
                    "the other side knows another offer: interfaceId="
                    + channel.identity().interfaceId() + " subchannelIndex="
                    + channel.identity().subchannelIndex());
        }
    }

    private static void join(Partition from, Reannounce message, Channel channel) {
        switch (message.role()) {
            case CONSUMER -> {
                ConsumerPort port = new ConsumerPort(from, message.relId(), null);
                from.ports().add(port);
                channel.join(port);
                channel.target(message.targetVp());
            }
            case PROVIDER -> {
                ProviderPort port = new ProviderPort(from, message.relId());
                from.ports().add(port);
                channel.join(port);
                channel.belongTo(message.offerId());
            }
        }
        if (channel.consumer() != null && channel.provider() != null) {
            channel.enter(Channel.Phase.OPEN);
        }
    }
}
