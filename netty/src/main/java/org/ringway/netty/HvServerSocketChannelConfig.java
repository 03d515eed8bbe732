// SPDX-License-Identifier: Apache-2.0
package org.ringway.netty;

import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import java.util.Map;
import org.ringway.sockets.HvServerChannel;

/// The options of an [HvServerSocketChannel]: [ChannelOption#SO_BACKLOG] and those of every
/// channel. Those of TCP are remembered and mean nothing.
///
/// - **Thread:** any.
public final class HvServerSocketChannelConfig extends DefaultChannelConfig {
    private final AbstractHvChannel owner;
    private final IgnoredOptions ignored = new IgnoredOptions();
    private volatile int backlog = HvServerChannel.DEFAULT_BACKLOG;

    HvServerSocketChannelConfig(AbstractHvChannel owner) {
        super(owner, new ServerChannelRecvByteBufAllocator());
        this.owner = owner;
    }

    /// {@return how many connections may wait to be accepted; more are refused}
    public int getBacklog() {
        return backlog;
    }

    /// Says how many connections may wait to be accepted; before the channel is bound.
    ///
    /// @param most at least 0, which is the default
    /// @return this
    public HvServerSocketChannelConfig setBacklog(int most) {
        if (most < 0) {
            throw new IllegalArgumentException("backlog is negative: value=" + most);
        }
        backlog = most;
        return this;
    }

    @Override
    public Map<ChannelOption<?>, Object> getOptions() {
        Map<ChannelOption<?>, Object> all = super.getOptions();
        all.putAll(ignored.all());
        all.put(ChannelOption.SO_BACKLOG, backlog);
        return all;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T getOption(ChannelOption<T> option) {
        if (option == ChannelOption.SO_BACKLOG) {
            return (T) Integer.valueOf(backlog);
        }
        return ignored.has(option) ? ignored.get(option) : super.getOption(option);
    }

    @Override
    public <T> boolean setOption(ChannelOption<T> option, T value) {
        validate(option, value);
        if (option == ChannelOption.SO_BACKLOG) {
            setBacklog((Integer) value);
            return true;
        }
        return ignored.set(option, value) || super.setOption(option, value);
    }

    @Override
    protected void autoReadCleared() {
        owner.clearReadPending();
    }
}
