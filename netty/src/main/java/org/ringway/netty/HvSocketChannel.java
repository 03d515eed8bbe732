// SPDX-License-Identifier: Apache-2.0
package org.ringway.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import org.jspecify.annotations.Nullable;
import org.ringway.child.ChildPartition;
import org.ringway.sockets.HvChannel;
import org.ringway.sockets.HvSocketAddress;
import org.ringway.sockets.HvWaitSet;
import org.ringway.sockets.WaitKey;
import org.ringway.wire.PeerFacts;

/// A stream of bytes each way to another partition.
///
/// It takes [ByteBuf] and [FileRegion]. Bytes are copied once, between the buffer, direct or not,
/// and the ring.
///
/// - **Thread:** any.
/// - **Back-pressure:** the channel is writable until the ring is full and the high mark passed;
///   without reading, with `AUTO_READ` off, the ring fills and the other side has to wait.
/// - **End:** the other side's end of the stream closes the channel, or is a
///   [io.netty.channel.socket.ChannelInputShutdownEvent] with `ALLOW_HALF_CLOSURE`. Its death or an
///   abort is a [java.net.SocketException], then the channel is closed.
/// - **Connecting** fails with [java.net.ConnectException] if nobody listens or a rule says no,
///   [java.net.NoRouteToHostException] if there is no such partition, and
///   [io.netty.channel.ConnectTimeoutException].
public final class HvSocketChannel extends AbstractHvChannel implements DuplexChannel {
    private final HvSocketChannelConfig config = new HvSocketChannelConfig(this);
    private final Runnable flush = () -> streamUnsafe().flushAgain();
    private volatile @Nullable HvChannel stream;
    private volatile boolean closed;
    private volatile boolean inputShutdown;
    private volatile boolean outputShutdown;

    /// A channel that connects, in the partition of its event loop.
    public HvSocketChannel() {
        super(null, WaitKey.READ);
    }

    HvSocketChannel(Channel parent, HvChannel accepted) throws IOException {
        super(parent, WaitKey.READ);
        this.stream = accepted.configureBlocking(false);
    }

    /// {@return who the other partition is, as the root vouches: number, name, pid, uid and gid}
    /// @throws NotYetConnectedException if there is none
    public PeerFacts peer() {
        return connected().peer();
    }

    /// {@return the channel under this one}
    HvChannel connected() {
        HvChannel made = stream;
        if (made == null) {
            throw new NotYetConnectedException();
        }
        return made;
    }

    @Override
    public HvSocketChannelConfig config() {
        return config;
    }

    @Override
    public boolean isOpen() {
        HvChannel made = stream;
        return !closed && (made == null || made.isOpen());
    }

    @Override
    public boolean isActive() {
        HvChannel made = stream;
        return made != null && made.isOpen() && made.isConnected();
    }

    @Override
    public @Nullable HvSocketAddress localAddress() {
        return (HvSocketAddress) super.localAddress();
    }

    @Override
    public @Nullable HvSocketAddress remoteAddress() {
        return (HvSocketAddress) super.remoteAddress();
    }

    @Override
    protected @Nullable SocketAddress localAddress0() {
        HvChannel made = stream;
        return made == null ? null : made.getLocalAddress();
    }

    @Override
    protected @Nullable SocketAddress remoteAddress0() {
        HvChannel made = stream;
        return made == null ? null : made.getRemoteAddress();
    }

    @Override
    protected void doBind(SocketAddress local) {
        throw new UnsupportedOperationException(
                "who connects has no address to choose: local=" + local);
    }

    @Override
    protected void doDisconnect() throws IOException {
        doClose();
    }

    @Override
    protected void doClose() throws IOException {
        closed = true;
        streamUnsafe().giveUpConnecting(new ClosedChannelException());
        HvChannel made = stream;
        if (made != null && config.getSoLinger() == 0 && made.isConnected()) {
            made.abort();
        } else if (made != null) {
            made.close();
        }
    }

    // ---- writing

    @Override
    protected Object filterOutboundMessage(Object message) {
        return switch (message) {
            case ByteBuf bytes when bytes.nioBufferCount() < 1 -> copied(bytes);
            case ByteBuf bytes -> bytes;
            case FileRegion region -> region;
            default -> throw new UnsupportedOperationException("neither ByteBuf nor FileRegion:"
                    + " type=" + message.getClass().getName());
        };
    }

    /// Of a buffer that cannot show its bytes.
    private ByteBuf copied(ByteBuf bytes) {
        try {
            return alloc().directBuffer(bytes.readableBytes()).writeBytes(bytes);
        } finally {
            bytes.release();
        }
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer in) throws IOException {
        for (int left = config.getWriteSpinCount(); !in.isEmpty(); left--) {
            if (left == 0) {
                unwant(WaitKey.WRITE);
                eventLoop().execute(flush);
                return;
            }
            if (!OutboundBytes.write(in, connected(), config.getStreamOptions())) {
                want(WaitKey.WRITE);
                return;
            }
        }
        unwant(WaitKey.WRITE);
    }

    // ---- halves

    @Override
    public boolean isInputShutdown() {
        return inputShutdown || !isActive();
    }

