// SPDX-License-Identifier: Apache-2.0
package org.ringway.pipe;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.ringway.BusException;
import org.ringway.ProtocolException;
import org.ringway.channel.Batch;
import org.ringway.channel.BusChannel;
import org.ringway.channel.DeferredPacket;
import org.ringway.channel.IncomingPacket;
import org.ringway.ring.Reservation;
import org.ringway.wire.OfferContent;
import org.ringway.wire.UserData;

/// A stream of bytes each way over a channel whose offer is a byte pipe.
///
/// VMBus's framing: packets of at most 16,384 bytes, whose borders mean nothing, and one without
/// bytes as the end of the stream.
///
/// - **Thread:** any; one reads and one writes at a time.
/// - **Allocation:** none per packet that is read whole; a copy of one that is read in parts.
public final class BytePipe implements AutoCloseable {
    private static final int END = -1;

    private final BusChannel channel;
    private final int largestData;
    private final ReentrantLock reading = new ReentrantLock();
    private final ReentrantLock writing = new ReentrantLock();
    private final MemorySegment scratch = MemorySegment.ofArray(new long[1]);
    private @Nullable DeferredPacket rest;
    private ByteHeader unread = new ByteHeader(0, 0);
    private boolean isEnded;
    private boolean hasEnd;

    private BytePipe(BusChannel channel) {
        this.channel = channel;
        // Four packets fit into the ring: the reader copies one, the writer writes the next.
        int most = Math.max(64, channel.largestPayload() / 4) & ~7;
        this.largestData = Math.min(ByteHeader.MAX_DATA_BYTES, most - ByteHeader.BYTES);
    }

    /// A pipe over a channel; nobody else may send or receive on it.
    ///
    /// @param channel whose offer is a byte pipe
    /// @return the pipe
    /// @throws IllegalArgumentException if it is not
    public static BytePipe over(BusChannel channel) {
        OfferContent offer = channel.offer();
        int pipeType = offer.isPipe() ? offer.userData().pipeType() : -1;
        if (pipeType != UserData.PIPE_BYTES) {
            throw new IllegalArgumentException(
                    "the offer is no byte pipe: flags=0x" + Integer.toHexString(offer.flags())
                            + " pipeType=0x" + Integer.toHexString(pipeType));
        }
        return new BytePipe(channel);
    }

    /// {@return the channel below}
    public BusChannel channel() {
        return channel;
    }

    /// Writes as much as there is room for, at least one byte; waits until there is.
    ///
    /// @param bytes copied as far as they are written
    /// @return how many were written, 0 only if none were given
    /// @throws InterruptedException if interrupted while it waits; nothing was written
    /// @throws org.ringway.BusTimeoutException if no room came within the channel's timeout
    /// @throws IllegalStateException if the stream was ended here
    public long write(MemorySegment bytes) throws InterruptedException {
        writing.lockInterruptibly();
        try {
            requireNotEnded();
            long written = writeNow(bytes, 0);
            if (written == 0 && bytes.byteSize() > 0) {
                int first = (int) Math.min(bytes.byteSize(), largestData);
                channel.send(ByteHeader.BYTES + first, room -> fill(room, bytes, 0));
                written = writeNow(bytes, first);
            }
            return written;
        } finally {
            writing.unlock();
        }
    }

    /// @return how many bytes are written, the earlier ones included
    private long writeNow(MemorySegment bytes, long earlier) {
        long next = earlier;
        try (Batch batch = channel.batch()) {
            while (next < bytes.byteSize()) {
                int count = (int) Math.min(bytes.byteSize() - next, largestData);
                try (Reservation room = batch.tryReserve(ByteHeader.BYTES + count)) {
                    if (room == null) {
                        return next;
                    }
                    fill(room.payload(), bytes, next);
                    room.commit(0, false);
                }
                next += count;
            }
        }
        return next;
    }

    private static void fill(MemorySegment room, MemorySegment bytes, long from) {
        int count = (int) room.byteSize() - ByteHeader.BYTES;
        ByteHeader.writeData(room, count);
        MemorySegment.copy(bytes, from, room, ByteHeader.BYTES, count);
    }

