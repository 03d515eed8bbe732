// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import static java.lang.Thread.State.RUNNABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ringway.BusException;
import org.ringway.BusTimeoutException;
import org.ringway.ChannelClosedException;
import org.ringway.PeerLostException;
import org.ringway.ProtocolException;
import org.ringway.RingCorruptException;
import org.ringway.memory.GuestAddress;
import org.ringway.platform.Access;
import org.ringway.platform.Platform;
import org.ringway.ring.OutgoingRing;

/// What a channel promises, on any platform.
@Timeout(60)
@SuppressWarnings("exports") // JUnit is on the class path, not in the module
public abstract class BusChannelContract {
    /// For the platforms' own tests.
    protected BusChannelContract() {}

    /// {@return a host of its own}
    protected abstract Platform platform();

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration NONE = Duration.ZERO;
    private static final ChannelOptions SMALL = ChannelOptions.DEFAULT.withPages(2, 2);

    private ChannelPair pair(ChannelOptions options) {
        return new ChannelPair(platform(), options);
    }

    private static FutureTask<Integer> echoing(BusChannel channel, int count) {
        FutureTask<Integer> echo = new FutureTask<>(() -> {
            int done = 0;
            while (done < count) {
                done += channel.receive(p -> p.complete(p.payload()), 16, LONG);
            }
            return done;
        });
        Thread.ofPlatform().daemon().start(echo);
        return echo;
    }

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
    @DisplayName("lends pages in place until the completion, and grants a buffer once")
    void lendsPagesInPlace() throws Exception {
        try (ChannelPair pair = pair(SMALL)) {
            SharedBuffer buffer = pair.allocate(40L << 20, Access.READ_WRITE);
            Thread filler = Thread.ofPlatform().daemon().start(() -> fill(pair.right, 2));
            MemorySegment none = MemorySegment.ofArray(new long[0]);
            long at = (32L << 20) - 100_000;
            pair.left.grant(buffer);
            assertThrows(IllegalArgumentException.class, () -> pair.left.request(
                    buffer.slice(0, 4 << 20), ChannelPair.word(7), none, LONG),
                    "a page list longer than the small ring");
            pair.left.request(buffer.slice(at, 200_000), ChannelPair.word(7), none, LONG);
            pair.left.request(buffer.slice(5, 10), ChannelPair.word(9), none, LONG);
            filler.join();
            assertEquals(7, buffer.bytes().get(ValueLayout.JAVA_BYTE, at));
            assertEquals(7, buffer.bytes().get(ValueLayout.JAVA_BYTE, at + 199_999));
            assertEquals(0, buffer.bytes().get(ValueLayout.JAVA_BYTE, at + 200_000));
            assertEquals(9, buffer.bytes().get(ValueLayout.JAVA_BYTE, 14));
            assertEquals(0, buffer.leases());
            assertEquals(1, pair.grants.get());
            buffer.close();
        }
    }

