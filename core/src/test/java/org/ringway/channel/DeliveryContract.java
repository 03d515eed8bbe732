// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ringway.ChannelClosedException;

/// How packets are handed to handlers, batch by batch and with pauses, on any platform.
public abstract class DeliveryContract extends ChannelCase {
    /// For the platforms' own tests.
    protected DeliveryContract() {}

    /// Writes down what happens.
    private static final class Recorder implements PacketHandler {
        private final List<String> seen = new ArrayList<>();
        private final Consumer<IncomingPacket> then;

        Recorder(Consumer<IncomingPacket> then) {
            this.then = then;
        }

        Recorder() {
            this(packet -> { });
        }

        @Override
        public void received(IncomingPacket packet) {
            seen.add("packet " + ChannelPair.word(packet.payload()));
            then.accept(packet);
        }

        @Override
        public void batchEnded(int packets) {
            seen.add("batch of " + packets);
        }
    }

    private static void send(BusChannel channel, int... words) throws InterruptedException {
        for (int word : words) {
            channel.send(ChannelPair.word(word));
        }
    }

    private static FutureTask<Boolean> pausing(BusChannel channel) {
        FutureTask<Boolean> pause = new FutureTask<>(() -> channel.pause(LONG));
        Thread.ofPlatform().daemon().start(pause);
        return pause;
    }

    @Test
    @DisplayName("tells a handler where a batch ends, and nothing if there was none")
    void tellsWhereABatchEnds() throws Exception {
        try (ChannelPair pair = pair()) {
            Recorder recorder = new Recorder();
            assertEquals(0, pair.right.poll(recorder, 10));
            send(pair.left, 1, 2, 3);
            assertEquals(2, pair.right.poll(recorder, 2));
            assertEquals(1, pair.right.receive(recorder, 2, LONG));
            assertEquals(0, pair.right.receive(recorder, 2, NONE));
            assertEquals(List.of("packet 1", "packet 2", "batch of 2", "packet 3", "batch of 1"),
                    recorder.seen);
        }
    }

    @Test
    @DisplayName("gives the ring back before a batch ends, so that answers find room")
    void givesTheRingBackBeforeABatchEnds() throws Exception {
        try (ChannelPair pair = pair()) {
            while (pair.left.trySend(ChannelPair.word(1))) {
                assertTrue(pair.left.isOpen());
            }
            List<Boolean> room = new ArrayList<>();
            pair.right.poll(new PacketHandler() {
                @Override
                public void received(IncomingPacket packet) {}

                @Override
                public void batchEnded(int packets) {
                    room.add(pair.left.trySend(ChannelPair.word(2)));
                    room.add(pair.right.trySend(ChannelPair.word(packets)));
                }
            }, 1_000);
            assertEquals(List.of(true, true), room);
        }
    }

    @Test
    @DisplayName("ends no batch after a handler has thrown, and ends one of kept packets")
    void endsBatchesOfKeptPackets() throws Exception {
        try (ChannelPair pair = pair()) {
            send(pair.left, 1, 2, 3);
            Recorder throwing = new Recorder(packet -> {
                throw new ArithmeticException();
            });
            assertThrows(ArithmeticException.class, () -> pair.right.poll(throwing, 10));
            assertEquals(List.of("packet 1"), throwing.seen);
            assertThrows(org.ringway.BusTimeoutException.class, () -> pair.right.request(null,
                    ChannelPair.word(0), MemorySegment.ofArray(new long[0]), NONE));
            assertEquals(2, pair.right.statistics().packetsKept());
            Recorder recorder = new Recorder();
            assertEquals(2, pair.right.receive(recorder, 10, LONG));
            assertEquals(List.of("packet 2", "packet 3", "batch of 2"), recorder.seen);
        }
    }

    @Test
    @DisplayName("hands out nothing while paused, loses nothing and keeps the order")
    void handsOutNothingWhilePaused() throws Exception {
        try (ChannelPair pair = pair()) {
            send(pair.left, 1);
            assertTrue(pair.right.pause(LONG));
            assertTrue(pair.right.pause(NONE), "again");
            Recorder recorder = new Recorder();
            assertEquals(0, pair.right.poll(recorder, 10));
            assertEquals(0, pair.right.receive(recorder, 10, NONE));
            assertNull(pair.right.receive(Duration.ofMillis(1)));
            send(pair.left, 2);
            pair.right.resume();
            pair.right.resume();
            send(pair.left, 3);
            while (recorder.seen.size() < 4) {
                pair.right.receive(recorder, 10, LONG);
            }
            assertEquals(List.of("packet 1", "packet 2", "packet 3"),
                    recorder.seen.stream().filter(line -> line.startsWith("packet")).toList());
        }
    }

