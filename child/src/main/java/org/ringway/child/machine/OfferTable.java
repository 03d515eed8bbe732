// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import static org.ringway.inspect.InspectTree.branch;
import static org.ringway.inspect.InspectTree.leaf;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringway.inspect.InspectTree.Branch;
import org.ringway.protocol.RingwayToChild.OfferIdentity;
import org.ringway.protocol.StandardToChild.OfferChannel;
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

    /// {@return what was said of the offer that comes now, or null}
    @Nullable OfferIdentity takeIdentity() {
        OfferIdentity identity = announced;
        announced = null;
        return identity;
    }

    /// @param taken whether the id names a channel of this partition
    void offered(OfferChannel message, boolean taken) {
        OfferIdentity identity = takeIdentity();
        RelId relId = message.relId();
        if (taken || isKnown(relId)) {
            effects.ignore("offer under an id that is in use: " + relId);
        } else if (identity == null || !identity.relId().equals(relId)) {
            effects.ignore("offer without a provider: " + relId);
        } else {
            offered(new SeenOffer(relId, identity.provider(), identity.offerName(),
                    message.content(), message.subchannelIndex()));
        }
    }

    /// Sub-channels are for who has the primary channel, and told to nobody else.
    private void offered(SeenOffer offer) {
        if (isTaken(offer)) {
            effects.ignore("offer of an instance that is offered already: " + offer.relId()
                    + " instanceId=" + offer.content().instanceId()
                    + " subchannelIndex=" + offer.subchannelIndex());
        } else if (!offer.isSubchannel()) {
            standing.put(offer.relId(), offer);
            effects.add(new Effect.OfferAppeared(offer));
        } else if (standing.values().stream().anyMatch(
                each -> !each.isSubchannel() && each.isOfSameService(offer))) {
            standing.put(offer.relId(), offer);
        } else {
            effects.ignore("offer of a sub-channel of no known service: " + offer.relId()
                    + " subchannelIndex=" + offer.subchannelIndex());
        }
    }

    /// {@return whether there is such an offer, that was not rescinded before}
    boolean rescind(RelId relId) {
        SeenOffer offer = standing.remove(relId);
        if (offer == null) {
            return false;
        }
        rescinded.put(relId, offer);
        disappear(offer);
        return true;
    }

    /// Tells of the end of a service.
    private void disappear(SeenOffer offer) {
        if (!offer.isSubchannel()) {
            effects.add(new Effect.OfferRescinded(offer));
        }
    }

    private boolean isTaken(SeenOffer offer) {
        return standing.values().stream().anyMatch(
                each -> each.content().interfaceId().equals(offer.content().interfaceId())
                        && each.content().instanceId().equals(offer.content().instanceId())
                        && each.subchannelIndex() == offer.subchannelIndex());
    }

    /// {@return the sub-channels that stand beside an offer, in the order of their indexes}
    List<SeenOffer> subchannels(SeenOffer primary) {
        return standing.values().stream()
                .filter(each -> each.isSubchannel() && each.isOfSameService(primary))
                .sorted(Comparator.comparingInt(SeenOffer::subchannelIndex))
                .toList();
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
        gone.forEach(this::disappear);
    }

    Branch inspect() {
        return branch("offersSeen", leaf("standing", standing.size()),
                leaf("rescinded", rescinded.size()));
    }
}
