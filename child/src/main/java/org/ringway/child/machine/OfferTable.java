// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import static org.ringway.inspect.InspectTree.branch;
import static org.ringway.inspect.InspectTree.leaf;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringway.inspect.InspectTree.Branch;
import org.ringway.protocol.RingwayToChild.OfferIdentity;
import org.ringway.protocol.StandardToChild.OfferChannel;
import org.ringway.wire.OfferContent;
import org.ringway.wire.RelId;

/// The services that this partition may open.
final class OfferTable {
    private final Map<RelId, SeenOffer> standing = new LinkedHashMap<>();
    /// Gone, but their ids are not released yet.
    private final Map<RelId, SeenOffer> rescinded = new LinkedHashMap<>();
    private final Effects effects;
    private @Nullable OfferIdentity announced;

    OfferTable(Effects effects) {
        this.effects = effects;
    }

    void identified(OfferIdentity identity) {
        announced = identity;
    }

    /// @param taken whether the id names a channel of this partition
    void offered(OfferChannel message, boolean taken) {
        OfferIdentity identity = announced;
        announced = null;
        RelId relId = message.relId();
        if (taken || isKnown(relId)) {
            effects.ignore("offer under an id that is in use: " + relId);
        } else if (identity == null || !identity.relId().equals(relId)) {
            effects.ignore("offer without a provider: " + relId);
        } else if (message.subchannelIndex() != 0) {
            effects.ignore("offer of a subchannel that nobody asked for: " + relId
                    + " subchannelIndex=" + message.subchannelIndex());
        } else if (isStanding(message.content())) {
            effects.ignore("offer of an instance that is offered already: " + relId
                    + " instanceId=" + message.content().instanceId());
        } else {
            SeenOffer offer = new SeenOffer(
                    relId, identity.provider(), identity.offerName(), message.content());
            standing.put(relId, offer);
            effects.add(new Effect.OfferAppeared(offer));
        }
    }

    /// {@return whether there is such an offer, that was not rescinded before}
    boolean rescind(RelId relId) {
        SeenOffer offer = standing.remove(relId);
        if (offer == null) {
            return false;
        }
        rescinded.put(relId, offer);
        effects.add(new Effect.OfferRescinded(offer));
        return true;
    }

    private boolean isStanding(OfferContent content) {
        return standing.values().stream().map(SeenOffer::content).anyMatch(
                each -> each.interfaceId().equals(content.interfaceId())
                        && each.instanceId().equals(content.instanceId()));
    }

    boolean isStanding(SeenOffer offer) {
        return offer.equals(standing.get(offer.relId()));
    }

    boolean isRescinded(RelId relId) {
        return rescinded.containsKey(relId);
    }

    /// {@return whether the id belongs to an offer, standing or not}
    boolean isKnown(RelId relId) {
        return standing.containsKey(relId) || rescinded.containsKey(relId);
    }

    void release(RelId relId) {
        rescinded.remove(relId);
    }

    void linkDown() {
        List<SeenOffer> gone = List.copyOf(standing.values());
        standing.clear();
        rescinded.clear();
        announced = null;
        gone.forEach(offer -> effects.add(new Effect.OfferRescinded(offer)));
    }

    Branch inspect() {
        return branch("offersSeen", leaf("standing", standing.size()),
                leaf("rescinded", rescinded.size()));
    }
}
