// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringway.child.BusListing;
import org.ringway.protocol.RingwayToChild.ChannelEntry;
import org.ringway.protocol.RingwayToChild.OfferEntry;
import org.ringway.protocol.RingwayToChild.PartitionEntry;
import org.ringway.wire.Name;
import org.ringway.wire.OfferId;
import org.ringway.wire.PartitionId;
import org.ringway.wire.PeerFacts;

/// What there is on a bus: tables for people, an object for programs.
final class BusReport {
    private static final int PAGE_KIB = 4;
    private static final int KIB = 1024;

    private final List<PartitionEntry> partitions;
    private final List<OfferEntry> offers;
    private final List<ChannelEntry> channels;
    private final Map<PartitionId, Name> partitionNames = new HashMap<>();
    private final Map<OfferKey, Name> offerNames = new HashMap<>();

    /// @param listing what the root said
    /// @param self the partition that asked, which is left out
    BusReport(BusListing listing, PartitionId self) {
        this.partitions = listing.partitions().stream()
                .filter(entry -> !entry.partition().partition().equals(self))
                .toList();
        this.offers = listing.offers();
        this.channels = listing.channels();
        partitions.forEach(entry ->
                partitionNames.put(entry.partition().partition(), entry.partition().name()));
        offers.forEach(entry ->
                offerNames.put(new OfferKey(entry.provider(), entry.offerId()), entry.name()));
    }

    /// Offer numbers are their provider's.
    private record OfferKey(PartitionId provider, OfferId id) {}

    Map<String, @Nullable Object> json() {
        return Json.object(
                "partitions", partitions.stream().map(BusReport::json).toList(),
                "offers", offers.stream().map(BusReport::json).toList(),
                "channels", channels.stream().map(BusReport::json).toList());
    }

    private static Map<String, @Nullable Object> json(PartitionEntry entry) {
        PeerFacts facts = entry.partition();
        return Json.object("id", number(facts.partition()), "name", facts.name(),
                "pid", facts.pid(), "uid", facts.uid(), "gid", facts.gid(),
                "regions", entry.regions());
    }

    private static Map<String, @Nullable Object> json(OfferEntry entry) {
        return Json.object("provider", number(entry.provider()), "id", number(entry.offerId()),
                "name", entry.name(), "interfaceId", entry.interfaceId(),
                "instanceId", entry.instanceId(), "flags", entry.flags(),
                "openChannels", entry.openChannels());
    }

    private static Map<String, @Nullable Object> json(ChannelEntry entry) {
        return Json.object("serial", serial(entry),
                "provider", number(entry.provider()),
                "providerRelId", entry.providerRelId().value(),
                "consumer", number(entry.consumer()),
                "consumerRelId", entry.consumerRelId().value(),
                "offer", number(entry.offerId()), "state", state(entry),
                "ringPages", entry.usage().ringPages(), "gpadls", entry.usage().gpadls(),
                "sharedBytes", entry.usage().sharedBytes());
    }

    /// Prints three tables.
    ///
    /// @param detailed whether also what only few want to know
    void print(PrintWriter out, boolean detailed) {
        out.println("partitions: " + partitions.size());
        if (!partitions.isEmpty()) {
            partitions().print(out);
        }
        out.println();
        out.println("offers: " + offers.size());
        if (!offers.isEmpty()) {
            (detailed ? detailedOffers() : offers()).print(out);
        }
        out.println();
        out.println("channels: " + channels.size());
        if (!channels.isEmpty()) {
            (detailed ? detailedChannels() : channels()).print(out);
        }
    }

    private Table partitions() {
        Table table = new Table("ID", "PID", "UID", "GID", "REGIONS", "NAME");
        for (PartitionEntry entry : partitions) {
            PeerFacts facts = entry.partition();
            table.row(number(facts.partition()), facts.pid(), facts.uid(), facts.gid(),
                    entry.regions(), facts.name());
        }
        return table;
    }

    private Table offers() {
        Table table = new Table("PROVIDER", "NAME", "CHANNELS", "INTERFACE");
        offers.forEach(entry -> table.row(label(entry.provider()), entry.name(),
                entry.openChannels(), entry.interfaceId()));
        return table;
    }

    private Table detailedOffers() {
        Table table = new Table(
                "PROVIDER", "ID", "NAME", "CHANNELS", "FLAGS", "INTERFACE", "INSTANCE");
        offers.forEach(entry -> table.row(label(entry.provider()), number(entry.offerId()),
                entry.name(), entry.openChannels(), "0x" + Integer.toHexString(entry.flags()),
                entry.interfaceId(), entry.instanceId()));
        return table;
    }

    private Table channels() {
        Table table = new Table("OFFER", "PROVIDER", "CONSUMER", "STATE", "RINGS KIB",
                "SHARED KIB");
        channels.forEach(entry -> table.row(offer(entry), label(entry.provider()),
                label(entry.consumer()), state(entry), entry.usage().ringPages() * PAGE_KIB,
                entry.usage().sharedBytes() / KIB));
        return table;
    }

    private Table detailedChannels() {
        Table table = new Table("SERIAL", "OFFER", "PROVIDER", "RELID", "CONSUMER", "RELID",
                "STATE", "RINGS KIB", "GPADLS", "SHARED KIB");
        channels.forEach(entry -> table.row(serial(entry), offer(entry), label(entry.provider()),
                entry.providerRelId().value(), label(entry.consumer()),
                entry.consumerRelId().value(), state(entry), entry.usage().ringPages() * PAGE_KIB,
                entry.usage().gpadls(), entry.usage().sharedBytes() / KIB));
        return table;
    }

    private String offer(ChannelEntry entry) {
        Name name = offerNames.get(new OfferKey(entry.provider(), entry.offerId()));
        return label(number(entry.offerId()), name);
    }

    private String label(PartitionId id) {
        return label(number(id), partitionNames.get(id));
    }

    private static String label(long number, @Nullable Name name) {
        return name == null || name.value().isEmpty() ? "" + number : number + " " + name;
    }

    private static long number(PartitionId id) {
        return Integer.toUnsignedLong(id.value());
    }

    private static long number(OfferId id) {
        return Integer.toUnsignedLong(id.value());
    }

    /// As text, because it may be larger than what readers of JSON can count to.
    private static String serial(ChannelEntry entry) {
        return Long.toHexString(entry.serial());
    }

    private static String state(ChannelEntry entry) {
        return entry.state().name().toLowerCase(Locale.ROOT);
    }
}
