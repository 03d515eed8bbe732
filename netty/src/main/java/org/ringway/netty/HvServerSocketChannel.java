// SPDX-License-Identifier: Apache-2.0
package org.ringway.netty;

import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.ServerChannel;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringway.child.ChildPartition;
import org.ringway.sockets.HvChannel;
import org.ringway.sockets.HvServerChannel;
import org.ringway.sockets.HvSocketAddress;
import org.ringway.sockets.HvWaitSet;
import org.ringway.sockets.WaitKey;

/// Takes connections of other partitions; its children are [HvSocketChannel].
///
/// - **Thread:** any. **Blocking:** binding holds up the event loop until the root has answered.
public final class HvServerSocketChannel extends AbstractHvChannel implements ServerChannel {
    private final HvServerSocketChannelConfig config = new HvServerSocketChannelConfig(this);
    private volatile @Nullable HvServerChannel listening;
    private volatile boolean closed;

    /// A channel that listens when it is bound, in the partition of its event loop.
    public HvServerSocketChannel() {
        super(null, WaitKey.ACCEPT);
    }

    @Override
    public HvServerSocketChannelConfig config() {
        return config;
    }

    @Override
    public boolean isOpen() {
        HvServerChannel made = listening;
        return !closed && (made == null || made.isOpen());
    }

    @Override
    public boolean isActive() {
        HvServerChannel made = listening;
        return made != null && made.isOpen() && made.getLocalAddress() != null;
    }

    @Override
    public @Nullable HvSocketAddress localAddress() {
        return (HvSocketAddress) super.localAddress();
    }

    @Override
    protected @Nullable SocketAddress localAddress0() {
        HvServerChannel made = listening;
        return made == null ? null : made.getLocalAddress();
    }

    /// {@return null, as of every channel that listens}
    @Override
    public @Nullable HvSocketAddress remoteAddress() {
        return null;
    }

    @Override
    protected @Nullable SocketAddress remoteAddress0() {
        return null;
    }

    @Override
    protected void doBind(SocketAddress local) throws IOException {
        HvServerChannel made = listening;
        if (made != null) {
            made.bind(checked(local), config.getBacklog());
        }
    }

    @Override
    protected void doClose() throws IOException {
        closed = true;
        HvServerChannel made = listening;
        if (made != null) {
            made.close();
        }
    }

    @Override
    protected void doDisconnect() {
        throw new UnsupportedOperationException("a channel that listens is connected to nobody");
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer in) {
        throw new UnsupportedOperationException("a channel that listens cannot write");
    }

    @Override
    protected Object filterOutboundMessage(Object message) {
        throw new UnsupportedOperationException("a channel that listens cannot write");
    }

    @Override
    protected AbstractUnsafe newUnsafe() {
        return new ServerUnsafe();
    }

    private final class ServerUnsafe extends HvUnsafe {
        private final List<HvSocketChannel> accepted = new ArrayList<>();

        @Override
        public WaitKey enter(ChildPartition self, HvWaitSet set, Object attachment)
                throws IOException {
            HvServerChannel made = listening;
            if (made == null) {
                made = HvServerChannel.open(self).configureBlocking(false);
                listening = made;
            }
            return set.register(made, attachment).interestOps(0);
        }

        @Override
        public void connect(SocketAddress remote, SocketAddress local, ChannelPromise promise) {
            safeSetFailure(promise,
                    new UnsupportedOperationException("a channel that listens cannot connect"));
        }

        @Override
        void ready(HvReadiness readiness) {
            var handle = recvBufAllocHandle();
            handle.reset(config);
            Throwable failure = null;
            try {
                accept(handle);
            } catch (Throwable e) {
                failure = e;
            }
            for (HvSocketChannel each : accepted) {
                readHappened();
                pipeline().fireChannelRead(each);
            }
            accepted.clear();
            handle.readComplete();
            pipeline().fireChannelReadComplete();
            if (failure != null) {
                // It is final: closed here, or refused by a new root.
                pipeline().fireExceptionCaught(failure);
                close(voidPromise());
            }
            readDone();
        }

        @SuppressWarnings("deprecation")
        private void accept(RecvByteBufAllocator.Handle handle) throws IOException {
            HvServerChannel made = listening;
            HvChannel next = made == null ? null : made.accept();
            while (next != null) {
                accepted.add(new HvSocketChannel(HvServerSocketChannel.this, next));
                handle.incMessagesRead(1);
                next = handle.continueReading() ? made.accept() : null;
            }
        }
    }
}
