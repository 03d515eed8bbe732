// SPDX-License-Identifier: Apache-2.0
package org.ringway.pipe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;
import org.ringway.platform.Poller;
import org.ringway.ring.Packet;
import org.ringway.wire.PeerFacts;

/// A stream of bytes each way between two partitions, over two rings and a doorbell.
///
/// VMBus's pipe framing, as Hyper-V sockets have it. This is what `org.ringway.sockets` is made of,
/// whose channels and sockets most programs want instead.
///
/// - **Thread:** any; one reads and one writes at a time, the others wait for it. Whom a stream
///   calls back cannot use the half that calls.
/// - **Times:** in nanoseconds; 0 does not wait, [#FOR_EVER] waits without end.
/// - **Interruption:** ends no wait; the thread's status is as it was afterwards.
/// - **End:** after [#close] here, calls and waiters get [org.ringway.ChannelClosedException]. When
///   the other side ends, what it had written can be read. Then reading answers -1 if it had ended
///   its stream, and else throws [org.ringway.ChannelClosedException],
///   [org.ringway.PeerLostException], or [org.ringway.ProtocolException] if it broke a rule.
/// - **Allocation:** one small object per call.
public final class RingStream implements AutoCloseable {
    /// As a time: without end.
    public static final long FOR_EVER = StreamWait.FOR_EVER;
    /// As an answer: the other side has ended its stream.
    public static final int END = StreamInput.END;

    /// Bit: there is something to read, or the end.
    public static final int READABLE = 1;
    /// Bit: there is room to write, or nobody will ever read.
    public static final int WRITABLE = 4;

    /// Reads bytes where they lie.
    @FunctionalInterface
    public interface Reader {
        /// Looks at bytes in the ring. The other side can still change them: whoever parses them
        /// copies first and checks the copy.
        ///
        /// @param lent the bytes, read-only and valid during the call only
        /// @return how many of them, from the first on, are through; the others come again
        /// @throws IOException if it cannot; none of the bytes is through
        int read(MemorySegment lent) throws IOException;
    }

    private final StreamSide.Wiring wiring;
    private final StreamState state;
    private final Bell bell;
    private final StreamInput input;
    private final StreamOutput output;
    private final StreamEnd end;

    RingStream(StreamSide.Wiring wiring, StreamState state, Bell bell, StreamInput input,
            StreamOutput output, StreamEnd end) {
        this.wiring = wiring;
        this.state = state;
        this.bell = bell;
        this.input = input;
        this.output = output;
        this.end = end;
    }

    /// {@return who the other partition is, as the root vouches}
    public PeerFacts peer() {
        return wiring.peer();
    }

    /// {@return how the stream was made and waits}
    public StreamOptions options() {
        return wiring.options();
    }

    /// Reads what is there, as far as it fits; waits for the first byte.
    ///
    /// @param nanos how long to wait
    /// @param targets filled one after the other
    /// @return how many bytes, [#END], or 0 if the time has passed or there is no room for bytes
    public long read(long nanos, MemorySegment... targets) {
        Pieces pieces = new Pieces(targets);
        return pieces.left() == 0 ? 0 : input.read(pieces, nanos);
    }

