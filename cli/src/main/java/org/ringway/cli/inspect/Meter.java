// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.inspect;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.ringway.child.BusListing;
import org.ringway.cli.inspect.ChannelRate.Flow;
import org.ringway.cli.inspect.ChannelRate.Ring;
import org.ringway.inspect.InspectTree;
import org.ringway.inspect.InspectTree.Branch;
import org.ringway.protocol.RingwayToChild.ChannelEntry;
import org.ringway.wire.PartitionId;

/// Makes rates of the counters of two surveys, one after the other.
final class Meter {
    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    /// One side of a channel.
    private record Side(long channel, boolean consumer) {}

    /// What a side has counted.
    private record Reading(long nanos, Branch channel) {
        long since(Reading before, String... path) {
            return Math.max(0, channel.number(path) - before.channel.number(path));
        }
    }

    private Map<Side, Reading> last = Map.of();

    /// {@return what has happened since the last call}
    ///
    /// @param listing the root's list
    /// @param sights what the partitions have said
    List<ChannelRate> next(BusListing listing, List<Sight> sights) {
        Map<Side, Reading> before = last;
        last = readings(listing, sights);
        return listing.channels().stream()
                .map(channel -> new ChannelRate(channel, flow(channel, before)))
                .toList();
    }

    private static Map<Side, Reading> readings(BusListing listing, List<Sight> sights) {
        ChannelNames names = new ChannelNames(listing);
        Map<Side, Reading> readings = new HashMap<>();
        for (Sight sight : sights) {
            if (sight.state() instanceof Branch state
                    && state.child(ChannelNames.CHANNELS) instanceof Branch channels) {
                for (InspectTree each : channels.children()) {
                    if (each instanceof Branch channel) {
                        read(names, sight, channel, readings);
                    }
                }
            }
        }
        return readings;
    }

    private static void read(
            ChannelNames names, Sight sight, Branch channel, Map<Side, Reading> readings) {
        PartitionId partition = sight.partition();
        if (names.find(partition, channel) instanceof ChannelEntry entry) {
            boolean consumer = entry.consumer().equals(partition)
                    && entry.consumerRelId().value() == channel.number("channelId");
            readings.put(new Side(entry.serial(), consumer), new Reading(sight.nanos(), channel));
        }
    }

    /// As the consumer sees it, or else the provider.
    private @Nullable Flow flow(ChannelEntry channel, Map<Side, Reading> before) {
        Side consumer = new Side(channel.serial(), true);
        Side provider = new Side(channel.serial(), false);
        if (last.get(consumer) instanceof Reading now
                && before.get(consumer) instanceof Reading then) {
            return new Flow(ring("outgoing", then, now), ring("incoming", then, now),
                    signals(then, now));
        }
        if (last.get(provider) instanceof Reading now
                && before.get(provider) instanceof Reading then) {
            return new Flow(ring("incoming", then, now), ring("outgoing", then, now),
                    signals(then, now));
        }
        return null;
    }

    private static Ring ring(String name, Reading then, Reading now) {
        long bytes = now.channel.number(name, "dataBytes");
        return new Ring(now.since(then, name, "packets") / seconds(then, now),
                bytes == 0 ? 0 : (double) now.channel.number(name, "occupiedBytes") / bytes);
    }

    private static double signals(Reading then, Reading now) {
        return (now.since(then, "signals", "sent") + now.since(then, "signals", "received"))
                / seconds(then, now);
    }

    private static double seconds(Reading then, Reading now) {
        return Math.max(1, now.nanos - then.nanos) / NANOS_PER_SECOND;
    }
}
