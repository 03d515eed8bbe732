// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ringway.cli.bench.transport.Conduit;

@Timeout(60)
class LoopsTest {
    private static final int BYTES = 64;
    private static final long MILLISECOND = 1_000_000;

    private final BlockingQueue<long[]> there = new LinkedBlockingQueue<>();
    private final BlockingQueue<long[]> back = new LinkedBlockingQueue<>();

    @Test
    void bothEndsCountTheSameMessages() throws Exception {
        FutureTask<Long> far = started(() -> {
            try (Loops loops = far()) {
                return loops.takeAll();
            }
        });
        try (Loops loops = near()) {
            Loops.Timed timed = loops.sendFor(MILLISECOND, true);
            assertTrue(timed.messages() > 0 && timed.nanos() >= MILLISECOND, timed.toString());
            assertEquals(timed.messages(), far.get());
        }
    }

    @Test
    void everyRoundTripIsAnsweredAndItsTimeTaken() throws Exception {
        FutureTask<Long> far = started(() -> {
            try (Loops loops = far()) {
                return loops.answerAll();
            }
        });
        Latencies latencies = new Latencies();
        try (Loops loops = near()) {
            Loops.Timed timed = loops.roundTripsFor(MILLISECOND, latencies);
            assertEquals(timed.messages(), far.get());
            assertEquals(timed.messages(), latencies.count());
        }
    }

    @Test
    void aWrongNumberIsNoticed() {
        there.add(new long[] {1, 0, 0, 0, 0, 0, 0, 1});
        assertTakingFails();
    }

    @Test
    void aMessageCutShortIsNoticed() {
        there.add(new long[] {0, 0, 0, 0, 0, 0, 0, 77});
        assertTakingFails();
    }

    private void assertTakingFails() {
        try (Loops loops = far()) {
            IllegalStateException noticed =
                    assertThrows(IllegalStateException.class, loops::takeAll);
            assertTrue(noticed.getMessage().startsWith("wrong message"), noticed.getMessage());
        }
    }

    private static FutureTask<Long> started(Callable<Long> work) {
        FutureTask<Long> task = new FutureTask<>(work);
        Thread.ofPlatform().daemon().start(task);
        return task;
    }

    private Loops near() {
        return new Loops(new Queues(back, there), BYTES);
    }

    private Loops far() {
        return new Loops(new Queues(there, back), BYTES);
    }

    private record Queues(BlockingQueue<long[]> in, BlockingQueue<long[]> out) implements Conduit {
        @Override
        public void prepare(long bytes, boolean gathered) {}

        @Override
        public void send(MemorySegment message) {
            out.add(message.toArray(ValueLayout.JAVA_LONG));
        }

        @Override
        public void receive(Sink sink) throws InterruptedException {
            sink.take(MemorySegment.ofArray(in.take()), 0);
        }

        @Override
        public void close() {}
    }
}
