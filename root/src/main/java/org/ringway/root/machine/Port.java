// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringway.memory.GpadlId;
import org.ringway.wire.RelId;

/// A channel id of one link, and what that side grants under it.
abstract sealed class Port permits ConsumerPort, ProviderPort {
    private final Partition partition;
    private final RelId relId;
    private final Map<GpadlId, Gpadl> gpadls = new LinkedHashMap<>();
    private @Nullable Channel channel;

    Port(Partition partition, RelId relId) {
        this.partition = partition;
        this.relId = relId;
    }

    Partition partition() {
        return partition;
    }

    RelId relId() {
        return relId;
    }

    /// The channel that this id stands for now.
    @Nullable Channel channel() {
        return channel;
    }

    /// Whether the channel here is, or could only be, a sub-channel.
    boolean isSubchannel() {
        return channel != null && channel.primary() != null
                || this instanceof ConsumerPort consumer && consumer.primary() != null;
    }

    void attach(Channel toChannel) {
        channel = toChannel;
    }

    void detach() {
        channel = null;
    }

    @Nullable Gpadl gpadl(GpadlId id) {
        return gpadls.get(id);
    }

    /// A copy, because whoever looks at them may remove some.
    List<Gpadl> gpadls() {
        return List.copyOf(gpadls.values());
    }

    void add(Gpadl gpadl) {
        gpadls.put(gpadl.id(), gpadl);
    }

    void remove(Gpadl gpadl) {
        gpadls.remove(gpadl.id());
    }
}
