// SPDX-License-Identifier: Apache-2.0
package org.ringway.netty;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.MessageSizeEstimator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DuplexChannelConfig;
import java.util.Map;
import org.ringway.pipe.StreamOptions;
import org.ringway.platform.Platform;

/// The options of an [HvSocketChannel], beside those of every channel. Those of TCP are remembered
/// and mean nothing.
///
/// | option | means |
/// |---|---|
/// | `ALLOW_HALF_CLOSURE` | the end of the stream is an event, and does not close the channel |
/// | `CONNECT_TIMEOUT_MILLIS` | how long connecting may take |
/// | `SO_SNDBUF`, `SO_RCVBUF` | how many bytes the rings hold; see [#setStreamOptions] |
/// | `SO_LINGER` | 0 makes closing a reset; every other number means nothing |
///
/// - **Thread:** any.
public final class HvSocketChannelConfig extends DefaultChannelConfig
        implements DuplexChannelConfig {
    private final AbstractHvChannel owner;
    private final IgnoredOptions ignored = new IgnoredOptions();
    private volatile StreamOptions streamOptions = StreamOptions.DEFAULT;
    private volatile boolean allowHalfClosure;
    private volatile int linger = -1;

    HvSocketChannelConfig(AbstractHvChannel owner) {
        super(owner);
        this.owner = owner;
    }

    /// {@return how large the rings are that the channel connects with}
    public StreamOptions getStreamOptions() {
        return streamOptions;
    }

    /// Says how large the rings are to be; before the channel is registered, on the side that
    /// connects.
    ///
    /// @param options how large; how to wait is the event loop's business
    /// @return this
    public HvSocketChannelConfig setStreamOptions(StreamOptions options) {
        streamOptions = options;
        return this;
    }

    /// {@return what [java.net.Socket#getSoLinger] says}
    public int getSoLinger() {
        return linger;
    }

    /// Says what closing means.
    ///
    /// @param seconds 0 makes it a reset
    /// @return this
    public HvSocketChannelConfig setSoLinger(int seconds) {
        linger = seconds;
        return this;
    }

    @Override
    public boolean isAllowHalfClosure() {
        return allowHalfClosure;
    }

    @Override
    public HvSocketChannelConfig setAllowHalfClosure(boolean allow) {
        allowHalfClosure = allow;
        return this;
    }

    private int sendBytes() {
        return (streamOptions.outgoingPages() - 1) * Platform.PAGE_BYTES;
    }

    private int receiveBytes() {
        return (streamOptions.incomingPages() - 1) * Platform.PAGE_BYTES;
    }

    @Override
    public Map<ChannelOption<?>, Object> getOptions() {
        Map<ChannelOption<?>, Object> all = super.getOptions();
        all.putAll(ignored.all());
        all.put(ChannelOption.SO_SNDBUF, sendBytes());
        all.put(ChannelOption.SO_RCVBUF, receiveBytes());
        all.put(ChannelOption.SO_LINGER, linger);
        all.put(ChannelOption.ALLOW_HALF_CLOSURE, allowHalfClosure);
        return all;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T getOption(ChannelOption<T> option) {
        if (option == ChannelOption.SO_SNDBUF) {
            return (T) Integer.valueOf(sendBytes());
        }
        if (option == ChannelOption.SO_RCVBUF) {
            return (T) Integer.valueOf(receiveBytes());
        }
        if (option == ChannelOption.SO_LINGER) {
            return (T) Integer.valueOf(linger);
        }
        if (option == ChannelOption.ALLOW_HALF_CLOSURE) {
            return (T) Boolean.valueOf(allowHalfClosure);
        }
        return ignored.has(option) ? ignored.get(option) : super.getOption(option);
    }

    @Override
    public <T> boolean setOption(ChannelOption<T> option, T value) {
        validate(option, value);
        if (option == ChannelOption.SO_SNDBUF) {
            streamOptions = streamOptions.withBytes((Integer) value, receiveBytes());
        } else if (option == ChannelOption.SO_RCVBUF) {
            streamOptions = streamOptions.withBytes(sendBytes(), (Integer) value);
        } else if (option == ChannelOption.SO_LINGER) {
            linger = (Integer) value;
        } else if (option == ChannelOption.ALLOW_HALF_CLOSURE) {
            allowHalfClosure = (Boolean) value;
        } else {
            return ignored.set(option, value) || super.setOption(option, value);
        }
        return true;
    }

    @Override
    protected void autoReadCleared() {
        owner.clearReadPending();
    }

    // ---- the same, with this type for a result

    @Override
    public HvSocketChannelConfig setConnectTimeoutMillis(int millis) {
        super.setConnectTimeoutMillis(millis);
        return this;
    }

    @Override
    @Deprecated
    public HvSocketChannelConfig setMaxMessagesPerRead(int most) {
        super.setMaxMessagesPerRead(most);
        return this;
    }

    @Override
    public HvSocketChannelConfig setWriteSpinCount(int count) {
        super.setWriteSpinCount(count);
        return this;
    }

    @Override
    public HvSocketChannelConfig setAllocator(ByteBufAllocator allocator) {
        super.setAllocator(allocator);
        return this;
    }

    @Override
    public HvSocketChannelConfig setRecvByteBufAllocator(RecvByteBufAllocator allocator) {
        super.setRecvByteBufAllocator(allocator);
        return this;
    }

    @Override
    public HvSocketChannelConfig setAutoRead(boolean autoRead) {
        super.setAutoRead(autoRead);
        return this;
    }

    @Override
    public HvSocketChannelConfig setAutoClose(boolean autoClose) {
        super.setAutoClose(autoClose);
        return this;
    }

    @Override
    public HvSocketChannelConfig setMessageSizeEstimator(MessageSizeEstimator estimator) {
        super.setMessageSizeEstimator(estimator);
        return this;
    }

    @Override
    public HvSocketChannelConfig setWriteBufferWaterMark(WriteBufferWaterMark mark) {
        super.setWriteBufferWaterMark(mark);
        return this;
    }
}
