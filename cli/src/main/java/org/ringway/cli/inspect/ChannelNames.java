// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.inspect;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringway.child.BusListing;
import org.ringway.cli.BusNames;
import org.ringway.inspect.InspectTree;
import org.ringway.inspect.InspectTree.Branch;
import org.ringway.protocol.RingwayToChild.ChannelEntry;
import org.ringway.wire.PartitionId;

/// Which channel of the root's list a partition means by its own id.
final class ChannelNames {
    static final String CHANNELS = "channels";

    private record End(PartitionId partition, long channelId) {}

    private final Map<End, ChannelEntry> ends = new HashMap<>();

    ChannelNames(BusListing listing) {
        for (ChannelEntry channel : listing.channels()) {
            ends.put(new End(channel.consumer(), channel.consumerRelId().value()), channel);
            ends.put(new End(channel.provider(), channel.providerRelId().value()), channel);
        }
    }

    /// {@return the channel, or null if the root has not, or not any more}
    @Nullable ChannelEntry find(PartitionId partition, Branch channel) {
        return ends.get(new End(partition, channel.number("channelId")));
    }

    /// {@return the same state; its channels are called as the root's list does, as far as it has
    /// them}
    Branch named(PartitionId partition, Branch state) {
        return new Branch(state.name(), state.children().stream()
                .map(child -> child instanceof Branch(String name, var channels)
                        && name.equals(CHANNELS)
                        ? new Branch(CHANNELS, named(partition, channels)) : child)
                .toList());
    }

    private List<InspectTree> named(PartitionId partition, List<InspectTree> channels) {
        return channels.stream().<InspectTree>map(channel -> channel instanceof Branch branch
                && find(partition, branch) instanceof ChannelEntry entry
                ? new Branch(BusNames.channel(entry), branch.children()) : channel).toList();
    }
}
