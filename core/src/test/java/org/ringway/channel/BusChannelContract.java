// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ringway.BusTimeoutException;
import org.ringway.ring.OutgoingRing;

/// What a channel promises, on any platform.
public abstract class BusChannelContract extends ChannelCase {
    /// For the platforms' own tests.
    protected BusChannelContract() {}

    @ParameterizedTest
    @EnumSource(WaitStrategy.class)
    @DisplayName("answers every request, however both sides wait")
    void answersEveryRequestHoweverBothSidesWait(WaitStrategy strategy) throws Exception {
        try (ChannelPair pair = pair(SMALL.withWaiting(strategy))) {
            FutureTask<Integer> echo = echoing(pair.right, 2_000);
            MemorySegment answer = MemorySegment.ofArray(new long[1]);
            for (int i = 0; i < 2_000; i++) {
                assertEquals(8, pair.left.request(ChannelPair.word(i), answer));
                assertEquals(i, ChannelPair.word(answer));
            }
            assertEquals(2_000, echo.get());
        }
    }

    @Test
    @DisplayName("lets many virtual and platform threads request at once, few slots or not")
    void letsManyThreadsRequestAtOnce() throws Exception {
        try (ChannelPair pair = pair(SMALL.withQuotas(3, 64))) {
            int threads = 12;
            int each = 300;
            FutureTask<Integer> echo = echoing(pair.right, threads * each);
            List<FutureTask<Boolean>> tasks = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                long first = 1_000L * t;
                FutureTask<Boolean> task = new FutureTask<>(() -> requestAll(pair, first, each));
                tasks.add(task);
                (t % 2 == 0 ? Thread.ofVirtual() : Thread.ofPlatform().daemon()).start(task);
            }
            for (FutureTask<Boolean> task : tasks) {
                assertTrue(task.get());
            }
            assertEquals(threads * each, echo.get());
            assertEquals(0, pair.left.statistics().requestsUnderWay());
        }
    }

    private static boolean requestAll(ChannelPair pair, long first, int count) throws Exception {
        MemorySegment answer = MemorySegment.ofArray(new long[1]);
        for (int i = 0; i < count; i++) {
            pair.left.request(ChannelPair.word(first + i), answer);
            assertEquals(first + i, ChannelPair.word(answer));
        }
        return true;
    }

    @Test
    @DisplayName("carries a stream in order through a ring much smaller than it, both ways at once")
    void carriesStreamsInOrderBothWays() throws Exception {
        try (ChannelPair pair = pair(SMALL)) {
            List<FutureTask<Long>> tasks = List.of(
                    sending(pair.left), sending(pair.right),
                    receiving(pair.left), receiving(pair.right));
            tasks.forEach(task -> Thread.ofPlatform().daemon().start(task));
            for (FutureTask<Long> task : tasks) {
                assertEquals(20_000L, task.get());
            }
        }
    }

    private static FutureTask<Long> sending(BusChannel channel) {
        return new FutureTask<>(() -> {
            long i = 0;
            while (i < 20_000) {
                channel.send(ChannelPair.word(i));
                i++;
            }
            return i;
        });
    }

    private static FutureTask<Long> receiving(BusChannel channel) {
        return new FutureTask<>(() -> {
            long[] next = {0};
            while (next[0] < 20_000) {
                channel.receive(p -> assertEquals(next[0]++, ChannelPair.word(p.payload())), 64,
                        LONG);
            }
            return next[0];
        });
    }

    @Test
    @DisplayName("answers false and zero instead of waiting in try calls")
    void tryCallsNeverWait() {
        try (ChannelPair pair = pair(SMALL)) {
            int sent = 0;
            while (pair.left.trySend(ChannelPair.bytes(100, sent))) {
                sent++;
            }
            assertEquals(4096 / 128 - 1, sent);
            assertEquals(3, pair.right.poll(p -> { }, 3));
            assertEquals(sent - 3, pair.right.poll(p -> { }, 100));
            assertEquals(0, pair.right.poll(p -> { }, 100));
        }
    }

    @Test
    @DisplayName("throws when the time for a send or a request is over, and receives null then")
    void timesOut() throws Exception {
        try (ChannelPair pair = pair(SMALL)) {
            assertNull(pair.left.receive(Duration.ofMillis(1)));
            BusTimeoutException noAnswer = assertThrows(BusTimeoutException.class,
                    () -> pair.left.request(null, ChannelPair.word(1), ChannelPair.word(0),
                            Duration.ofMillis(1)));
            assertTrue(noAnswer.getMessage().contains("waited=1 ms"), noAnswer.getMessage());
            while (pair.left.trySend(ChannelPair.bytes(100, 0))) {
                assertTrue(pair.left.isOpen());
            }
            assertThrows(BusTimeoutException.class,
                    () -> pair.left.send(ChannelPair.bytes(100, 0), Duration.ofMillis(1)));
            assertEquals(1, pair.left.statistics().requestsUnderWay(), "the abandoned one");
            DeferredPacket late = pair.right.receive(NONE);
            assertNotNull(late);
            late.close();
            assertEquals(0, pair.left.poll(p -> { }, 1));
            assertEquals(0, pair.left.statistics().requestsUnderWay(), "its completion came late");
        }
    }

    @Test
    @DisplayName("makes a batch visible at once, with one signal at most")
    void batchesCommitOnce() throws Exception {
        try (ChannelPair pair = pair(ChannelOptions.DEFAULT)) {
            try (Batch batch = pair.left.batch()) {
                for (int i = 0; i < 100; i++) {
                    batch.add(ChannelPair.word(i));
                }
                assertEquals(0, pair.right.poll(p -> { }, 1));
            }
            List<Long> seen = new ArrayList<>();
            assertEquals(100, pair.right.poll(
                    p -> seen.add(ChannelPair.word(p.payload())), 1000));
            assertEquals(99, seen.getLast());
            assertTrue(pair.left.statistics().signalsSent() <= 1);
        }
    }

    @Test
    @DisplayName("P17: ignores completions for requests that do not exist, and counts them")
    void p17UnknownCompletionsAreIgnored() throws Exception {
        try (ChannelPair pair = pair(SMALL)) {
            OutgoingRing forged = new OutgoingRing(pair.rightToLeft);
            for (long id : new long[] {0, 1, 2, 0xFFFF, -1, 1L << 16 | 1}) {
                assertTrue(forged.tryComplete(id, ChannelPair.word(6)));
            }
            forged.publish();
            assertEquals(0, pair.left.poll(p -> { }, 10));
            assertEquals(6, pair.left.statistics().unknownCompletions());
            assertTrue(pair.left.isOpen());
        }
    }

    @Test
    @DisplayName("P18: says how long an answer is, and leaves what it does not fill as it was")
    void p18ShortAnswersLeaveTheRestAlone() throws Exception {
        try (ChannelPair pair = pair(SMALL)) {
            FutureTask<Integer> echo = new FutureTask<>(() -> pair.right.receive(
                    p -> p.complete(ChannelPair.word(9)), 1, LONG));
            Thread.ofPlatform().daemon().start(echo);
            MemorySegment answer = MemorySegment.ofArray(new long[] {1, 2});
            assertEquals(8, pair.left.request(ChannelPair.word(0), answer));
            assertEquals(9, ChannelPair.word(answer));
            assertEquals(2, ChannelPair.word(answer.asSlice(8)));
            assertEquals(1, echo.get());
        }
    }
}
