// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringway.child.BusListing;
import org.ringway.cli.BusNames;
import org.ringway.cli.CommandFailure;
import org.ringway.protocol.RingwayToChild.ChannelEntry;
import org.ringway.protocol.RingwayToChild.PartitionEntry;
import org.ringway.wire.PartitionId;
import org.ringway.wire.RelId;

/// A partition to ask, and for what.
///
/// @param entry who
/// @param channel its id of the one channel in question, or null for everything
record Target(PartitionEntry entry, @Nullable RelId channel) {
    /// {@return every partition but the one that asks}
    static List<Target> all(BusListing listing, PartitionId self) {
        return listing.partitions().stream()
                .filter(entry -> !entry.partition().partition().equals(self))
                .map(entry -> new Target(entry, null))
                .toList();
    }

    /// {@return the partitions that a word names by number or name, or both sides of a channel}
    ///
    /// @throws CommandFailure if it names nothing
    static List<Target> named(String word, BusListing listing, PartitionId self) {
        List<Target> found = new ArrayList<>(all(listing, self).stream()
                .filter(target -> isCalled(target.entry, word)).toList());
        for (ChannelEntry channel : listing.channels()) {
            if (found.isEmpty() && BusNames.channel(channel).equals(word)) {
                side(listing, channel.consumer(), channel.consumerRelId()).ifPresent(found::add);
                side(listing, channel.provider(), channel.providerRelId()).ifPresent(found::add);
            }
        }
        if (found.isEmpty()) {
            throw new CommandFailure("no such partition or channel: name=" + word,
                    "'ringway ls' has the names and numbers of partitions, and channels as c1");
        }
        return List.copyOf(found);
    }

    private static boolean isCalled(PartitionEntry entry, String word) {
        return entry.partition().name().value().equals(word)
                || Long.toString(BusNames.number(entry.partition().partition())).equals(word);
    }

    private static Optional<Target> side(BusListing listing, PartitionId id, RelId channel) {
        return listing.partitions().stream()
                .filter(entry -> entry.partition().partition().equals(id))
                .map(entry -> new Target(entry, channel))
                .findFirst();
    }
}
