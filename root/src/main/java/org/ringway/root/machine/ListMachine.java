// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import java.util.ArrayList;
import java.util.List;
import org.ringway.platform.Platform;
import org.ringway.protocol.RingwayToChild.ChannelEntry;
import org.ringway.protocol.RingwayToChild.ChannelState;
import org.ringway.protocol.RingwayToChild.ChannelUsage;
import org.ringway.protocol.RingwayToChild.ListEnd;
import org.ringway.protocol.RingwayToChild.OfferEntry;
import org.ringway.protocol.RingwayToChild.PartitionEntry;
import org.ringway.protocol.RingwayToChild.PortEntry;
import org.ringway.protocol.RingwayToRoot;
import org.ringway.root.policy.OfferFacts;
import org.ringway.root.policy.PortFacts;
import org.ringway.wire.Name;

/// Tells what there is.
final class ListMachine {
    private final Bus bus;

    ListMachine(Bus bus) {
        this.bus = bus;
    }

    void list(Partition to, RingwayToRoot.List message) {
        if (message.wants(RingwayToRoot.List.PARTITIONS)) {
            bus.partitions().stream().filter(ListMachine::isThere).forEach(each ->
                    bus.out.send(to, new PartitionEntry(each.facts(), each.regions().size())));
        }
        if (message.wants(RingwayToRoot.List.OFFERS)) {
            bus.offers().stream().filter(offer -> isFor(to, offer.provider(), offer.facts()))
                    .forEach(offer -> bus.out.send(to, entry(offer)));
        }
        if (message.wants(RingwayToRoot.List.CHANNELS)) {
            bus.channels().forEach(channel -> list(to, channel));
        }
        if (message.wants(RingwayToRoot.List.PORTS)) {
            bus.partitions().stream().flatMap(each -> each.openPorts().values().stream())
                    .filter(port -> isFor(to, port))
                    .forEach(port -> bus.out.send(to, new PortEntry(
                            port.owner().id(), port.id(), port.kind(), port.waiting())));
        }
        bus.out.send(to, new ListEnd());
    }

    private boolean isFor(Partition to, OpenedPort port) {
        return port.owner() == to || bus.policy().whyNotPost(
                to.peer(), new PortFacts(port.owner().peer(), port.id())) == null;
    }

    /// Whether it has said who it is.
    private static boolean isThere(Partition partition) {
        return partition.version() != null || partition.isPlain();
    }

    /// Whether to list an offer, and the channels on it.
    private boolean isFor(Partition to, Partition provider, OfferFacts offer) {
        return provider == to || bus.policy().maySee(to.peer(), offer);
    }

    /// What is known of the offer of a channel that may have outlived it.
    private OfferFacts facts(Channel channel, ProviderPort provider) {
        if (channel.consumer() instanceof ConsumerPort consumer
                && consumer.offer() instanceof Offer offer) {
            return offer.facts();
        }
        return bus.offer(channel.identity().primary()) instanceof Offer offer ? offer.facts()
                : new OfferFacts(provider.partition().peer(), Name.EMPTY,
                        channel.identity().interfaceId());
    }

    private static OfferEntry entry(Offer offer) {
        return new OfferEntry(offer.provider().id(), offer.id(), offer.content().interfaceId(),
                offer.content().instanceId(), offer.content().flags(), offer.name(),
                offer.openChannels());
    }

    /// A channel of which one side is gone, or has not come yet, is not one to list.
    private void list(Partition to, Channel channel) {
        ConsumerPort consumer = channel.consumer();
        ProviderPort provider = channel.provider();
        if (consumer != null && provider != null
                && (consumer.partition() == to
                || isFor(to, provider.partition(), facts(channel, provider)))) {
            bus.out.send(to, new ChannelEntry(channel.number(), provider.partition().id(),
                    provider.relId(), consumer.partition().id(), consumer.relId(),
                    channel.offerId(), state(channel), usage(channel, consumer, provider),
                    channel.targetVp(), channel.identity().subchannelIndex()));
        }
    }

    private static ChannelState state(Channel channel) {
        return switch (channel.phase()) {
            case DOORBELL, OPENING -> ChannelState.OPENING;
            case OPEN -> ChannelState.OPEN;
            case CLOSING, KEPT -> ChannelState.CLOSING;
        };
    }

    private static ChannelUsage usage(
            Channel channel, ConsumerPort consumer, ProviderPort provider) {
        List<Gpadl> gpadls = new ArrayList<>(consumer.gpadls());
        gpadls.addAll(provider.gpadls());
        long pages = gpadls.stream().mapToLong(Gpadl::pages).sum();
        Gpadl ring = channel.ring();
        return new ChannelUsage(ring == null ? 0 : ring.pages(), gpadls.size(),
                pages * Platform.PAGE_BYTES);
    }
}
