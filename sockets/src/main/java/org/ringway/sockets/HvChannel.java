// SPDX-License-Identifier: Apache-2.0
package org.ringway.sockets;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.ScatteringByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.ringway.BusException;
import org.ringway.child.ChildPartition;
import org.ringway.child.Streams;
import org.ringway.pipe.RingStream;
import org.ringway.pipe.StreamOptions;
import org.ringway.wire.PeerFacts;
import org.ringway.wire.SocketIds;

/// A stream of bytes each way to another partition, as a channel.
///
/// It behaves as [java.nio.channels.SocketChannel] does, so far as that makes sense without a
/// network; docs/streams.md lists the differences. It cannot be registered with a
/// [java.nio.channels.Selector]: [HvWaitSet] is for that.
///
/// - **Thread:** any. One reads and one writes at a time, the others wait for it. Virtual threads
///   that wait hold no carrier.
/// - **Blocking:** reading waits for a byte, writing for room for all bytes, until
///   [#configureBlocking] says otherwise.
/// - **Interruption, asynchronous close:** as NIO defines it: both close the channel, and whoever
///   waits gets [java.nio.channels.ClosedByInterruptException] or [AsynchronousCloseException].
/// - **End:** the other side's [#shutdownOutput] or close is the end of the stream, -1, after its
///   last byte. Its death, an abort, or a broken rule is a [java.net.SocketException].
/// - **Allocation:** a few small objects per call.
public final class HvChannel extends AbstractInterruptibleChannel
        implements ByteChannel, GatheringByteChannel, ScatteringByteChannel {
    private final Connector connector;
    private volatile boolean blocking = true;

    private HvChannel(Connector connector) {
        this.connector = connector;
    }

    /// {@return a channel that is not connected yet}
    ///
    /// @param self the partition that connects
    public static HvChannel open(ChildPartition self) {
        return open(self, StreamOptions.DEFAULT);
    }

    /// {@return a channel that is not connected yet}
    ///
    /// @param self the partition that connects
    /// @param options how large the rings are, and how to wait
    public static HvChannel open(ChildPartition self, StreamOptions options) {
        return new HvChannel(new Connector(self.streams(), options));
    }

    /// {@return a channel that is connected}
    ///
    /// @param self the partition that connects
    /// @param remote where to
    /// @throws IOException as [#connect(HvSocketAddress, Duration)]
    public static HvChannel connect(ChildPartition self, HvSocketAddress remote)
            throws IOException {
        HvChannel channel = open(self);
        try {
            channel.connect(remote);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /// One that somebody else has connected.
    static HvChannel accepted(Streams streams, RingStream stream, HvSocketAddress local) {
        Connector connector = new Connector(streams, stream.options());
        connector.begin(stream, local, HvSocketAddress.of(
                stream.peer().partition(), SocketIds.ofPort(0)));
        return new HvChannel(connector);
    }

    Connector connector() {
        return connector;
    }

    /// Connects, for as long as the partition's timeout says; see [#connect(HvSocketAddress,
    /// Duration)].
    ///
    /// @param to where to
    /// @return whether it is connected
    /// @throws IOException as [#connect(HvSocketAddress, Duration)]
    public boolean connect(HvSocketAddress to) throws IOException {
        return connect(to, connector.streams().timeout());
    }

    /// Connects; a channel that blocks waits for it, one that does not begins, and [#finishConnect]
    /// ends it.
    ///
    /// @param to where to
    /// @param atMost how long it may take
    /// @return whether it is connected
    /// @throws java.net.ConnectException if nobody listens, too many connect there, or a rule of
    ///     the root's says no; the channel is closed then, and in the other cases
    /// @throws java.net.NoRouteToHostException if there is no such partition
    /// @throws SocketTimeoutException if there was no answer in time
    /// @throws IOException if the channel was closed
    public boolean connect(HvSocketAddress to, Duration atMost) throws IOException {
        Connection begun = connector.start(to, atMost);
        if (blocking) {
            finish(begun);
        }
        return blocking;
    }

    /// A channel that fails to connect is closed.
    private void finish(Connection begun) throws IOException {
        boolean done = false;
        begin();
        try {
            connector.finish(begun);
            done = true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            boolean failed = isOpen() && !done;
            if (failed) {
                close();
            }
            end(done || failed);
        }
    }

    /// Ends what [#connect(HvSocketAddress)] began; waits for it if the channel blocks.
    ///
    /// @return whether it is connected
    /// @throws IOException as [#connect(HvSocketAddress, Duration)]
    public boolean finishConnect() throws IOException {
        requireOpen();
        Connection begun = connector.pending();
        if (begun == null) {
            return true;
        }
        if (!blocking && !begun.isDone()) {
            return false;
        }
        finish(begun);
        return true;
    }

    /// {@return whether it is connected, even if it is closed meanwhile}
    public boolean isConnected() {
        return connector.stream() != null;
    }

    /// {@return whether [#connect(HvSocketAddress)] began something that is not finished}
    public boolean isConnectionPending() {
        return connector.isPending();
    }

    /// Says whether calls wait.
    ///
    /// @param block whether they do
    /// @return this
    /// @throws IOException if the channel is closed
    /// @throws IllegalBlockingModeException if it is in a wait set and is to block
    public HvChannel configureBlocking(boolean block) throws IOException {
        requireOpen();
        if (block && connector.isWatched()) {
            throw new IllegalBlockingModeException();
        }
        blocking = block;
        return this;
    }

    /// {@return whether calls wait}
    public boolean isBlocking() {
        return blocking;
    }

    /// {@inheritDoc}
    ///
    /// @return how many bytes, -1 at the end of the stream, 0 if there is no room in the buffer,
    ///     or nothing to read and the channel does not block
    @Override
    public int read(ByteBuffer target) throws IOException {
        return (int) read(new ByteBuffer[] {target}, 0, 1);
    }

    /// As [#read(ByteBuffer)], with a time, on a channel that blocks.
    ///
    /// @param target takes the bytes
    /// @param atMost how long to wait
    /// @return how many, or -1
    /// @throws SocketTimeoutException if nothing came in time; the channel stays open
    /// @throws IOException as [#read(ByteBuffer)]
    public int read(ByteBuffer target, Duration atMost) throws IOException {
        if (!blocking) {
            throw new IllegalBlockingModeException();
        }
        long nanos = TimeUnit.NANOSECONDS.convert(atMost);
        int room = target.remaining();
        int got = (int) read(new Buffers(new ByteBuffer[] {target}, 0, 1), nanos);
        if (got == 0 && room > 0) {
            throw new SocketTimeoutException("nothing came in time: timeout=" + atMost);
        }
        return got;
    }

    @Override
    public long read(ByteBuffer[] targets) throws IOException {
        return read(targets, 0, targets.length);
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        return read(new Buffers(targets, offset, length), patience());
    }

    private long read(Buffers buffers, long atMost) throws IOException {
        buffers.requireWritable();
        long got = perform(true, atMost, (open, nanos) -> open.read(nanos, buffers.segments()));
        buffers.advance(got);
        return got;
    }

    /// Reads into segments, one after the other, as [#read(ByteBuffer)] does.
    ///
    /// @param targets filled one after the other
    /// @return how many bytes, or -1
    /// @throws IOException as [#read(ByteBuffer)]
    public long read(MemorySegment... targets) throws IOException {
        return perform(true, patience(), (open, nanos) -> open.read(nanos, targets));
    }

    /// Waits for bytes, and lends them to a reader where they lie in the ring.
    ///
    /// @param reader called once at most; as long as it runs the channel cannot be read otherwise
    /// @return how many bytes it took, -1 at the end of the stream, or 0
    /// @throws IOException as [#read(ByteBuffer)], or as the reader throws it
    public long readLent(RingStream.Reader reader) throws IOException {
        return perform(true, patience(), (open, nanos) -> open.readLent(nanos, reader));
    }

    /// Writes bytes to another channel out of the ring, without a copy in between: once, as many as
    /// are there and the other channel takes.
    ///
    /// @param target takes the bytes
    /// @param atMost how many
    /// @return how many it took, -1 at the end of the stream, or 0
    /// @throws IOException as [#read(ByteBuffer)], or as the other channel throws it
    public long transferTo(WritableByteChannel target, long atMost) throws IOException {
        return perform(true, patience(), (open, nanos) -> open.transferTo(nanos, target, atMost));
    }

    /// {@inheritDoc}
    ///
    /// @return how many bytes; less than there were only if the channel does not block
    @Override
    public int write(ByteBuffer source) throws IOException {
        return (int) write(new ByteBuffer[] {source}, 0, 1);
    }

    @Override
    public long write(ByteBuffer[] sources) throws IOException {
        return write(sources, 0, sources.length);
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        Buffers buffers = new Buffers(sources, offset, length);
        long written = write(buffers.segments());
        buffers.advance(written);
        return written;
    }

    /// Writes segments, one after the other, as [#write(ByteBuffer)] does.
    ///
    /// @param sources copied before this returns, as far as they are written
    /// @return how many bytes
    /// @throws IOException as [#write(ByteBuffer)]
    public long write(MemorySegment... sources) throws IOException {
        return perform(false, patience(), (open, nanos) -> open.write(nanos, sources));
    }

    /// Has another channel put its bytes into the ring, without a copy in between, until it has no
    /// more now; waits for room as [#write(ByteBuffer)] does.
    ///
    /// @param source gives the bytes
    /// @param atMost how many
    /// @return how many it gave, -1 if it is at its end, or 0
    /// @throws IOException as [#write(ByteBuffer)], or as the other channel throws it
    public long transferFrom(ReadableByteChannel source, long atMost) throws IOException {
        return perform(false, patience(),
                (open, nanos) -> open.transferFrom(nanos, source, atMost));
    }

    private long patience() {
        return blocking ? RingStream.FOR_EVER : 0;
    }

    private long perform(boolean reads, long nanos, Connector.Operation operation)
            throws IOException {
        requireOpen();
        if (nanos == 0) {
            return connector.perform(reads, 0, operation);
        }
        boolean done = false;
        begin();
        try {
            long result = connector.perform(reads, nanos, operation);
            done = true;
            return result;
        } finally {
            end(done || isOpen());
        }
    }

    /// Reading answers -1 from now on. The other side is not told. Idempotent.
    ///
    /// @return this
    /// @throws IOException if the channel is closed
    public HvChannel shutdownInput() throws IOException {
        requireOpen();
        connector.connected().shutdownInput();
        return this;
    }

    /// Ends the stream to the other side; reading goes on. Idempotent.
    ///
    /// @return this
    /// @throws IOException if the channel is closed
    public HvChannel shutdownOutput() throws IOException {
        requireOpen();
        RingStream open = connector.connected();
        try {
            open.shutdownOutput();
        } catch (BusException e) {
            throw SocketFailures.ofWrite(open, e);
        }
        return this;
    }

    /// Closes the channel without ending the stream: the other side sees a reset.
    public void abort() throws IOException {
        connector.close(false);
        close();
    }

    @Override
    protected void implCloseChannel() {
        connector.close(true);
    }

    /// {@return who the other partition is, as the root vouches: number, name, pid, uid and gid}
    /// @throws NotYetConnectedException if there is none
    public PeerFacts peer() {
        return connector.connected().peer();
    }

    /// {@return this side's address, null until it is connected}
    public @Nullable HvSocketAddress getLocalAddress() {
        return connector.local();
    }

    /// {@return the other side's address, null until it is connected}
    public @Nullable HvSocketAddress getRemoteAddress() {
        return connector.remote();
    }

    /// {@return a socket over this channel; whoever closes one of them closes both}
    /// @throws IOException never, but [Socket] could
    public Socket socket() throws IOException {
        return new HvSocket(this);
    }

    private void requireOpen() throws ClosedChannelException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public String toString() {
        return "HvChannel[" + (isOpen() ? connector.remote() : "closed") + "]";
    }
}