    /// Ends the stream to the other side, once; what comes from there can still be read.
    ///
    /// @throws InterruptedException if interrupted while it waits for room; the stream is not ended
    /// @throws IllegalStateException if the stream was ended here
    public void end() throws InterruptedException {
        writing.lockInterruptibly();
        try {
            requireNotEnded();
            channel.send(ByteHeader.BYTES, room -> ByteHeader.writeData(room, 0));
            isEnded = true;
        } finally {
            writing.unlock();
        }
    }

    private void requireNotEnded() {
        if (isEnded) {
            throw new IllegalStateException("the stream was ended here");
        }
    }

    /// Waits for bytes and reads what is there, as far as it fits.
    ///
    /// @param target takes the bytes, at least one long
    /// @param atMost how long to wait for the first
    /// @return how many, 0 if the time has passed, -1 at the end of the stream
    /// @throws InterruptedException if interrupted while it waits; nothing was read
    /// @throws org.ringway.ChannelClosedException if the other side closed without ending the
    ///     stream first
    public long read(MemorySegment target, Duration atMost) throws InterruptedException {
        if (target.byteSize() == 0) {
            throw new IllegalArgumentException("no room for bytes: targetBytes=0");
        }
        TimeLimit limit = TimeLimit.in(atMost);
        if (!reading.tryLock(limit.leftNanos(), TimeUnit.NANOSECONDS)) {
            return 0;
        }
        try {
            Filling filling = new Filling(target);
            filling.takeRest();
            boolean more = true;
            while (more && filling.goesOn()) {
                more = receive(filling, limit);
            }
            return filling.count == 0 && hasEnd ? END : filling.count;
        } finally {
            reading.unlock();
        }
    }

    /// Whoever has bytes already gets them, and what happened with the next call.
    ///
    /// @return whether more may be there
    private boolean receive(Filling filling, TimeLimit limit) throws InterruptedException {
        try {
            return filling.count > 0
                    ? channel.poll(filling::take, filling.packets()) > 0
                    : channel.receive(filling::take, filling.packets(), limit.left()) > 0;
        } catch (BusException e) {
            if (filling.count == 0 && !hasEnd) {
                throw e;
            }
            return false;
        }
    }

    /// Bytes on their way into a target.
    private final class Filling {
        private final MemorySegment target;
        private long count;

        Filling(MemorySegment target) {
            this.target = target;
        }

        /// How many packets fit whatever they hold; one may be kept in part.
        int packets() {
            long left = target.byteSize() - count;
            return Math.clamp(left / ByteHeader.MAX_DATA_BYTES, 1, 1 << 16);
        }

        boolean goesOn() {
            return count < target.byteSize() && rest == null && !hasEnd;
        }

        void takeRest() {
            DeferredPacket packet = rest;
            if (packet == null) {
                return;
            }
            int bytes = (int) Math.min(unread.bytes(), target.byteSize());
            MemorySegment.copy(packet.payload(), unread.from(), target, 0, bytes);
            count = bytes;
            unread = unread.after(bytes);
            if (unread.bytes() == 0) {
                rest = null;
                packet.close();
            }
        }

        void take(IncomingPacket packet) {
            ByteHeader header = ByteHeader.read(packet, scratch);
            if (hasEnd) {
                throw new ProtocolException("data after the end of the stream: bytes="
                        + header.bytes());
            }
            if (header.isEnd()) {
                hasEnd = true;
                return;
            }
            int bytes = (int) Math.min(header.bytes(), target.byteSize() - count);
            packet.copyTo(header.from(), target.asSlice(count, bytes));
            count += bytes;
            if (bytes < header.bytes()) {
                unread = header.after(bytes);
                rest = packet.defer();
            }
        }
    }

    /// Closes the channel. What was written may be lost on the way unless the other side has read
    /// the end of the stream.
    @Override
    public void close() {
        channel.close();
    }
}
