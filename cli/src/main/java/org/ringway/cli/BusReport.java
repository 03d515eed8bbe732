// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringway.child.BusListing;
import org.ringway.protocol.RingwayToChild.ChannelEntry;
import org.ringway.protocol.RingwayToChild.OfferEntry;
import org.ringway.protocol.RingwayToChild.PartitionEntry;
import org.ringway.protocol.RingwayToChild.PortEntry;
import org.ringway.protocol.StandardToRoot.OpenChannel;
import org.ringway.wire.PartitionId;
import org.ringway.wire.PeerFacts;

/// What there is on a bus: tables for people, an object for programs.
final class BusReport {
    private static final int PAGE_KIB = 4;
    private static final int KIB = 1024;

    private final List<PartitionEntry> partitions;
    private final List<OfferEntry> offers;
    private final List<ChannelEntry> channels;
    private final List<PortEntry> ports;
    private final BusNames names;

    /// @param listing what the root said
    /// @param self the partition that asked, which is left out
    BusReport(BusListing listing, PartitionId self) {
        this.partitions = listing.partitions().stream()
                .filter(entry -> !entry.partition().partition().equals(self))
                .toList();
        this.offers = listing.offers();
        this.channels = listing.channels();
        this.ports = listing.ports();
        this.names = new BusNames(listing);
    }

    Map<String, @Nullable Object> json() {
        return Json.object(
                "partitions", partitions.stream().map(BusReport::json).toList(),
                "offers", offers.stream().map(BusReport::json).toList(),
                "channels", channels.stream().map(BusReport::json).toList(),
                "ports", ports.stream().map(BusReport::json).toList());
    }

    private static Map<String, @Nullable Object> json(PortEntry entry) {
        return Json.object("partition", BusNames.number(entry.owner()),
                "port", BusNames.number(entry.port()), "kind", kind(entry),
                "waiting", entry.waiting());
    }

    private static Map<String, @Nullable Object> json(PartitionEntry entry) {
        PeerFacts facts = entry.partition();
        return Json.object("id", BusNames.number(facts.partition()), "name", facts.name(),
                "pid", facts.pid(), "uid", facts.uid(), "gid", facts.gid(),
                "regions", entry.regions());
    }

    private static Map<String, @Nullable Object> json(OfferEntry entry) {
        return Json.object("provider", BusNames.number(entry.provider()),
                "id", BusNames.number(entry.offerId()),
                "name", entry.name(), "interfaceId", entry.interfaceId(),
                "instanceId", entry.instanceId(), "flags", entry.flags(),
                "openChannels", entry.openChannels());
    }

    private static Map<String, @Nullable Object> json(ChannelEntry entry) {
        return Json.object("channel", BusNames.channel(entry),
                "provider", BusNames.number(entry.provider()),
                "providerRelId", entry.providerRelId().value(),
                "consumer", BusNames.number(entry.consumer()),
                "consumerRelId", entry.consumerRelId().value(),
                "offer", BusNames.number(entry.offerId()), "state", state(entry),
                "subchannel", entry.subchannelIndex(), "targetCpu",
                entry.targetVp() == OpenChannel.NO_INTERRUPT ? null
                        : Integer.toUnsignedLong(entry.targetVp()),
                "ringPages", entry.usage().ringPages(), "gpadls", entry.usage().gpadls(),
                "sharedBytes", entry.usage().sharedBytes());
    }

    /// Prints three tables, and a fourth if there are ports.
    void print(PrintWriter out) {
        out.println("partitions: " + partitions.size());
        if (!partitions.isEmpty()) {
            partitions().print(out);
        }
        out.println();
        out.println("offers: " + offers.size());
        if (!offers.isEmpty()) {
            offers().print(out);
        }
        out.println();
        out.println("channels: " + channels.size());
        if (!channels.isEmpty()) {
            channels().print(out);
        }
        if (!ports.isEmpty()) {
            out.println();
            out.println("ports: " + ports.size());
            ports().print(out);
        }
    }

    private Table partitions() {
        Table table = new Table("ID", "PID", "UID", "GID", "REGIONS", "NAME");
        for (PartitionEntry entry : partitions) {
            PeerFacts facts = entry.partition();
            table.row(BusNames.number(facts.partition()), facts.pid(), facts.uid(), facts.gid(),
                    entry.regions(), facts.name());
        }
        return table;
    }

    private Table offers() {
        Table table = new Table("PROVIDER", "NAME", "CHANNELS", "INTERFACE");
        offers.forEach(entry -> table.row(names.partition(entry.provider()), entry.name(),
                entry.openChannels(), entry.interfaceId()));
        return table;
    }

    private Table channels() {
        Table table = new Table("CHANNEL", "OFFER", "PROVIDER", "CONSUMER", "STATE",
                "RINGS KIB", "SHARED KIB");
        channels.forEach(entry -> table.row(BusNames.channel(entry), names.offer(entry),
                names.partition(entry.provider()), names.partition(entry.consumer()), state(entry),
                entry.usage().ringPages() * PAGE_KIB, entry.usage().sharedBytes() / KIB));
        return table;
    }

    private Table ports() {
        Table table = new Table("PARTITION", "PORT", "KIND", "WAITING");
        ports.forEach(entry -> table.row(names.partition(entry.owner()),
                BusNames.number(entry.port()), kind(entry), entry.waiting()));
        return table;
    }

    private static String kind(PortEntry entry) {
        return entry.kind().name().toLowerCase(Locale.ROOT);
    }

    private static String state(ChannelEntry entry) {
        return entry.state().name().toLowerCase(Locale.ROOT);
    }
}
