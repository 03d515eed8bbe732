// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench.transport;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ScatteringByteChannel;

/// Messages over a byte stream: four bytes of length before each.
///
/// Small ones are gathered in a buffer; large ones go out from where they are and come in to where
/// they belong, together with their length.
final class StreamConduit implements Conduit {
    private static final int HEADER_BYTES = 4;
    /// Where a copy into the buffer would cost more than a second piece in the call.
    private static final int GATHERED_BYTES = 16 << 10;
    private static final int BUFFER_BYTES = 64 << 10;
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED;

    private final ScatteringByteChannel in;
    private final GatheringByteChannel out;
    private final Arena memory = Arena.ofConfined();
    private final Inbox inboxes = new Inbox();
    private final MemorySegment outMemory = memory.allocate(BUFFER_BYTES);
    private final MemorySegment inMemory = memory.allocate(BUFFER_BYTES);
    private final ByteBuffer outBuffer = outMemory.asByteBuffer();
    private final ByteBuffer inBuffer = inMemory.asByteBuffer().limit(0);
    private final ByteBuffer header =
            ByteBuffer.allocateDirect(HEADER_BYTES).order(ByteOrder.nativeOrder());
    private final ByteBuffer length =
            ByteBuffer.allocateDirect(HEADER_BYTES).order(ByteOrder.nativeOrder());
    private MemorySegment inbox = MemorySegment.NULL;
    private int bytes;
    private long calls;

    /// @param in closed with this object
    /// @param out may be the same
    StreamConduit(ScatteringByteChannel in, GatheringByteChannel out) {
        this.in = in;
        this.out = out;
    }

    @Override
    public void prepare(long messageBytes, boolean gathered) {
        bytes = Math.toIntExact(messageBytes);
        inbox = inboxes.ofBytes(messageBytes);
    }

    @Override
    public void send(MemorySegment message) throws IOException {
        if (bytes > GATHERED_BYTES) {
            sendLarge(message);
            return;
        }
        if (outBuffer.remaining() < HEADER_BYTES + bytes) {
            flush();
        }
        int at = outBuffer.position();
        outMemory.set(U32, at, bytes);
        MemorySegment.copy(message, 0, outMemory, at + HEADER_BYTES, bytes);
        outBuffer.position(at + HEADER_BYTES + bytes);
    }

    private void sendLarge(MemorySegment message) throws IOException {
        header.clear().putInt(bytes).flip();
        ByteBuffer[] pieces = {header, message.asByteBuffer()};
        while (pieces[1].hasRemaining()) {
            waitIfNothing(out.write(pieces));
        }
    }

    @Override
    public void flush() throws IOException {
        if (outBuffer.position() == 0) {
            return;
        }
        outBuffer.flip();
        while (outBuffer.hasRemaining()) {
            waitIfNothing(out.write(outBuffer));
        }
        outBuffer.clear();
    }

    @Override
    public void receive(Sink sink) throws IOException {
        if (bytes > GATHERED_BYTES) {
            receiveLarge(sink);
            return;
        }
        fill(HEADER_BYTES);
        fill(HEADER_BYTES + bytes);
        while (inBuffer.remaining() >= HEADER_BYTES + bytes) {
            int at = inBuffer.position();
            requireLength(inMemory.get(U32, at));
            sink.take(inMemory, at + HEADER_BYTES);
            inBuffer.position(at + HEADER_BYTES + bytes);
        }
    }

    private void receiveLarge(Sink sink) throws IOException {
        ByteBuffer[] pieces = {length.clear(), inbox.asByteBuffer()};
        while (pieces[1].hasRemaining()) {
            waitIfNothing(requireOpen(in.read(pieces)));
        }
        requireLength(length.getInt(0));
        sink.take(inbox, 0);
    }

    private void requireLength(int found) throws IOException {
        if (found != bytes) {
            throw new IOException("wrong length: bytes=" + found + " expected=" + bytes);
        }
    }

    /// Reads until so many bytes are in the buffer, more if they are there.
    private void fill(int least) throws IOException {
        if (inBuffer.remaining() >= least) {
            return;
        }
        inBuffer.compact();
        while (inBuffer.position() < least) {
            waitIfNothing(requireOpen(in.read(inBuffer)));
        }
        inBuffer.flip();
    }

    private static long requireOpen(long read) throws IOException {
        if (read < 0) {
            throw new EOFException("the other end has hung up");
        }
        return read;
    }

    /// Only a channel that never blocks moves nothing.
    private void waitIfNothing(long moved) {
        calls++;
        if (moved == 0) {
            Thread.onSpinWait();
        }
    }

    /// {@return calls on the channel; each enters the kernel}
    @Override
    public long signals() {
        return calls;
    }

    @Override
    public void close() throws IOException {
        in.close();
        out.close();
        memory.close();
        inboxes.close();
    }
}
