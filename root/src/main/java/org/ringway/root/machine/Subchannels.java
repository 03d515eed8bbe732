// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The sub-channels of one channel.
final class Subchannels {
    /// A wish for more of them that is not answered yet.
    ///
    /// @param from who wishes, by its id of the primary channel
    /// @param indexes what is to be offered
    record Request(Port from, List<Integer> indexes) {}

    /// Ids of the consumer, also those that are rescinded and not released.
    private final Map<Integer, ConsumerPort> offered = new TreeMap<>();
    /// Those that an earlier root brokered.
    private final Set<Channel> kept = new LinkedHashSet<>();
    private @Nullable Request request;

    /// A copy, because whoever looks at them may remove some.
    List<ConsumerPort> offered() {
        return List.copyOf(offered.values());
    }

    int count() {
        return offered.size();
    }

    /// The lowest indexes that are not offered.
    List<Integer> free(int count) {
        return IntStream.iterate(1, index -> index + 1)
                .filter(index -> !offered.containsKey(index)).limit(count).boxed().toList();
    }

    void add(ConsumerPort port) {
        offered.put(port.subchannelIndex(), port);
    }

    void remove(ConsumerPort port) {
        offered.remove(port.subchannelIndex(), port);
    }

    /// A copy, as above.
    List<Channel> kept() {
        return List.copyOf(kept);
    }

    void keep(Channel channel) {
        kept.add(channel);
    }

    void forget(Channel channel) {
        kept.remove(channel);
    }

    @Nullable Request request() {
        return request;
    }

    void await(Request wish) {
        request = wish;
    }

    void answered() {
        request = null;
    }
}
