// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.ringway.platform.Doorbell;

/// One end of a pair of stream sockets: a byte is a signal, another one a goodbye.
///
/// A full pair means that the other side is due to wake anyway, so a signal never waits. The lone
/// waiter sleeps in `recv` itself, the shortest way through the kernel, and comes up ten times a
/// second to see whether it is interrupted.
final class SocketDoorbell implements Doorbell, Watchable {
    private static final byte SIGNAL = 1;
    private static final byte GOODBYE = 2;
    /// A look takes this much at most, this often: whoever floods us costs us a bounded time.
    private static final int TAKEN_BYTES = 4096;
    private static final int MOST_TAKES = 16;
    static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Arena arena = Arena.ofShared();
    private final MemorySegment state = Libc.allocateState(arena);
    private final MemorySegment taken = arena.allocate(TAKEN_BYTES);
    private final long signal = arena.allocateFrom(JAVA_BYTE, SIGNAL).address();
    private final ShortWait shortWait = new ShortWait(arena);
    private final Descriptor socket;
    /// What a look answers when nothing is pending; only who looks touches it.
    private Wake whenQuiet = Wake.TIMED_OUT;

    /// @param number a stream socket that blocks for a slice at most, ours alone
    SocketDoorbell(int number) {
        socket = new Descriptor(number, () -> release(number));
    }

    /// Unread bytes would make the kernel tell the other side of a reset.
    private void release(int number) {
        take(number, Sockets.DONT_WAIT);
        arena.close();
    }

    @Override
    public Descriptor descriptor() {
        return socket;
    }

    @Override
    public void signal() {
        int number = socket.enter();
        if (number != Descriptor.CLOSED) {
            Libc.callAnyway(SystemCall.SENDTO, number, signal, 1,
                    Sockets.DONT_WAIT | Sockets.NO_SIGNAL);
            socket.leave();
        }
    }

    @Override
    public Wake poll() {
        return await(0);
    }

    @Override
    public Wake await(long nanos) {
        int number = socket.enter();
        if (number == Descriptor.CLOSED) {
            return Wake.CLOSED;
        }
        try {
            return await(number, nanos);
        } finally {
            socket.leave();
        }
    }

    private Wake await(int number, long nanos) {
        long deadline = nanos > 0 ? System.nanoTime() + nanos : 0;
        for (long left = nanos;; left = deadline - System.nanoTime()) {
            boolean isInterrupted = nanos > 0 && Thread.currentThread().isInterrupted();
            boolean waits = left > 0 && !isInterrupted;
            if (waits && left < SLICE_NANOS) {
                shortWait.await(state, number, left);
            }
            Wake wake = look(number, waits && left >= SLICE_NANOS ? 0 : Sockets.DONT_WAIT);
            if (wake == Wake.TIMED_OUT && isInterrupted) {
                return Wake.INTERRUPTED;
            }
            if (wake != Wake.TIMED_OUT || !waits) {
                return wake;
            }
        }
    }

    /// Takes what is there; with no flags it first waits for it, for a slice.
    private Wake look(int number, int flags) {
        if (whenQuiet != Wake.TIMED_OUT) {
            return whenQuiet;
        }
        long got = take(number, flags);
        boolean isSignaled = false;
        for (int takes = 1; got > 0; takes++) {
            int signals = signalsBeforeGoodbye(got);
            isSignaled |= signals > 0;
            if (signals < got) {
                whenQuiet = Wake.PEER_CLOSED;
            }
            if (got < TAKEN_BYTES || takes == MOST_TAKES) {
                break;
            }
            got = take(number, Sockets.DONT_WAIT);
        }
        if (isEnd(got) && whenQuiet == Wake.TIMED_OUT) {
            whenQuiet = Wake.PEER_LOST;
        }
        return socket.isClosed() ? Wake.CLOSED : isSignaled ? Wake.SIGNALED : whenQuiet;
    }

    private long take(int number, int flags) {
        return Libc.call(state, SystemCall.RECVFROM, number, taken.address(), TAKEN_BYTES, flags,
                0, 0);
    }

    /// Any error but impatience means that nothing will ever come again.
    private static boolean isEnd(long got) {
        return got <= 0 && got != -Errno.EAGAIN && got != -Errno.EINTR;
    }

    /// A signal that another thread sent while its side said goodbye may come after that.
    private int signalsBeforeGoodbye(long got) {
        int signals = 0;
        while (signals < got && taken.get(JAVA_BYTE, signals) != GOODBYE) {
            signals++;
        }
        return signals;
    }

    @Override
    public void close() {
        socket.close(SocketDoorbell::sayGoodbye);
    }

    private static void sayGoodbye(int number) {
        try (var arena = Arena.ofConfined()) {
            long goodbye = arena.allocateFrom(JAVA_BYTE, GOODBYE).address();
            if (sendGoodbye(number, goodbye) == -Errno.EAGAIN) {
                Sockets.enlargeSendBuffer(number);
                sendGoodbye(number, goodbye);
            }
        }
        // Wakes who waits at this end, too.
        Sockets.shutdown(number);
    }

    private static long sendGoodbye(int number, long goodbye) {
        return Libc.call(SystemCall.SENDTO, number, goodbye, 1,
                Sockets.DONT_WAIT | Sockets.NO_SIGNAL);
    }
}