    private static void fill(BusChannel channel, int count) {
        try {
            int done = 0;
            while (done < count) {
                done += channel.receive(packet -> {
                    byte with = (byte) ChannelPair.word(packet.payload());
                    packet.external().segments().forEach(s -> s.fill(with));
                }, 1, LONG);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @DisplayName("gives a read-only grant out as read-only views")
    void readOnlyGrantsGiveReadOnlyViews() throws Exception {
        try (ChannelPair pair = pair(SMALL)) {
            SharedBuffer buffer = pair.allocate(4096, Access.READ_ONLY);
            AtomicReference<Boolean> readOnly = new AtomicReference<>();
            pair.left.start(buffer.all(), ChannelPair.word(1), new Recorder());
            pair.right.receive(p -> readOnly.set(p.external().segment().isReadOnly()), 1, LONG);
            assertTrue(readOnly.get());
        }
    }

    @Test
    @DisplayName("refuses to lend a writable buffer to a second partition")
    void writableBuffersBelongToOnePartition() throws Exception {
        try (ChannelPair pair = pair(SMALL)) {
            SharedBuffer buffer = pair.allocate(4096, Access.READ_WRITE);
            pair.left.grant(buffer);
            assertThrows(IllegalArgumentException.class, () -> pair.right.grant(buffer));
        }
    }

    @Test
    @DisplayName("P12: ends the channel when a packet names a page that was not granted")
    void p12PagesThatWereNotGrantedEndTheChannel() throws Exception {
        try (ChannelPair pair = pair(SMALL)) {
            OutgoingRing forged = new OutgoingRing(pair.leftToRight);
            assertTrue(forged.tryWriteDirect(
                    1, new GuestAddress(0xDEAD, 0), 8, ChannelPair.word(0)));
            forged.publish();
            ProtocolException thrown = assertThrows(ProtocolException.class,
                    () -> pair.right.poll(IncomingPacket::external, 1));
            assertTrue(thrown.getMessage().contains("pfn=57005"), thrown.getMessage());
            assertThrows(RingCorruptException.class, () -> pair.right.receive(NONE));
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

    @Test
    @DisplayName("keeps packets for a receiver while a request is awaited")
    void keepsPacketsWhileARequestIsAwaited() throws Exception {
        try (ChannelPair pair = pair(SMALL)) {
            pair.right.send(ChannelPair.word(1));
            pair.right.send(ChannelPair.word(2));
            FutureTask<Integer> echo = echoing(pair.right, 1);
            pair.left.request(ChannelPair.word(5), ChannelPair.word(0));
            assertEquals(1, echo.get());
            List<Long> seen = new ArrayList<>();
            assertEquals(2, pair.left.poll(p -> seen.add(ChannelPair.word(p.payload())), 10));
            assertEquals(List.of(1L, 2L), seen);
            assertEquals(0, pair.left.statistics().packetsKept());
        }
    }

    @Test
    @DisplayName("serves a receiver while another thread waits for an answer that does not come")
    void servesAReceiverWhileARequestWaits() throws Exception {
        try (ChannelPair pair = pair(SMALL)) {
            FutureTask<Integer> request = new FutureTask<>(
                    () -> pair.left.request(ChannelPair.word(5), ChannelPair.word(0)));
            Thread.ofPlatform().daemon().start(request);
            DeferredPacket open = pair.right.receive(LONG);
            assertNotNull(open);
            for (int i = 0; i < 500; i++) {
                pair.right.send(ChannelPair.word(i));
                DeferredPacket packet = pair.left.receive(LONG);
                assertNotNull(packet);
                assertEquals(i, ChannelPair.word(packet.payload()));
                packet.close();
            }
            open.complete(ChannelPair.word(77));
            assertEquals(8, request.get());
        }
    }

    @Test
    @DisplayName("completes with nothing what a handler left open, and keeps silent when it throws")
    void unfinishedPacketsAreCompleted() throws Exception {
        try (ChannelPair pair = pair(SMALL)) {
            Recorder first = new Recorder();
            Recorder second = new Recorder();
            pair.left.start(null, ChannelPair.word(1), first);
            pair.right.poll(p -> { }, 1);
            pair.left.poll(p -> { }, 1);
            assertEquals(0L, first.answerBytes());
            pair.left.start(null, ChannelPair.word(2), second);
            assertThrows(ArithmeticException.class, () -> pair.right.poll(p -> {
                throw new ArithmeticException("broken handler");
            }, 1));
            pair.left.poll(p -> { }, 1);
            assertNull(second.outcome());
            pair.left.close();
            assertEquals(ChannelClosedException.class, second.outcome());
        }
    }

    @Test
    @DisplayName("defers completions up to the quota, and goes on when one is completed")
    void defersUpToTheQuota() throws Exception {
        try (ChannelPair pair = pair(SMALL.withQuotas(16, 2))) {
            for (int i = 0; i < 4; i++) {
                pair.left.start(null, ChannelPair.word(i), new Recorder());
            }
            List<DeferredPacket> kept = new ArrayList<>();
            assertEquals(2, pair.right.poll(p -> kept.add(p.defer()), 10));
            assertEquals(0, pair.right.poll(p -> kept.add(p.defer()), 10));
            FutureTask<Integer> third = new FutureTask<>(
                    () -> pair.right.receive(p -> kept.add(p.defer()), 1, LONG));
            Thread.ofPlatform().daemon().start(third);
            kept.getFirst().attach("context");
            assertEquals("context", kept.getFirst().attachment());
            kept.getFirst().complete(ChannelPair.word(0));
            assertEquals(1, third.get());
            assertThrows(IllegalStateException.class,
                    () -> kept.getFirst().complete(ChannelPair.word(0)));
        }
    }

    @Test
    @DisplayName("wakes whoever waits for an answer when packets kept before it are received")
    void keptPacketsMakeRoomForAnAnswer() throws Exception {
        try (ChannelPair pair = pair(SMALL.withQuotas(16, 2))) {
            for (int i = 0; i < 5; i++) {
                pair.right.send(ChannelPair.word(i));
            }
            FutureTask<Integer> asking = new FutureTask<>(() -> pair.left.request(
                    null, ChannelPair.word(1), ChannelPair.word(0), LONG));
            Thread asker = Thread.ofPlatform().daemon().start(asking);
            assertEquals(1, pair.right.receive(p -> p.complete(p.payload()), 1, LONG));
            while (pair.left.statistics().packetsKept() < 2 || asker.getState() == RUNNABLE) {
                Thread.onSpinWait();
            }
            for (int i = 0; i < 5; i++) {
                assertEquals(1, pair.left.receive(p -> { }, 1, LONG));
            }
            assertEquals(8, asking.get());
        }
    }

    @Test
    @DisplayName("never waits to complete: answers without room are kept and go out first")
    void completionsNeverWait() throws Exception {
        try (ChannelPair pair = pair(SMALL)) {
            while (pair.right.trySend(ChannelPair.word(1))) {
                assertTrue(pair.right.isOpen());
            }
            Recorder told = new Recorder();
            pair.left.start(null, ChannelPair.word(4), told);
            assertEquals(1, pair.right.poll(p -> p.complete(p.payload()), 1));
            assertEquals(1, pair.right.statistics().packetsKept());
            while (pair.left.poll(p -> { }, 100) > 0) {
                assertTrue(pair.left.isOpen());
            }
            assertEquals(0, pair.right.poll(p -> { }, 1));
            pair.left.poll(p -> { }, 100);
            assertEquals(8L, told.answerBytes());
            assertEquals(0, pair.right.statistics().packetsKept());
        }
    }

    @Test
    @DisplayName("does not let a handler receive or wait for answers on its own channel")
    void handlersCannotWaitOnTheirOwnChannel() throws Exception {
        try (ChannelPair pair = pair(SMALL)) {
            pair.left.send(ChannelPair.word(1));
            pair.left.send(ChannelPair.word(2));
            pair.right.poll(p -> assertThrows(IllegalStateException.class,
                    () -> pair.right.poll(q -> { }, 1)), 1);
            assertEquals(1, pair.right.poll(p -> assertThrows(IllegalStateException.class,
                    () -> pair.right.request(ChannelPair.word(1), ChannelPair.word(0))), 1));
        }
    }

    @Test
    @DisplayName("delivers what was committed before the other side closed, then says closed")
    void deliversThenSaysClosed() throws Exception {
        try (ChannelPair pair = pair(SMALL)) {
            pair.left.send(ChannelPair.word(1));
            pair.left.send(ChannelPair.word(2));
            pair.left.close();
            assertNotNull(pair.right.receive(LONG));
            assertNotNull(pair.right.receive(LONG));
            assertThrows(ChannelClosedException.class, () -> pair.right.receive(LONG));
            assertThrows(ChannelClosedException.class,
                    () -> pair.right.send(ChannelPair.word(1)));
            assertFalse(pair.right.isOpen());
            pair.right.close();
            pair.right.close();
            assertEquals(2, pair.closed.get());
        }
    }

    @Test
    @DisplayName("delivers a completion from before the peer's death, and fails the other requests")
    void completionsBeforeDeathCount() throws Exception {
        try (ChannelPair pair = pair(SMALL)) {
            Recorder answered = new Recorder();
            Recorder lost = new Recorder();
            pair.left.start(null, ChannelPair.word(1), answered);
            pair.left.start(null, ChannelPair.word(2), lost);
            pair.right.poll(p -> p.complete(p.payload()), 1);
            pair.leftSide.end(ChannelSide.End.PEER_LOST);
            assertEquals(8L, answered.answerBytes());
            assertEquals(PeerLostException.class, lost.outcome());
            assertThrows(PeerLostException.class, () -> pair.left.send(ChannelPair.word(1)));
        }
    }

    @ParameterizedTest
    @EnumSource(WaitStrategy.class)
    @DisplayName("wakes every waiter when it is closed by another thread")
    void closingWakesEveryWaiter(WaitStrategy strategy) throws Exception {
        try (ChannelPair pair = pair(SMALL.withWaiting(strategy))) {
            while (pair.left.trySend(ChannelPair.bytes(64, 1))) {
                assertTrue(pair.left.isOpen());
            }
            List<FutureTask<BusException>> waiters = List.of(
                    failing(() -> pair.left.send(ChannelPair.bytes(64, 1), LONG)),
                    failing(() -> pair.left.receive(LONG)),
                    failing(() -> pair.left.request(null, ChannelPair.bytes(64, 1),
                            ChannelPair.word(0), LONG)));
            CountDownLatch started = new CountDownLatch(waiters.size());
            for (int i = 0; i < waiters.size(); i++) {
                FutureTask<BusException> waiter = waiters.get(i);
                Runnable body = () -> {
                    started.countDown();
                    waiter.run();
                };
                (i % 2 == 0 ? Thread.ofPlatform().daemon() : Thread.ofVirtual()).start(body);
            }
            started.await();
            pair.left.close();
            for (FutureTask<BusException> waiter : waiters) {
                assertEquals(ChannelClosedException.class, waiter.get().getClass());
            }
        }
    }


    private interface Action {
        void run() throws InterruptedException;
    }

    private static FutureTask<BusException> failing(Action action) {
        return new FutureTask<>(() -> assertThrows(BusException.class, action::run));
    }

    @Test
    @DisplayName("stays open when a waiter is interrupted")
    void staysOpenWhenAWaiterIsInterrupted() throws Exception {
        try (ChannelPair pair = pair(SMALL)) {
            for (Thread.Builder kind : List.of(Thread.ofPlatform().daemon(), Thread.ofVirtual())) {
                FutureTask<InterruptedException> waiter = new FutureTask<>(() -> assertThrows(
                        InterruptedException.class, () -> pair.left.receive(LONG)));
                Thread thread = kind.start(waiter);
                thread.interrupt();
                assertNotNull(waiter.get());
            }
            pair.right.send(ChannelPair.word(3));
            assertNotNull(pair.left.receive(LONG));
        }
    }

    private static final class Recorder implements CompletionHandler {
        private volatile Object outcome;

        @Override
        public void completed(MemorySegment answer) {
            outcome = answer.byteSize();
        }

        @Override
        public void failed(BusException why) {
            outcome = why.getClass();
        }

        Object outcome() {
            return outcome;
        }

        Object answerBytes() {
            return outcome;
        }
    }
}
