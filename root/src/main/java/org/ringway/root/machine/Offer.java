// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringway.protocol.RingwayToRoot.ChildOffer;
import org.ringway.root.policy.OfferFacts;
import org.ringway.wire.Name;
import org.ringway.wire.OfferContent;
import org.ringway.wire.OfferId;
import org.ringway.wire.PartitionId;

/// A service that a partition provides.
final class Offer {
    private final Partition provider;
    private final ChildOffer said;
    private final OfferFacts facts;
    /// Under which ids consumers see it.
    private final List<ConsumerPort> ports = new ArrayList<>();
    /// Who alone is to see it; null if everybody is.
    private @Nullable PartitionId audience;

    Offer(Partition provider, ChildOffer said) {
        this.provider = provider;
        this.said = said;
        this.facts = new OfferFacts(
                provider.peer(), said.name(), said.content().interfaceId());
    }

    Partition provider() {
        return provider;
    }

    OfferId id() {
        return said.offerId();
    }

    OfferContent content() {
        return said.content();
    }

    Name name() {
        return said.name();
    }

    /// How many sub-channels each of its channels may have.
    int subchannels() {
        return said.subchannels();
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
        return OfferIdentity.of(said.content());
    }

    /// A copy, because whoever looks at them may remove some.
    List<ConsumerPort> ports() {
        return List.copyOf(ports);
    }

    void add(ConsumerPort port) {
        ports.add(port);
    }

    void remove(ConsumerPort port) {
        ports.remove(port);
    }

    int openChannels() {
        return (int) ports.stream()
                .filter(port -> port.channel() instanceof Channel channel
                        && channel.phase() == Channel.Phase.OPEN)
                .count();
    }
}
