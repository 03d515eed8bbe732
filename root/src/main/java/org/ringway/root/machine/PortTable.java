// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;

/// The channel ids of one link.
/// New ones go round, so that a number comes back as late as possible.
final class PortTable {
    private final Map<RelId, Port> ports = new HashMap<>();
    private int last;

    @Nullable Port get(RelId relId) {
        return ports.get(relId);
    }

    /// A copy, because whoever looks at them may remove some.
    List<Port> all() {
        return List.copyOf(ports.values());
    }

    void add(Port port) {
        ports.put(port.relId(), port);
    }

    void remove(Port port) {
        ports.remove(port.relId());
    }

    int size() {
        return ports.size();
    }

    boolean isFull() {
        return ports.size() >= RelId.MAX;
    }

    RelId free() {
        for (int tried = 0; tried < RelId.MAX; tried++) {
            last = last % RelId.MAX + 1;
            RelId candidate = new RelId(last);
            if (!ports.containsKey(candidate)) {
                return candidate;
            }
        }
        throw new Refusal(Status.INSUFFICIENT_RESOURCES,
                "no channel id is free: used=" + ports.size() + " max=" + RelId.MAX);
    }

    /// Channels in which the link's owner has this kind of part.
    long channels(Class<? extends Port> kind) {
        return ports.values().stream()
                .filter(port -> kind.isInstance(port) && port.channel() != null)
                .count();
    }
}
