// SPDX-License-Identifier: Apache-2.0
package org.ringway.pipe;

import static org.ringway.inspect.InspectTree.branch;
import static org.ringway.inspect.InspectTree.leaf;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.ringway.BusException;
import org.ringway.ProtocolException;
import org.ringway.RingCorruptException;
import org.ringway.inspect.InspectTree;
import org.ringway.ring.IncomingRing;
import org.ringway.ring.Packet;
import org.ringway.ring.PacketType;

/// The bytes from the other side.
///
/// A frame that is read in parts stays in the ring until its last byte is taken. Its header is
/// looked at once.
///
/// - **Thread:** any; one reads, the others wait for it.
final class StreamInput implements StreamWait.Step {
    static final int END = -1;

    /// Takes bytes out of a frame.
    interface Taker {
        /// {@return how many bytes were taken from the first of these on}
        ///
        /// @param frame the frame
        /// @param from where in its payload the bytes begin
        /// @param bytes how many there are
        int take(Packet frame, int from, int bytes);

        /// Whether to come with the next frame, too.
        boolean goesOn();
    }

    private final ReentrantLock turn = new ReentrantLock();
    private final IncomingRing ring;
    private final Gate gate;
    private final StreamWait wait;
    private final StreamEnd end;
    private final int largestFrame;
    private @Nullable Taker taker;
    private @Nullable Packet frame;
    private int from;
    private int left;
    private boolean hasEnd;
    private boolean unmasked;
    private volatile boolean shut;
    private volatile long bytes;

    StreamInput(IncomingRing ring, Gate gate, StreamWait wait, StreamEnd end, int largestFrame) {
        this.ring = ring;
        this.gate = gate;
        this.wait = wait;
        this.end = end;
        this.largestFrame = largestFrame;
    }

    /// Waits for bytes and has as many taken as the taker likes.
    ///
    /// @return how many, [#END], or 0 if the time has passed or nothing was wanted
    long read(Taker by, long nanos) {
        if (!Turns.tryTake(turn, nanos)) {
            return 0;
        }
        try {
            taker = by;
            return wait.repeat(this, nanos);
        } finally {
            taker = null;
            turn.unlock();
        }
    }

    @Override
    public long tryNow() {
        if (!gate.enter()) {
            throw wait.state().exception();
        }
        try {
            return shut ? END : takeFrames(Objects.requireNonNull(taker));
        } catch (ProtocolException | RingCorruptException broken) {
            throw end.broken(broken);
        } finally {
            end.leave(gate);
        }
    }

    private long takeFrames(Taker by) {
        mask();
        if (!hasBytes()) {
            commit();
            return hasEnd ? END : WAIT;
        }
        long count = takeFrame(by);
        while (by.goesOn() && hasBytes()) {
            count += takeFrame(by);
        }
        if (left == 0) {
            commit();
        }
        bytes = bytes + count;
        return count;
    }

    private int takeFrame(Taker by) {
        int taken = by.take(Objects.requireNonNull(frame), from, left);
        from += taken;
        left -= taken;
        if (left == 0 && ring.uncommittedBytes() > ring.dataBytes() / 4) {
            commit();
        }
        return taken;
    }

    private void commit() {
        if (ring.commit()) {
            wait.bell().signal();
        }
    }

    /// Whether a frame has bytes left, after a look at the ring if need be.
    private boolean hasBytes() {
        while (left == 0 && !hasEnd) {
            Packet next = ring.next();
            if (next == null) {
                return false;
            }
            begin(next);
        }
        if (hasEnd && ring.hasNext()) {
            throw new ProtocolException("data after the end of the stream");
        }
        return left > 0;
    }

    private void begin(Packet packet) {
        if (packet.type() != PacketType.IN_BAND || packet.completionRequested()) {
            throw new ProtocolException("packet has no place in a stream: type=" + packet.type()
                    + " completionRequested=" + packet.completionRequested());
        }
        ByteHeader header = ByteHeader.read(packet, largestFrame);
        frame = packet;
        from = header.from();
        left = header.bytes();
        hasEnd = header.isEnd();
    }

    @Override
    public boolean isReady() {
        return look(() -> left > 0 || ring.hasNext());
    }

    @Override
    public boolean isReadyBeforeSleep() {
        return look(() -> {
            unmasked = left == 0 && !ring.unmaskAndRecheck();
            return !unmasked;
        });
    }

    /// For a wait set: as [#isReadyBeforeSleep], and no signals are wanted while there is
    /// something.
    boolean isReadyOrArmed() {
        return look(() -> {
            if (isEmptySoFar()) {
                unmasked = !ring.unmaskAndRecheck();
                return !unmasked;
            }
            mask();
            return true;
        });
    }

    /// For a wait set that looks again by itself: as [#isReadyOrArmed], and asks for no signal.
    boolean isReadyNow() {
        return look(() -> {
            if (isEmptySoFar()) {
                return false;
            }
            mask();
            return true;
        });
    }

    private boolean isEmptySoFar() {
        return left == 0 && !hasEnd && !ring.hasNext();
    }

    private void mask() {
        if (unmasked) {
            ring.mask();
            unmasked = false;
        }
    }

    private boolean look(BooleanSupplier see) {
        return shut || end.look(gate, see);
    }

    /// {@return how many bytes can be read without waiting, at least; 0 for none, or the end}
    int available() {
        if (!Turns.tryTake(turn, 0)) {
            return 0;
        }
        try {
            int[] seen = new int[1];
            taker = new Counter(seen);
            wait.repeat(this, 0);
            return seen[0];
        } catch (BusException ended) {
            if (wait.state().isClosedHere()) {
                throw ended;
            }
            return 0;
        } finally {
            taker = null;
            turn.unlock();
        }
    }

    private record Counter(int[] seen) implements Taker {
        @Override
        public int take(Packet frame, int from, int bytes) {
            seen[0] = bytes;
            return 0;
        }

        @Override
        public boolean goesOn() {
            return false;
        }
    }

    /// Reading answers [#END] from now on.
    void shutdown() {
        shut = true;
        wait.bell().wake();
    }

    boolean isShutdown() {
        return shut;
    }

    List<InspectTree> inspect() {
        return List.of(ring.inspect(), branch("reading", leaf("bytes", bytes),
                leaf("waiting", wait.isInUse()), leaf("queued", turn.getQueueLength()),
                leaf("shutdown", shut)));
    }
}
