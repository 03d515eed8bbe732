// SPDX-License-Identifier: Apache-2.0
package org.ringway.pipe;

import static org.ringway.inspect.InspectTree.branch;
import static org.ringway.inspect.InspectTree.leaf;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.ringway.ChannelClosedException;
import org.ringway.RingCorruptException;
import org.ringway.inspect.InspectTree;
import org.ringway.ring.OutgoingRing;
import org.ringway.ring.Reservation;

/// The bytes to the other side.
///
/// Each frame becomes visible by itself: the other side copies one while this side writes the next.
/// Room for the end of the stream is never used for anything else, so that whoever closes can
/// always say so.
///
/// - **Thread:** any; one writes, the others wait for it.
final class StreamOutput implements StreamWait.Step {
    /// A frame of fewer bytes is not made only because no more fit.
    private static final int LOW_WATER_BYTES = 4096;
    private static final int OVERHEAD_BYTES =
            OutgoingRing.EMPTY_RECORD_BYTES + ByteHeader.BYTES;
    /// The frame without bytes.
    private static final int END_BYTES = OVERHEAD_BYTES;

    /// Puts bytes into a frame.
    interface Giver {
        /// How many there are, at most.
        long left();

        /// {@return how many bytes were put there, at most so many; fewer end the write}
        ///
        /// @param room the frame's payload
        /// @param at where in it the bytes belong
        /// @param bytes how many
        int give(MemorySegment room, long at, int bytes);
    }

    private final ReentrantLock turn = new ReentrantLock();
    private final OutgoingRing ring;
    private final Gate gate;
    private final StreamWait wait;
    private final StreamEnd end;
    private final int largestFrame;
    private final int lowWater;
    private final int wish;
    private @Nullable Giver giver;
    private boolean wished;
    private boolean endWritten;
    private volatile boolean shut;
    private volatile long bytes;

    StreamOutput(OutgoingRing ring, Gate gate, StreamWait wait, StreamEnd end, int largestFrame) {
        this.ring = ring;
        this.gate = gate;
        this.wait = wait;
        this.end = end;
        // Three frames fit into the ring: the reader copies one, the writer writes the next.
        this.largestFrame = Math.min(largestFrame, ring.dataBytes() / 4);
        this.lowWater = Math.min(LOW_WATER_BYTES, this.largestFrame);
        this.wish = ring.dataBytes() / 2;
        end.lastWord(this::writeEnd);
    }

    /// Writes everything, and waits for room.
    ///
    /// @return how many bytes, less than there were only if the time has passed or the giver gave
    ///     less
    long write(Giver from, long nanos) {
        if (!Turns.tryTake(turn, nanos)) {
            return 0;
        }
        try {
            giver = from;
            return writeAll(from, nanos);
        } finally {
            giver = null;
            turn.unlock();
        }
    }

    private long writeAll(Giver from, long nanos) {
        requireWritable();
        long written = 0;
        while (from.left() > 0) {
            long part = wait.repeat(this, nanos);
            if (part <= 0) {
                return written == 0 ? part : written;
            }
            written += part;
            if (nanos == 0) {
                break;
            }
        }
        return written;
    }

    private void requireWritable() {
        if (wait.state().isClosedHere() || wait.state().hasEnded()) {
            throw wait.state().exception();
        }
        if (shut) {
            throw new ChannelClosedException("the stream was ended here");
        }
    }

    @Override
    public long tryNow() {
        if (!gate.enter()) {
            throw wait.state().exception();
        }
        try {
            requireWritable();
            return giveFrames(Objects.requireNonNull(giver));
        } catch (RingCorruptException broken) {
            throw end.broken(broken);
        } finally {
            end.leave(gate);
        }
    }

    private long giveFrames(Giver from) {
        long count = 0;
        boolean more = true;
        while (more && from.left() > 0) {
            int most = frameBytes(from.left());
            if (most == 0) {
                break;
            }
            int given = giveFrame(from, most);
            if (given < 0 && count == 0) {
                return given;
            }
            count += Math.max(0, given);
            more = given == most;
            if (!more && count == 0) {
                return 0;
            }
        }
        bytes = bytes + count;
        return count == 0 ? WAIT : count;
    }

    /// {@return bytes of the frame that can be written now, 0 if it is not worth it}
    private int frameBytes(long wanted) {
        int frame = (int) Math.min(wanted, largestFrame);
        int free = ring.freeBytes(recordBytes(frame) + END_BYTES) - END_BYTES;
        if (free < recordBytes(frame)) {
            int fits = (free - OVERHEAD_BYTES) & ~7;
            return fits < lowWater ? 0 : fits;
        }
        withdrawWish();
        return frame;
    }

    private void withdrawWish() {
        if (wished) {
            wished = false;
            ring.withdrawRequest();
        }
    }

    private static int recordBytes(int bytes) {
        return OVERHEAD_BYTES + (bytes + 7 & ~7);
    }

    private int giveFrame(Giver from, int most) {
        int given;
        try (Reservation room = Objects.requireNonNull(
                ring.tryReserve(ByteHeader.BYTES + most), "room")) {
            given = from.give(room.payload(), ByteHeader.BYTES, most);
            if (given > 0) {
                ByteHeader.writeData(room.payload(), given);
                room.commit(0, false, ByteHeader.BYTES + given);
            }
        }
        publish();
        return given;
    }

    private void publish() {
        if (ring.publish()) {
            wait.bell().signal();
        }
    }

    /// How much has to be free before a writer goes on.
    private int enough() {
        return recordBytes(lowWater) + END_BYTES;
    }

    @Override
    public boolean isReady() {
        return look(() -> ring.freeBytes(enough()) >= enough());
    }

    @Override
    public boolean isReadyBeforeSleep() {
        return look(() -> {
            wished = true;
            // Who sleeps is woken for half a ring: a signal costs as much as many kilobytes.
            return ring.freeBytes(wish) >= enough() || ring.requestSpace();
        });
    }

    private boolean look(BooleanSupplier see) {
        return shut || end.look(gate, see);
    }

    /// Ends the stream to the other side, once; a write that waits fails.
    void shutdown() {
        shut = true;
        wait.bell().wake();
        Turns.tryTake(turn, StreamWait.FOR_EVER);
        try {
            if (!gate.enter()) {
                throw wait.state().exception();
            }
            try {
                writeEnd();
            } finally {
                end.leave(gate);
            }
        } finally {
            turn.unlock();
        }
    }

    boolean isShutdown() {
        return shut;
    }

    /// The caller is in the ring.
    private void writeEnd() {
        if (endWritten || wait.state().hasEnded()) {
            return;
        }
        endWritten = true;
        try (Reservation room = ring.tryReserve(ByteHeader.BYTES)) {
            if (room != null) {
                ByteHeader.writeData(room.payload(), 0);
                room.commit(0, false);
            }
        } catch (RingCorruptException broken) {
            end.broken(broken);
            return;
        }
        publish();
    }

    List<InspectTree> inspect() {
        return List.of(ring.inspect(), branch("writing", leaf("bytes", bytes),
                leaf("waiting", wait.isInUse()), leaf("queued", turn.getQueueLength()),
                leaf("shutdown", shut)));
    }
}
