// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringway.protocol.RingwayToChild.ChildOfferResult;
import org.ringway.protocol.RingwayToRoot.ChildOffer;
import org.ringway.protocol.RingwayToRoot.OfferAudience;
import org.ringway.protocol.RingwayToRoot.WithdrawOffer;
import org.ringway.wire.OfferContent;
import org.ringway.wire.OfferId;
import org.ringway.wire.PartitionId;
import org.ringway.wire.Status;

/// The services of this partition.
final class ServiceTable {
    private static final class Service {
        private final ChildOffer offer;
        /// Who alone is to see it; null if everybody is.
        private final @Nullable PartitionId audience;
        /// Who waits for the first answer.
        private @Nullable RequestId request;
        private boolean answered;

        private Service(
                ChildOffer offer, @Nullable PartitionId audience, RequestId request) {
            this.offer = offer;
            this.audience = audience;
            this.request = request;
        }
    }

    private final Map<OfferId, Service> services = new LinkedHashMap<>();
    private final Effects effects;
    private final Refusals refusals;

    ServiceTable(Effects effects, Refusals refusals) {
        this.effects = effects;
        this.refusals = refusals;
    }

    void offer(RequestId request, ChildOffer offer, @Nullable PartitionId audience) {
        if (services.putIfAbsent(
                offer.offerId(), new Service(offer, audience, request)) != null) {
            throw new IllegalArgumentException("offer id is in use: " + offer.offerId());
        }
        if (audience != null) {
            effects.send(new OfferAudience(offer.offerId(), audience));
        }
        effects.send(offer);
    }

    void answered(ChildOfferResult result) {
        Service service = services.get(result.offerId());
        if (service == null || service.answered) {
            effects.ignore("ChildOfferResult for no such request: " + result);
            return;
        }
        service.answered = true;
        RequestId request = service.request;
        service.request = null;
        if (result.status().isOk()) {
            if (request != null) {
                effects.add(new Effect.Answered(request));
            }
            return;
        }
        services.remove(result.offerId());
        Failure.Refused refusal = refusals.refusal(
                "offer is refused: name=" + service.offer.name(), result.status());
        effects.add(request == null
                ? new Effect.ServiceRefused(result.offerId(), refusal)
                : new Effect.Failed(request, refusal));
    }

    /// @param tell whether there is a root to tell
    void withdraw(OfferId offerId, boolean tell) {
        if (services.remove(offerId) != null && tell) {
            effects.send(new WithdrawOffer(offerId));
        }
    }

    @Nullable OfferContent content(OfferId offerId) {
        Service service = services.get(offerId);
        return service == null ? null : service.offer.content();
    }

    boolean giveUp(RequestId request) {
        for (Service service : List.copyOf(services.values())) {
            if (request.equals(service.request)) {
                withdraw(service.offer.offerId(), true);
                return true;
            }
        }
        return false;
    }

    void linkDown(Failure failure) {
        for (Service service : List.copyOf(services.values())) {
            if (service.request != null) {
                services.remove(service.offer.offerId());
                effects.fail(service.request, failure);
            }
        }
    }

    /// What was for one partition ends with the root: another one gives it another number.
    void offerAgain() {
        for (Service service : List.copyOf(services.values())) {
            if (service.audience != null) {
                services.remove(service.offer.offerId());
                effects.add(new Effect.ServiceRefused(service.offer.offerId(), refusals.refusal(
                        "offer was to a partition of another root: name=" + service.offer.name(),
                        Status.CANCELLED)));
                continue;
            }
            service.answered = false;
            effects.send(service.offer);
        }
    }
}
