// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringway.protocol.RingwayToChild.ChildOfferResult;
import org.ringway.protocol.RingwayToChild.PeerOpen;
import org.ringway.protocol.RingwayToRoot;
import org.ringway.protocol.RingwayToRoot.ChildOffer;
import org.ringway.protocol.RingwayToRoot.OfferAudience;
import org.ringway.protocol.RingwayToRoot.SocketListen;
import org.ringway.protocol.RingwayToRoot.WithdrawOffer;
import org.ringway.wire.Guid;
import org.ringway.wire.Name;
import org.ringway.wire.OfferContent;
import org.ringway.wire.OfferId;
import org.ringway.wire.PartitionId;
import org.ringway.wire.Status;
import org.ringway.wire.UserData;

/// The services of this partition.
final class ServiceTable {
    private static final class Service {
        private final RingwayToRoot said;
        private final Name name;
        private final OfferContent content;
        /// Who alone is to see it; null if everybody is.
        private final @Nullable PartitionId audience;
        /// Who waits for the first answer.
        private @Nullable RequestId request;
        private boolean answered;

        private Service(
                RingwayToRoot said, Name name, OfferContent content,
                @Nullable PartitionId audience, RequestId request) {
            this.said = said;
            this.name = name;
            this.content = content;
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

    void offer(OfferRequest wish) {
        ChildOffer offer = wish.offer();
        begin(offer.offerId(), new Service(
                offer, offer.name(), offer.content(), wish.audience(), wish.request()));
    }

    void listen(RequestId request, SocketListen listen) {
        OfferContent content = new OfferContent(listen.serviceId(), Guid.ZERO,
                OfferContent.SOCKET_FLAGS, UserData.ofSocket(UserData.PIPE_BYTES));
        begin(listen.offerId(), new Service(listen, listen.name(), content, null, request));
    }

    private void begin(OfferId id, Service service) {
        if (services.putIfAbsent(id, service) != null) {
            throw new IllegalArgumentException("offer id is in use: " + id);
        }
        if (service.audience != null) {
            effects.send(new OfferAudience(id, service.audience));
        }
        effects.send(service.said);
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
                "offer is refused: name=" + service.name, result.status());
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

    /// What the other side of a channel was offered, or null if there is no such service.
    @Nullable OfferContent content(PeerOpen open) {
        Service service = services.get(open.offerId());
        if (service == null || !service.content.isSocket()) {
            return service == null ? null : service.content;
        }
        return new OfferContent(service.content.interfaceId(), open.userData().socketEndpoint(),
                OfferContent.SOCKET_FLAGS, UserData.ofSocket(open.userData().pipeType()));
    }

    boolean giveUp(RequestId request) {
        for (Map.Entry<OfferId, Service> entry : List.copyOf(services.entrySet())) {
            if (request.equals(entry.getValue().request)) {
                withdraw(entry.getKey(), true);
                return true;
            }
        }
        return false;
    }

    void linkDown(Failure failure) {
        for (Map.Entry<OfferId, Service> entry : List.copyOf(services.entrySet())) {
            RequestId request = entry.getValue().request;
            if (request != null) {
                services.remove(entry.getKey());
                effects.fail(request, failure);
            }
        }
    }

    /// What was for one partition ends with the root: another one gives it another number.
    void offerAgain() {
        for (Map.Entry<OfferId, Service> entry : List.copyOf(services.entrySet())) {
            Service service = entry.getValue();
            if (service.audience != null) {
                services.remove(entry.getKey());
                effects.add(new Effect.ServiceRefused(entry.getKey(), refusals.refusal(
                        "offer was to a partition of another root: name=" + service.name,
                        Status.CANCELLED)));
                continue;
            }
            service.answered = false;
            effects.send(service.said);
        }
    }
}
