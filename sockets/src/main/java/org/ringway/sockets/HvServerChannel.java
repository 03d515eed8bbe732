// SPDX-License-Identifier: Apache-2.0
package org.ringway.sockets;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.ringway.BusException;
import org.ringway.child.ChildPartition;
import org.ringway.child.StreamListener;
import org.ringway.child.Streams;
import org.ringway.pipe.RingStream;
import org.ringway.pipe.StreamOptions;
import org.ringway.wire.Name;

/// Takes connections of other partitions, as a channel.
///
/// - **Thread:** any. **Blocking:** [#accept], until [#configureBlocking] says otherwise.
/// - **Interruption, asynchronous close:** as NIO defines it.
public final class HvServerChannel extends AbstractInterruptibleChannel {
    /// How many connections may wait to be accepted unless somebody says another number.
    public static final int DEFAULT_BACKLOG = 64;

    private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);

    private final Streams streams;
    private final StreamOptions options;
    private final Object lock = new Object();
    private volatile boolean blocking = true;
    private volatile @Nullable StreamListener listener;
    private volatile @Nullable HvSocketAddress local;
    /// Under the lock.
    private @Nullable Runnable watcher;

    private HvServerChannel(Streams streams, StreamOptions options) {
        this.streams = streams;
        this.options = options;
    }

    /// {@return a channel that does not listen yet}
    ///
    /// @param self the partition that listens
    public static HvServerChannel open(ChildPartition self) {
        return open(self, StreamOptions.DEFAULT);
    }

    /// {@return a channel that does not listen yet}
    ///
    /// @param self the partition that listens
    /// @param options how accepted streams wait; their rings are as large as who connects made them
    public static HvServerChannel open(ChildPartition self, StreamOptions options) {
        return new HvServerChannel(self.streams(), options);
    }

    /// {@return a channel that listens}
    ///
    /// @param self the partition that listens
    /// @param local as for [#bind(HvSocketAddress)]
    /// @throws IOException as [#bind(HvSocketAddress)]
    public static HvServerChannel listen(ChildPartition self, HvSocketAddress local)
            throws IOException {
        HvServerChannel channel = open(self);
        try {
            return channel.bind(local);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /// Listens, with the default backlog.
    ///
    /// @param to a service; the partition says who may connect: [HvSocketAddress#WILDCARD],
    ///     [HvSocketAddress#CHILDREN], [HvSocketAddress#LOOPBACK], or one partition
    /// @return this
    /// @throws java.net.BindException if this partition listens there already, another one of its
    ///     name listens, or a rule of the root's says no
    /// @throws IOException if the channel is closed
    public HvServerChannel bind(HvSocketAddress to) throws IOException {
        return bind(to, DEFAULT_BACKLOG);
    }

    /// Listens.
    ///
    /// @param to as for [#bind(HvSocketAddress)]
    /// @param backlog how many connections may wait to be accepted; more are refused. Less than 1
    ///     is the default
    /// @return this
    /// @throws IOException as [#bind(HvSocketAddress)]
    public HvServerChannel bind(HvSocketAddress to, int backlog) throws IOException {
        synchronized (lock) {
            requireOpen();
            if (listener != null) {
                throw new AlreadyBoundException();
            }
            listener = listen(to, backlog < 1 ? DEFAULT_BACKLOG : backlog);
            local = to;
            tell(watcher);
        }
        return this;
    }

    private StreamListener listen(HvSocketAddress to, int backlog) throws IOException {
        try {
            return streams.listen(to.service(), to.partition(), new Name(to.serviceText()),
                    backlog, options);
        } catch (BusException e) {
            throw SocketFailures.ofListen(to, e);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            close();
            throw new ClosedByInterruptException();
        }
    }

    /// Takes a connection; waits for one if the channel blocks.
    ///
    /// @return the channel, which blocks; null if there is none and this one does not block
    /// @throws IOException if the channel is closed, or a new root does not let it listen
    public @Nullable HvChannel accept() throws IOException {
        return accepted(blocking ? FOR_EVER : Duration.ZERO);
    }

    /// Waits for a connection, with a time, on a channel that blocks.
    ///
    /// @param atMost how long to wait
    /// @return the channel, which blocks
    /// @throws SocketTimeoutException if nobody came; this channel stays open
    /// @throws IOException as [#accept()]
    public HvChannel accept(Duration atMost) throws IOException {
        if (!blocking) {
            throw new IllegalBlockingModeException();
        }
        HvChannel channel = accepted(atMost);
        if (channel == null) {
            throw new SocketTimeoutException("nobody connected in time: timeout=" + atMost);
        }
        return channel;
    }

    private @Nullable HvChannel accepted(Duration atMost) throws IOException {
        requireOpen();
        StreamListener from = listener;
        HvSocketAddress here = local;
        if (from == null || here == null) {
            throw new NotYetBoundException();
        }
        boolean done = false;
        begin();
        try {
            RingStream stream = from.accept(atMost);
            done = true;
            return stream == null ? null : HvChannel.accepted(streams, stream, here);
        } catch (BusException e) {
            throw new IOException(e.getMessage(), e);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            close();
            throw new ClosedByInterruptException();
        } finally {
            end(done || isOpen());
        }
    }

    /// Says whether [#accept()] waits.
    ///
    /// @param block whether it does
    /// @return this
    /// @throws IOException if the channel is closed
    /// @throws IllegalBlockingModeException if it is in a wait set and is to block
    public HvServerChannel configureBlocking(boolean block) throws IOException {
        synchronized (lock) {
            requireOpen();
            if (block && watcher != null) {
                throw new IllegalBlockingModeException();
            }
            blocking = block;
        }
        return this;
    }

    /// {@return whether [#accept()] waits}
    public boolean isBlocking() {
        return blocking;
    }

    /// Whether [#accept()] would not wait.
    boolean isAcceptable() {
        StreamListener from = listener;
        return from != null && from.isReady();
    }

    /// Has somebody told when something may have changed; null for nobody.
    void tell(@Nullable Runnable by) {
        synchronized (lock) {
            watcher = by;
            StreamListener from = listener;
            if (from != null) {
                from.tell(by);
            }
        }
    }

    /// {@return where it listens, null if it does not yet}
    public @Nullable HvSocketAddress getLocalAddress() {
        return local;
    }

    @Override
    protected void implCloseChannel() {
        StreamListener from = listener;
        if (from != null) {
            from.close();
        }
    }

    private void requireOpen() throws ClosedChannelException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public String toString() {
        return "HvServerChannel[" + (isOpen() ? local : "closed") + "]";
    }
}