    @ParameterizedTest
    @EnumSource(WaitStrategy.class)
    @DisplayName("pauses when the handler at work has returned, before the next packet")
    void pausesAfterThePacketInHand(WaitStrategy strategy) throws Exception {
        try (ChannelPair pair = new ChannelPair(platform(), SMALL.withWaiting(strategy))) {
            CountDownLatch entered = new CountDownLatch(1);
            CountDownLatch leave = new CountDownLatch(1);
            Recorder recorder = new Recorder(packet -> {
                entered.countDown();
                awaitQuietly(leave);
            });
            send(pair.left, 1, 2);
            FutureTask<Integer> receiver = new FutureTask<>(
                    () -> pair.right.receive(recorder, 10, LONG));
            Thread.ofPlatform().daemon().start(receiver);
            entered.await();
            FutureTask<Boolean> pause = pausing(pair.right);
            assertFalse(pair.right.pause(NONE), "the handler has not returned");
            leave.countDown();
            assertTrue(pause.get());
            assertEquals(List.of("packet 1", "batch of 1"), recorder.seen);
            assertEquals(1, receiver.get());
            FutureTask<Integer> next = new FutureTask<>(
                    () -> pair.right.receive(recorder, 10, LONG));
            Thread.ofVirtual().start(next);
            pair.right.resume();
            assertEquals(1, next.get());
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @DisplayName("pauses when every deferred packet is completed, and not before")
    void pausesWhenNothingIsInHand() throws Exception {
        try (ChannelPair pair = pair()) {
            send(pair.left, 1, 2);
            DeferredPacket first = pair.right.receive(LONG);
            DeferredPacket second = pair.right.receive(LONG);
            assertNotNull(first);
            assertNotNull(second);
            FutureTask<Boolean> pause = pausing(pair.right);
            first.close();
            assertFalse(pair.right.pause(NONE));
            second.close();
            assertTrue(pause.get());
        }
    }

    @Test
    @DisplayName("sends, requests and is answered while it is paused")
    void requestsAreAnsweredWhilePaused() throws Exception {
        try (ChannelPair pair = pair()) {
            assertTrue(pair.right.pause(LONG));
            send(pair.left, 1);
            FutureTask<Integer> receiver = new FutureTask<>(
                    () -> pair.right.receive(packet -> { }, 1, LONG));
            Thread.ofPlatform().daemon().start(receiver);
            FutureTask<Integer> request = new FutureTask<>(() -> pair.right.request(
                    ChannelPair.word(5), MemorySegment.ofArray(new long[1])));
            Thread.ofPlatform().daemon().start(request);
            assertEquals(1, pair.left.receive(packet -> packet.complete(packet.payload()), 1,
                    LONG));
            assertEquals(8, request.get());
            assertFalse(receiver.isDone());
            pair.right.resume();
            assertEquals(1, receiver.get());
        }
    }

    @Test
    @DisplayName("does not let a handler wait for its own packet")
    void handlersCannotPause() throws Exception {
        try (ChannelPair pair = pair()) {
            send(pair.left, 1);
            assertEquals(1, pair.right.poll(packet -> assertThrows(
                    IllegalStateException.class, () -> pair.right.pause(NONE)), 1));
            assertTrue(pair.right.pause(NONE));
        }
    }

    @Test
    @DisplayName("wakes who waits for a pause or for its end when the channel ends")
    void theEndWakesEverybody() throws Exception {
        try (ChannelPair pair = pair()) {
            send(pair.left, 1);
            DeferredPacket open = pair.right.receive(LONG);
            assertNotNull(open);
            FutureTask<Boolean> pause = pausing(pair.right);
            FutureTask<ChannelClosedException> receiver = new FutureTask<>(
                    () -> assertThrows(ChannelClosedException.class,
                            () -> pair.right.receive(packet -> { }, 1, LONG)));
            Thread.ofPlatform().daemon().start(receiver);
            pair.right.close();
            assertFalse(pause.get());
            assertNotNull(receiver.get());
            open.close();
        }
    }
}
