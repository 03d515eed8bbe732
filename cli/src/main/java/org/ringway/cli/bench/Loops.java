// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.locks.LockSupport;
import org.ringway.cli.bench.transport.Conduit;

/// The loops of both ends, the same for every transport.
///
/// Each message carries its number in its first and last eight bytes; the receiver misses none.
///
/// - **Thread:** the conduit's.
final class Loops implements AutoCloseable {
    /// The number of the message that says that the round is over.
    static final long LAST = -1;

    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED;
    /// How many bytes to send between two looks at the clock.
    private static final long LOOK_BYTES = 64 << 10;
    private static final int MOST_UNTIMED = 256;

    private final Conduit conduit;
    private final Arena memory = Arena.ofConfined();
    private final MemorySegment message;
    private final Numbers numbers;

    Loops(Conduit conduit, long bytes) {
        this.conduit = conduit;
        this.message = memory.allocate(bytes);
        this.numbers = new Numbers(bytes);
    }

    /// Sends as fast as the other end takes.
    ///
    /// @param oneByOne whether to flush after each
    /// @return how many, and for how long
    Timed sendFor(long nanos, boolean oneByOne) throws IOException, InterruptedException {
        long burst = Math.clamp(LOOK_BYTES / message.byteSize(), 1, MOST_UNTIMED);
        long sent = 0;
        long start = System.nanoTime();
        do {
            for (long i = 0; i < burst; i++) {
                send(sent++);
                if (oneByOne) {
                    conduit.flush();
                }
            }
        } while (System.nanoTime() - start < nanos);
        send(LAST);
        conduit.flush();
        numbers.expect(sent);
        awaitNumber();
        return new Timed(sent, System.nanoTime() - start);
    }

    /// The other end of [#sendFor]: takes all, and answers how many came.
    ///
    /// @return how many
    long takeAll() throws IOException, InterruptedException {
        numbers.expect(0);
        while (!numbers.isOver()) {
            conduit.receive(numbers);
        }
        send(numbers.next());
        conduit.flush();
        return numbers.next();
    }

    /// Sends messages there and back, one at a time.
    ///
    /// @param latencies takes the time of each
    /// @return how many, and for how long
    Timed roundTripsFor(long nanos, Latencies latencies) throws IOException, InterruptedException {
        numbers.expect(0);
        long sent = 0;
        long start = System.nanoTime();
        long last = start;
        do {
            send(sent++);
            conduit.flush();
            awaitNumber();
            long now = System.nanoTime();
            latencies.add(now - last);
            last = now;
        } while (last - start < nanos);
        send(LAST);
        conduit.flush();
        return new Timed(sent, last - start);
    }

    /// Opens a connection for each round trip; letting go of it is not counted.
    ///
    /// @param latencies takes the time of each
    /// @return how many, and for how long
    Timed opensFor(long nanos, Latencies latencies) throws IOException, InterruptedException {
        numbers.expect(0);
        long sent = 0;
        long counted = 0;
        do {
            long start = System.nanoTime();
            send(sent++);
            conduit.flush();
            awaitNumber();
            long took = System.nanoTime() - start;
            latencies.add(took);
            counted += took;
            conduit.renew();
        } while (counted < nanos);
        send(LAST);
        conduit.flush();
        return new Timed(sent, counted);
    }

    /// Sends nothing for a while, then a few messages.
    ///
    /// @return how many, and for how long
    Timed idleFor(long nanos) throws IOException, InterruptedException {
        long start = System.nanoTime();
        long left = nanos;
        while (left > 0) {
            LockSupport.parkNanos(left);
            left = nanos - (System.nanoTime() - start);
        }
        Timed woken = sendFor(0, true);
        return new Timed(woken.messages(), System.nanoTime() - start);
    }

    private void awaitNumber() throws IOException, InterruptedException {
        long before = numbers.next();
        while (numbers.next() == before) {
            conduit.receive(numbers);
        }
    }

    /// The other end of [#roundTripsFor].
    ///
    /// @return how many
    long answerAll() throws IOException, InterruptedException {
        numbers.expect(0);
        long answered = 0;
        while (true) {
            conduit.receive(numbers);
            while (answered < numbers.next()) {
                send(answered++);
                conduit.flush();
            }
            if (numbers.isOver()) {
                return answered;
            }
        }
    }

    private void send(long number) throws IOException, InterruptedException {
        message.set(U64, 0, number);
        message.set(U64, message.byteSize() - Long.BYTES, number);
        conduit.send(message);
    }

    @Override
    public void close() {
        memory.close();
    }

    /// @param messages sent in time
    /// @param nanos that it took, the answer included
    record Timed(long messages, long nanos) {}

    /// Checks that messages come complete and in order.
    private static final class Numbers implements Conduit.Sink {
        private final long lastWord;
        private long next;
        private boolean over;

        Numbers(long bytes) {
            lastWord = bytes - Long.BYTES;
        }

        void expect(long number) {
            next = number;
            over = false;
        }

        long next() {
            return next;
        }

        boolean isOver() {
            return over;
        }

        @Override
        public void take(MemorySegment memory, long offset) {
            long number = memory.get(U64, offset);
            if (number == LAST) {
                over = true;
                return;
            }
            if (number != next || memory.get(U64, offset + lastWord) != number) {
                throw new IllegalStateException("wrong message: number=" + number
                        + " last word=" + memory.get(U64, offset + lastWord)
                        + " expected=" + next);
            }
            next++;
        }
    }
}
