// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringway.protocol.RingwayToChild.Reason;
import org.ringway.protocol.RingwayToRoot.Reannounce;
import org.ringway.protocol.RingwayToRoot.Role;
import org.ringway.protocol.Subchannel;
import org.ringway.wire.OfferContent;
import org.ringway.wire.OfferId;
import org.ringway.wire.RelId;

/// This side of one channel.
abstract sealed class Channel permits ConsumerChannel, ProviderChannel {
    enum Phase {
        /// It may still come to nothing.
        OPENING,
        /// Packets travel.
        OPEN,
        /// It is over, but pages are still granted one way or the other.
        CLOSING
    }

    /// Where and when a channel was brokered; stays with it when the root changes.
    ///
    /// @param epoch of the root that did it
    /// @param serial that root's number
    record Origin(long epoch, long serial) {}

    private static final OfferId CONSUMERS_OFFER_ID = new OfferId(0);

    final ChannelKey key;
    final RelId relId;
    final PeerGrants peerGrants;
    /// What this side has granted here, the ring included.
    final Set<OwnGpadl> gpadls = new LinkedHashSet<>();
    final Set<GrantJob> jobs = new LinkedHashSet<>();

    private final Effects effects;
    private boolean peerHasEnded;

    Phase phase = Phase.OPENING;
    /// Which processor is interrupted, as the root was told.
    int targetVp;
    Origin origin = new Origin(0, 0);
    /// Whether the present root knows it, so that it can be spoken of.
    boolean known = true;
    /// Whether the present root still has to answer Reannounce.
    boolean reannouncing;

    Channel(ChannelKey key, RelId relId, Effects effects) {
        this.key = key;
        this.relId = relId;
        this.effects = effects;
        this.peerGrants = new PeerGrants(this, effects);
    }

    /// The other side is no more. The first reason counts: who loses a provider loses its offer,
    /// too.
    final void peerEnded(Reason reason) {
        if (!peerHasEnded) {
            peerHasEnded = true;
            effects.add(new Effect.EndChannel(key, reason));
        }
    }

    /// Valid once the channel is open.
    abstract OfferContent content();

    /// Of which channel this is a sub-channel, or null.
    abstract @Nullable Channel primary();

    abstract int subchannelIndex();

    final Reannounce reannounce() {
        return switch (this) {
            case ConsumerChannel _ -> reannounce(Role.CONSUMER, CONSUMERS_OFFER_ID);
            case ProviderChannel provider -> reannounce(Role.PROVIDER, provider.offerId());
        };
    }

    private Reannounce reannounce(Role role, OfferId offerId) {
        Channel primary = primary();
        Subchannel subchannel =
                primary == null ? null : new Subchannel(primary.relId, subchannelIndex());
        return new Reannounce(origin.epoch(), origin.serial(), relId, role,
                content().interfaceId(), content().instanceId(), offerId, subchannel, targetVp);
    }

    final boolean isSettled() {
        return phase == Phase.CLOSING && gpadls.isEmpty() && peerGrants.isEmpty();
    }

    @Override
    public final String toString() {
        return relId.toString();
    }
}
