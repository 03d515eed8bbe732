// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringway.wire.RelId;

/// The channels of one partition, by the root's id and by their own key.
final class ChannelTable {
    private final Map<ChannelKey, Channel> byKey = new LinkedHashMap<>();
    private final Map<RelId, Channel> byRelId = new LinkedHashMap<>();
    private long keys;

    ChannelKey newKey() {
        return new ChannelKey(++keys);
    }

    void add(Channel channel) {
        byKey.put(channel.key, channel);
        byRelId.put(channel.relId, channel);
    }

    @Nullable Channel get(ChannelKey key) {
        return byKey.get(key);
    }

    @Nullable Channel get(RelId relId) {
        return byRelId.get(relId);
    }

    @Nullable ConsumerChannel consumer(RelId relId) {
        return get(relId) instanceof ConsumerChannel channel ? channel : null;
    }

    @Nullable ProviderChannel provider(RelId relId) {
        return get(relId) instanceof ProviderChannel channel ? channel : null;
    }

    /// {@return the open channel to which a sub-channel of this offer would belong, or null}
    @Nullable ConsumerChannel primaryOf(SeenOffer subchannel) {
        if (!subchannel.isSubchannel()) {
            return null;
        }
        for (Channel channel : byKey.values()) {
            if (channel instanceof ConsumerChannel consumer && consumer.primary() == null
                    && consumer.phase == Channel.Phase.OPEN && consumer.known && !consumer.kept
                    && consumer.wish.offer().isOfSameService(subchannel)) {
                return consumer;
            }
        }
        return null;
    }

    /// The id means nothing any more to the root, the channel still does here.
    void unlist(Channel channel) {
        channel.known = false;
        byRelId.remove(channel.relId, channel);
    }

    void remove(Channel channel) {
        byKey.remove(channel.key);
        byRelId.remove(channel.relId, channel);
    }

    /// {@return a copy, in the order of their making}
    List<Channel> all() {
        return new ArrayList<>(byKey.values());
    }
}