    /// Waits for bytes and lends them to a reader where they lie, once.
    ///
    /// @param nanos how long to wait
    /// @param reader called at most once; must not wait long
    /// @return how many bytes it took, [#END], or 0
    /// @throws IOException as the reader throws it
    public long readLent(long nanos, Reader reader) throws IOException {
        try {
            return input.read(new Lender(reader), nanos);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private record Lender(Reader reader) implements StreamInput.Taker {
        @Override
        public int take(Packet frame, int from, int bytes) {
            int taken;
            try {
                taken = reader.read(frame.payload().asSlice(from, bytes));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (taken < 0 || taken > bytes) {
                throw new IllegalArgumentException("reader took what it was not lent: taken="
                        + taken + " lent=" + bytes);
            }
            return taken;
        }

        @Override
        public boolean goesOn() {
            return false;
        }
    }

    /// Waits for bytes and writes them to a channel out of the ring, without a copy in between.
    ///
    /// @param nanos how long to wait for the first
    /// @param target takes the bytes
    /// @param atMost how many
    /// @return how many it took, [#END], or 0
    /// @throws IOException as the channel throws it
    public long transferTo(long nanos, WritableByteChannel target, long atMost)
            throws IOException {
        return readLent(nanos, lent -> target.write(
                buffer(lent.asSlice(0, Math.min(atMost, lent.byteSize())))));
    }

    /// What wraps in a ring that is mapped once is a copy in an array of another kind.
    private static ByteBuffer buffer(MemorySegment bytes) {
        return bytes.isNative()
                ? bytes.asByteBuffer() : ByteBuffer.wrap(bytes.toArray(ValueLayout.JAVA_BYTE));
    }

    /// {@return how many bytes can be read without waiting, at least; 0 for none, or at the end}
    public int available() {
        return input.available();
    }

    /// Writes everything; waits for room.
    ///
    /// @param nanos how long to wait each time
    /// @param sources copied one after the other
    /// @return how many bytes, all of them unless the time has passed
    /// @throws org.ringway.ChannelClosedException also if the stream was ended here
    public long write(long nanos, MemorySegment... sources) {
        return output.write(new Pieces(sources), nanos);
    }

    /// Has a channel put its bytes into the ring, without a copy in between; waits for room.
    ///
    /// @param nanos how long to wait
    /// @param source read once for each frame, until it has no more now
    /// @param atMost how many bytes
    /// @return how many it gave, [#END] if it is at its end, or 0
    /// @throws IOException as the channel throws it
    public long transferFrom(long nanos, ReadableByteChannel source, long atMost)
            throws IOException {
        try {
            return output.write(new Filler(source, atMost), nanos);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static final class Filler implements StreamOutput.Giver {
        private final ReadableByteChannel source;
        private long left;

        private Filler(ReadableByteChannel source, long atMost) {
            this.source = source;
            this.left = atMost;
        }

        @Override
        public long left() {
            return left;
        }

        @Override
        public int give(MemorySegment room, long at, int bytes) {
            try {
                int given = fill(room.asSlice(at, bytes));
                left = given < bytes ? 0 : left - given;
                return given;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private int fill(MemorySegment room) throws IOException {
            if (room.isNative()) {
                return source.read(room.asByteBuffer());
            }
            ByteBuffer aside = ByteBuffer.allocate((int) room.byteSize());
            int given = source.read(aside);
            MemorySegment.copy(MemorySegment.ofBuffer(aside.flip()), 0, room, 0,
                    Math.max(0, given));
            return given;
        }
    }

    /// Reading answers [#END] from now on. The other side is not told, and waits once it has filled
    /// the ring. Idempotent.
    public void shutdownInput() {
        input.shutdown();
    }

    /// Ends the stream to the other side; what comes from there can still be read. Idempotent.
    public void shutdownOutput() {
        output.shutdown();
    }

    /// {@return whether [#shutdownInput] was called}
    public boolean isInputShutdown() {
        return input.isShutdown();
    }

    /// {@return whether [#shutdownOutput] was called}
    public boolean isOutputShutdown() {
        return output.isShutdown();
    }

    /// {@return whether it was closed here}
    public boolean isClosed() {
        return state.isClosedHere();
    }

    /// Looks what could be done now without waiting, and if it is nothing of what is wanted, has a
    /// poller run an action once that may have changed.
    ///
    /// @param wanted bits of [#READABLE] and [#WRITABLE]
    /// @param poller runs the action, once
    /// @param action must not block; may run in vain
    /// @return those of the bits that hold
    public int readyOr(int wanted, Poller poller, Runnable action) {
        bell.lookForWatcher();
        int ready = 0;
        if ((wanted & READABLE) != 0 && input.isReadyOrArmed()) {
            ready |= READABLE;
        }
        if ((wanted & WRITABLE) != 0 && output.isReadyBeforeSleep()) {
            ready |= WRITABLE;
        }
        if (ready == 0) {
            bell.watch(poller, action);
        }
        return ready;
    }

    /// Looks what could be done now without waiting, as far as the rings say it: of the death of
    /// the other side only [#readyOr] knows. No signal is asked for; who looks will look again.
    ///
    /// @param wanted bits of [#READABLE] and [#WRITABLE]
    /// @return those of the bits that hold
    public int readyNow(int wanted) {
        int ready = 0;
        if ((wanted & READABLE) != 0 && input.isReadyNow()) {
            ready |= READABLE;
        }
        if ((wanted & WRITABLE) != 0 && output.isReady()) {
            ready |= WRITABLE;
        }
        return ready;
    }

    /// Stops what [#readyOr] began.
    ///
    /// @param poller the same
    public void forget(Poller poller) {
        bell.forget(poller);
    }

    /// Has somebody told when it may be worth to call [#readyOr] again, beyond what pollers see.
    ///
    /// @param watcher called by whichever thread finds out; must not block; null for nobody
    public void tell(@Nullable Runnable watcher) {
        bell.tell(watcher);
    }

    /// Ends the stream to the other side, unless that has happened, and lets go of everything. The
    /// other side reads what was written, then the end. Idempotent.
    @Override
    public void close() {
        end.close(true);
    }

    /// As [#close], but the other side is not told that the stream has ended: to it the connection
    /// is reset. What was written before may be read or not.
    public void abort() {
        end.close(false);
    }

    @Override
    public String toString() {
        return "RingStream[" + state.word() + " with " + wiring.peer() + "]";
    }
}
