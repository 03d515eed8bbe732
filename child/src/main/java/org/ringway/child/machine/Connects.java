// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ringway.protocol.RingwayToChild.OfferIdentity;
import org.ringway.protocol.StandardToChild.OfferChannel;
import org.ringway.protocol.StandardToChild.TlConnectResult;
import org.ringway.protocol.StandardToRoot.RelIdReleased;
import org.ringway.protocol.StandardToRoot.TlConnectRequest;
import org.ringway.wire.Guid;
import org.ringway.wire.OfferContent;
import org.ringway.wire.RelId;
import org.ringway.wire.UserData;

/// Asks for connections, few at a time, and opens what is offered for an answer.
final class Connects {
    /// As many as a root lets be offered and not opened.
    static final int MAX_UNDER_WAY = 16;
    /// Virtual threads that wait for a stream wake by the first one.
    private static final int PROCESSOR = 0;

    private final Consumers consumers;
    private final OwnGrants grants;
    private final Effects effects;
    private final Refusals refusals;
    private final Queue<ConnectRequest> waiting = new ArrayDeque<>();
    /// By their ends; null for one that nobody waits for any more.
    private final Map<Guid, @Nullable ConnectRequest> asked = new HashMap<>();

    Connects(Consumers consumers, OwnGrants grants, Effects effects, Refusals refusals) {
        this.consumers = consumers;
        this.grants = grants;
        this.effects = effects;
        this.refusals = refusals;
    }

    void connect(ConnectRequest wish) {
        waiting.add(wish);
        askNext();
    }

    void fail(ConnectRequest wish, Failure failure) {
        effects.fail(wish.request(), failure);
        grants.retire(wish.ring());
    }

    private void askNext() {
        while (asked.size() < MAX_UNDER_WAY && !waiting.isEmpty()) {
            ConnectRequest wish = waiting.remove();
            asked.put(wish.endpoint(), wish);
            effects.send(new TlConnectRequest(
                    wish.endpoint(), wish.service(), wish.partition()));
        }
    }

    /// A connection, whoever asked for it.
    ///
    /// @param identity what came right before
    /// @param taken whether the id names a channel of this partition
    void offered(OfferChannel message, @Nullable OfferIdentity identity, boolean taken) {
        RelId relId = message.relId();
        OfferContent content = message.content();
        Guid endpoint = content.instanceId();
        ConnectRequest wish = asked.get(endpoint);
        if (taken) {
            effects.ignore("connection under an id that is in use: " + relId);
        } else if (wish == null || identity == null || !identity.relId().equals(relId)
                || !wish.service().equals(content.interfaceId())) {
            effects.ignore("connection that nobody asked for: " + relId);
            effects.send(new RelIdReleased(relId));
            if (wish == null) {
                asked.remove(endpoint);
            }
            askNext();
        } else {
            asked.remove(endpoint);
            open(wish, new SeenOffer(
                    relId, identity.provider(), identity.offerName(), content));
            askNext();
        }
    }

    private void open(ConnectRequest wish, SeenOffer offer) {
        effects.add(new Effect.Connecting(wish.request(), offer));
        consumers.connect(new OpenRequest(wish.request(), offer, wish.ring(),
                wish.downstreamPageOffset(), UserData.ofSocketOpen(
                        offer.content().userData().pipeType(), wish.endpoint()), PROCESSOR));
    }

    /// Success would be an offer.
    void answered(TlConnectResult result) {
        Guid endpoint = result.endpointId();
        ConnectRequest wish = asked.get(endpoint);
        if (!asked.containsKey(endpoint) || result.status().isOk()
                || wish != null && !wish.service().equals(result.serviceId())) {
            effects.ignore("TlConnectResult for no such request: " + result);
            return;
        }
        asked.remove(endpoint);
        if (wish != null) {
            fail(wish, refusals.refusal("connect is refused", result.status()));
        }
        askNext();
    }

    /// {@return whether this request was one to connect, and the root has not offered yet}
    boolean giveUp(RequestId request) {
        for (ConnectRequest wish : List.copyOf(waiting)) {
            if (wish.request().equals(request)) {
                waiting.remove(wish);
                grants.retire(wish.ring());
                return true;
            }
        }
        for (Map.Entry<Guid, @Nullable ConnectRequest> entry : asked.entrySet()) {
            ConnectRequest wish = entry.getValue();
            if (wish != null && wish.request().equals(request)) {
                entry.setValue(null);
                grants.retire(wish.ring());
                return true;
            }
        }
        return false;
    }

    void linkDown(Failure failure) {
        List<ConnectRequest> all = Stream.concat(waiting.stream(),
                asked.values().stream().filter(Objects::nonNull)).toList();
        waiting.clear();
        asked.clear();
        all.forEach(wish -> fail(wish, failure));
    }
}
