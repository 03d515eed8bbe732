// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringway.protocol.RingwayToRoot.ChildOffer;
import org.ringway.protocol.RingwayToRoot.SocketListen;
import org.ringway.root.policy.OfferFacts;
import org.ringway.wire.Guid;
import org.ringway.wire.Name;
import org.ringway.wire.OfferContent;
import org.ringway.wire.OfferId;
import org.ringway.wire.PartitionId;
import org.ringway.wire.SocketIds;
import org.ringway.wire.UserData;

/// A service that a partition provides.
///
/// One that *listens* is shown to nobody: each connection to it is an offer of its own, which its
/// consumer alone sees.
final class Offer {
    /// What makes an offer one that listens.
    ///
    /// @param scope who may connect
    /// @param backlog how many connections may be under way
    record Listening(Guid scope, int backlog) {}

    private final Partition provider;
    private final OfferId id;
    private final Name name;
    private final OfferContent content;
    private final OfferFacts facts;
    private final int subchannels;
    private final @Nullable Listening listening;
    /// What a connection is connected to.
    private final @Nullable Offer listener;
    /// Under which ids consumers see it.
    private final List<ConsumerPort> ports = new ArrayList<>();
    /// Who alone is to see it; null if everybody is.
    private @Nullable PartitionId audience;

    private Offer(Partition provider, OfferId id, Name name, OfferContent content, int subchannels,
            @Nullable Listening listening, @Nullable Offer listener) {
        this.provider = provider;
        this.id = id;
        this.name = name;
        this.content = content;
        this.subchannels = subchannels;
        this.listening = listening;
        this.listener = listener;
        this.facts = new OfferFacts(provider.peer(), name, content.interfaceId());
    }

    Offer(Partition provider, ChildOffer said) {
        this(provider, said.offerId(), said.name(), said.content(), said.subchannels(),
                null, null);
    }

    /// One that listens. A partition does so once for each service.
    Offer(Partition provider, SocketListen said) {
        this(provider, said.offerId(), said.name(),
                new OfferContent(said.serviceId(), SocketIds.ofPartition(provider.id()),
                        OfferContent.SOCKET_FLAGS, UserData.ofSocket(UserData.PIPE_BYTES)),
                0, new Listening(said.scope(), said.backlog()), null);
    }

    /// What a partition calls a guest with: nobody finds it who looks for one that listens.
    static Offer call(Partition provider, ChildOffer said) {
        return new Offer(provider, said.offerId(), said.name(), said.content(), 0,
                new Listening(SocketIds.BROADCAST, 1), null);
    }

    /// A connection to this one.
    ///
    /// @param endpoint the consumer's end
    /// @param pipeType how its bytes are framed
    Offer connection(Guid endpoint, int pipeType) {
        return connection(endpoint, UserData.ofSocket(pipeType));
    }

    /// The connection of this call.
    Offer connectionToGuest() {
        return connection(content.instanceId(), UserData.ofSocketToGuest());
    }

    private Offer connection(Guid endpoint, UserData userData) {
        return new Offer(provider, id, name, new OfferContent(content.interfaceId(), endpoint,
                OfferContent.SOCKET_FLAGS, userData), 0, null, this);
    }

    Partition provider() {
        return provider;
    }

    OfferId id() {
        return id;
    }

    OfferContent content() {
        return content;
    }

    Name name() {
        return name;
    }

    /// How many sub-channels each of its channels may have.
    int subchannels() {
        return subchannels;
    }

    /// What rules look at.
    OfferFacts facts() {
        return facts;
    }

    /// @param partition who alone is to see it, or null
    void onlyFor(@Nullable PartitionId partition) {
        audience = partition;
    }

    /// Whether its provider wants a partition to see it.
    boolean isFor(Partition consumer) {
        return audience == null || consumer.id().equals(audience);
    }

    OfferIdentity identity() {
        return OfferIdentity.of(content);
    }

    /// Null if it does not listen.
    @Nullable Listening listening() {
        return listening;
    }

    boolean isCall() {
        return listening != null && listening.scope().equals(SocketIds.BROADCAST);
    }

    boolean isConnection() {
        return listener != null;
    }

    /// A copy, because whoever looks at them may remove some. Of one that listens, those of all its
    /// connections.
    List<ConsumerPort> ports() {
        return List.copyOf(ports);
    }

    void add(ConsumerPort port) {
        ports.add(port);
        if (listener != null) {
            listener.add(port);
        }
    }

    void remove(ConsumerPort port) {
        ports.remove(port);
        if (listener != null) {
            listener.remove(port);
        }
    }

    int openChannels() {
        return (int) ports.stream()
                .filter(port -> port.channel() instanceof Channel channel
                        && channel.phase() == Channel.Phase.OPEN)
                .count();
    }
}
