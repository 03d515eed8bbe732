// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringway.ProtocolException;
import org.ringway.platform.Handle;
import org.ringway.protocol.RingwayToChild.PeerOpen;
import org.ringway.protocol.RingwayToRoot.PeerGpadlResult;
import org.ringway.protocol.RingwayToRoot.PeerOpenResult;
import org.ringway.protocol.StandardToRoot.RelIdReleased;
import org.ringway.protocol.Subchannel;
import org.ringway.wire.OfferContent;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;

/// Lets others open channels on the services of this partition.
final class Providers {
    private final ChannelTable channels;
    private final ServiceTable services;
    private final Effects effects;

    Providers(ChannelTable channels, ServiceTable services, Effects effects) {
        this.channels = channels;
        this.services = services;
        this.effects = effects;
    }

    /// The pages of the ring come before the wish to open.
    ProviderChannel begin(RelId relId) {
        ProviderChannel channel = new ProviderChannel(channels.newKey(), relId, effects);
        channels.add(channel);
        return channel;
    }

    void asked(PeerOpen open, List<Handle> handles, long epoch) {
        ProviderChannel channel = channels.provider(open.relId());
        if (channel == null || channel.phase != Channel.Phase.OPENING || channel.asked != null) {
            throw new ProtocolException("PeerOpen without a ring, or once more: " + open.relId());
        }
        List<GrantedRun> ring = channel.peerGrants.ring(open.ring());
        OfferContent content = services.content(open);
        Subchannel subchannel = open.subchannel();
        ProviderChannel primary = subchannel == null ? null : primary(open, subchannel);
        if (subchannel != null && primary == null) {
            effects.close(handles);
            refuse(channel, open, Status.CANCELLED);
            return;
        }
        if (ring == null || handles.size() != 1 || content == null) {
            effects.close(handles);
            refuse(channel, open,
                    content == null ? Status.NOT_FOUND : Status.INSUFFICIENT_RESOURCES);
            return;
        }
        channel.origin = new Channel.Origin(epoch, open.serial());
        channel.asked = new ProviderChannel.Asked(open, content, primary);
        effects.add(new Effect.Accept(channel.key, open, primary == null ? null : primary.key,
                ring, handles.getFirst()));
    }

    /// The channel to which a sub-channel is to belong, or null if it is over here, or of another
    /// service.
    private @Nullable ProviderChannel primary(PeerOpen open, Subchannel subchannel) {
        ProviderChannel primary = channels.provider(subchannel.primary());
        return primary != null && primary.phase == Channel.Phase.OPEN && primary.primary() == null
                && primary.offerId().equals(open.offerId()) ? primary : null;
    }

    private void refuse(ProviderChannel channel, PeerOpen open, Status status) {
        channel.peerGrants.discardAll();
        channels.remove(channel);
        effects.send(new PeerGpadlResult(channel.relId, open.ring(), status));
        effects.send(new PeerOpenResult(channel.relId, status));
        effects.send(new RelIdReleased(channel.relId));
    }

    void decided(ChannelKey key, Status status) {
        ProviderChannel channel = deciding(key);
        PeerOpen open = channel == null || channel.asked == null ? null : channel.asked.open();
        if (channel == null || open == null) {
            throw new IllegalStateException("nobody asked to open this: " + key);
        }
        if (status.isOk()) {
            channel.phase = Channel.Phase.OPEN;
            channel.peerGrants.ringMapped(open.ring());
            effects.send(new PeerOpenResult(channel.relId, Status.OK));
        } else {
            refuse(channel, open, status);
        }
    }

    private @Nullable ProviderChannel deciding(ChannelKey key) {
        return channels.get(key) instanceof ProviderChannel channel
                && channel.phase == Channel.Phase.OPENING ? channel : null;
    }

    /// Lets go of the id when nothing is granted any more, either way.
    void settle(ProviderChannel channel) {
        if (channel.isSettled() && channels.get(channel.key) == channel) {
            channels.remove(channel);
            if (channel.known) {
                effects.send(new RelIdReleased(channel.relId));
            }
        }
    }

    /// Nobody will ask any more.
    void abandon(ProviderChannel channel) {
        channel.phase = Channel.Phase.CLOSING;
        channel.peerGrants.discardAll();
        settle(channel);
    }

    void linkDown(ProviderChannel channel) {
        if (channel.phase == Channel.Phase.OPENING) {
            abandon(channel);
        }
        settle(channel);
    }
}