    @Override
    public boolean isOutputShutdown() {
        return outputShutdown || !isActive();
    }

    @Override
    public boolean isShutdown() {
        return isInputShutdown() && isOutputShutdown();
    }

    @Override
    protected void doShutdownOutput() throws IOException {
        connected().shutdownOutput();
        outputShutdown = true;
    }

    private void doShutdownInput() throws IOException {
        connected().shutdownInput();
        inputShutdown = true;
    }

    @Override
    public ChannelFuture shutdownOutput() {
        return shutdownOutput(newPromise());
    }

    @Override
    public ChannelFuture shutdownOutput(ChannelPromise promise) {
        inLoop(() -> streamUnsafe().shutdownOutput(promise));
        return promise;
    }

    @Override
    public ChannelFuture shutdownInput() {
        return shutdownInput(newPromise());
    }

    @Override
    public ChannelFuture shutdownInput(ChannelPromise promise) {
        inLoop(() -> {
            try {
                doShutdownInput();
                promise.trySuccess();
            } catch (IOException | RuntimeException e) {
                promise.tryFailure(e);
            }
        });
        return promise;
    }

    @Override
    public ChannelFuture shutdown() {
        return shutdown(newPromise());
    }

    /// The first failure counts.
    @Override
    public ChannelFuture shutdown(ChannelPromise promise) {
        shutdownOutput().addListener(output -> shutdownInput().addListener(input -> {
            if (!output.isSuccess()) {
                promise.tryFailure(output.cause());
            } else if (!input.isSuccess()) {
                promise.tryFailure(input.cause());
            } else {
                promise.trySuccess();
            }
        }));
        return promise;
    }

    private void inLoop(Runnable task) {
        if (eventLoop().inEventLoop()) {
            task.run();
        } else {
            eventLoop().execute(task);
        }
    }

    @Override
    protected AbstractUnsafe newUnsafe() {
        return new StreamUnsafe();
    }

    private StreamUnsafe streamUnsafe() {
        return (StreamUnsafe) unsafe();
    }

    private final class StreamUnsafe extends HvUnsafe {
        private final InboundBytes inbound = new InboundBytes(HvSocketChannel.this);
        private @Nullable ChannelPromise connecting;

        @Override
        public WaitKey enter(ChildPartition self, HvWaitSet set, Object attachment)
                throws IOException {
            HvChannel made = stream;
            if (made == null) {
                made = HvChannel.open(self, config.getStreamOptions()).configureBlocking(false);
                stream = made;
            }
            return set.register(made, 0, attachment);
        }

        @Override
        public void connect(SocketAddress remote, @Nullable SocketAddress local,
                ChannelPromise promise) {
            if (promise.isDone() || !ensureOpen(promise)) {
                return;
            }
            try {
                if (local != null) {
                    doBind(local);
                }
                connected().connect(checked(remote), Patience.of(config.getConnectTimeoutMillis()));
                connecting = promise;
                promise.addListener(outcome -> {
                    if (outcome.isCancelled()) {
                        close(voidPromise());
                    }
                });
                want(WaitKey.CONNECT);
            } catch (IOException | RuntimeException e) {
                promise.tryFailure(e);
                closeIfClosed();
            }
        }

        private void finishConnecting() {
            ChannelPromise promise = connecting;
            try {
                if (promise == null || !connected().finishConnect()) {
                    return;
                }
            } catch (IOException | RuntimeException e) {
                giveUpConnecting(Patience.named(e));
                closeIfClosed();
                return;
            }
            connecting = null;
            unwant(WaitKey.CONNECT);
            boolean wanted = promise.trySuccess();
            if (isActive()) {
                pipeline().fireChannelActive();
            }
            if (!wanted) {
                close(voidPromise());
            }
        }

        void giveUpConnecting(Throwable reason) {
            ChannelPromise promise = connecting;
            connecting = null;
            if (promise != null) {
                promise.tryFailure(reason);
            }
        }

        @Override
        void ready(HvReadiness readiness) {
            if (readiness.has(WaitKey.CONNECT)) {
                finishConnecting();
            }
            if (readiness.has(WaitKey.WRITE)) {
                super.flush0();
            }
            if (readiness.has(WaitKey.READ) && isActive()) {
                read();
            }
        }

        private void read() {
            if (inputShutdown && (inbound.isOver() || !config.isAllowHalfClosure())) {
                clearReadPending();
                return;
            }
            try {
                if (inbound.read(recvBufAllocHandle())) {
                    ended();
                }
            } finally {
                readDone();
            }
        }

        /// The other side has ended its stream, or reading it fails.
        private void ended() {
            if (inputShutdown) {
                inbound.over();
            } else if (isActive() && config.isAllowHalfClosure() && !inbound.hasFailed()) {
                shutdownInput();
                inbound.announceEnd();
            } else {
                close(voidPromise());
            }
        }

        /// While there is something to write and no room, the doorbell says when to go on.
        @Override
        protected void flush0() {
            if (!wants(WaitKey.WRITE)) {
                super.flush0();
            }
        }

        void flushAgain() {
            flush0();
        }
    }
}
