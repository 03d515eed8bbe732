// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import static org.ringway.inspect.InspectTree.branch;
import static org.ringway.inspect.InspectTree.leaf;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringway.inspect.InspectTree;
import org.ringway.inspect.InspectTree.Branch;
import org.ringway.wire.RelId;

/// Describes what a machine knows, for people. Serials are left out: who knows one is believed.
final class Portrait {
    private Portrait() {}

    /// {@return what there is, or null if there is no such channel}
    ///
    /// @param only the one channel in question, or null for everything
    static @Nullable Description of(Tables tables, @Nullable RelId only) {
        Map<ChannelKey, List<InspectTree>> channels = new LinkedHashMap<>();
        for (Channel channel : tables.channels.all()) {
            if (only == null || channel.relId.equals(only) && channel.known) {
                channels.put(channel.key, of(channel));
            }
        }
        if (only != null && channels.isEmpty()) {
            return null;
        }
        return new Description(List.of(
                tables.handshake.inspect(), tables.offers.inspect(), tables.grants.inspect(),
                tables.ports.inspect()),
                channels);
    }

    private static List<InspectTree> of(Channel channel) {
        return List.of(leaf("channelId", channel.relId.value()),
                leaf("role", switch (channel) {
                    case ConsumerChannel _ -> "CONSUMER";
                    case ProviderChannel _ -> "PROVIDER";
                }),
                leaf("subchannelIndex", channel.subchannelIndex()),
                leaf("phase", channel.phase.name()), leaf("knownToRoot", channel.known),
                granted(channel), channel.peerGrants.inspect());
    }

    private static Branch granted(Channel channel) {
        return branch("granted", leaf("gpadls", channel.gpadls.size()),
                leaf("pages", channel.gpadls.stream().mapToLong(OwnGpadl::pages).sum()),
                leaf("creating", count(channel, OwnGpadl.State.CREATING)),
                leaf("tearing", count(channel, OwnGpadl.State.TEARING)),
                leaf("jobs", channel.jobs.size()));
    }

    private static long count(Channel channel, OwnGpadl.State state) {
        return channel.gpadls.stream().filter(gpadl -> gpadl.state == state).count();
    }
}
