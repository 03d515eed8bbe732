// SPDX-License-Identifier: Apache-2.0
package org.ringway.netty;

import io.netty.channel.ChannelOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Options of TCP that programs set and that mean nothing between partitions: remembered.
///
/// - **Thread:** any.
final class IgnoredOptions {
    private static final Map<ChannelOption<?>, Object> DEFAULTS = Map.of(
            ChannelOption.TCP_NODELAY, true,
            ChannelOption.SO_KEEPALIVE, false,
            ChannelOption.SO_REUSEADDR, false,
            ChannelOption.SO_TIMEOUT, 0,
            ChannelOption.IP_TOS, 0,
            ChannelOption.TCP_FASTOPEN, 0,
            ChannelOption.TCP_FASTOPEN_CONNECT, false);

    private final Map<ChannelOption<?>, Object> values = new ConcurrentHashMap<>(DEFAULTS);

    boolean has(ChannelOption<?> option) {
        return values.containsKey(option);
    }

    @SuppressWarnings("unchecked")
    <T> T get(ChannelOption<T> option) {
        return (T) values.get(option);
    }

    /// {@return whether it is one of them}
    <T> boolean set(ChannelOption<T> option, T value) {
        return values.computeIfPresent(option, (_, _) -> value) != null;
    }

    Map<ChannelOption<?>, Object> all() {
        return values;
    }
}
