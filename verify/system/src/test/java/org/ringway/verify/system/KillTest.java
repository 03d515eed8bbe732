// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringway.BusException;
import org.ringway.ChannelClosedException;
import org.ringway.PeerLostException;
import org.ringway.channel.BusChannel;
import org.ringway.channel.ChannelOptions;
import org.ringway.channel.SharedBuffer;
import org.ringway.child.ChildPartition;
import org.ringway.child.Offer;
import org.ringway.child.OfferListener;
import org.ringway.child.OfferWatch;
import org.ringway.child.Service;
import org.ringway.platform.Access;
import org.ringway.verify.system.Worker.Job;

@DisplayName("SIGKILL to a partition in the middle of its work")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class KillTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final MemorySegment PACKET = MemorySegment.ofArray(new byte[512]);
    private static final int MOST_LOOKS = 10_000;
    private static final int MOST_PROGRESS = 3_000;

    private final Promptness promptness = new Promptness();
    private Bus bus;
    private ChildPartition survivor;
    private long descriptorsOfRoot;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        bus = new Bus(folder);
        survivor = bus.join("survivor");
        descriptorsOfRoot = bus.root().descriptors();
    }

    private static long regionsHere() {
        return Observed.self().regionDescriptors() + Observed.self().mappedRegions().size();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        while (survivor.list().partitions().size() > 1) {
            Thread.onSpinWait();
        }
        for (int look = 0; look < MOST_LOOKS && isAnythingLeft(); look++) {
            survivor.list();
        }
        assertEquals(descriptorsOfRoot, bus.root().descriptors(), "the root's descriptors");
        assertEquals(0, regionsHere(), "regions here");
    }

    private boolean isAnythingLeft() {
        return bus.root().descriptors() != descriptorsOfRoot || regionsHere() != 0;
    }

    @AfterAll
    void end() {
        bus.close();
        promptness.assertKept();
    }

    /// When a task has failed, and how.
    private record Loss(Throwable thrown, long nanos) {}

    /// Does something until it fails.
    private static FutureTask<Loss> untilLost(Callable<?> work) {
        FutureTask<Loss> task = new FutureTask<>(() -> {
            try {
                while (true) {
                    work.call();
                }
            } catch (Throwable thrown) {
                return new Loss(thrown, System.nanoTime());
            }
        });
        Thread.ofPlatform().daemon().name("survivor").start(task);
        return task;
    }

    private void assertLost(FutureTask<Loss> task, OtherJvm killed) throws Exception {
        killed.kill();
        long gone = System.nanoTime();
        Loss loss = task.get();
        PeerLostException lost = assertThrows(PeerLostException.class, () -> {
            throw loss.thrown;
        });
        assertTrue(lost.getMessage().contains("peer lost"), lost::getMessage);
        promptness.took(gone, loss.nanos);
    }

    private static void awaitProgress(AtomicLong progress, long moment) {
        while (progress.get() < moment) {
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    @DisplayName("its consumer gets 'peer lost' within a second, whenever that happens")
    void providerDiesWhileAsked(long seed) throws Exception {
        long moment = new Random(seed).nextInt(MOST_PROGRESS);
        AtomicLong answered = new AtomicLong();
        try (OtherJvm worker = Worker.start(Job.SERVE, bus.socket());
                BusChannel channel = open(worker);
                SharedBuffer buffer = survivor.allocate(1 << 16, Access.READ_WRITE)) {
            FutureTask<Loss> task = untilLost(() -> channel.request(
                    answered.incrementAndGet() % 2 == 0 ? null : buffer.all(),
                    PACKET, PACKET, LIMIT));
            awaitProgress(answered, moment);
            assertLost(task, worker);
            assertEquals(0, buffer.leases(), "what was lent is back");
        }
    }

    private BusChannel open(OtherJvm worker) throws Exception {
        assertEquals("ready", worker.says());
        return survivor.open(survivor.awaitOffer(Worker.PROVIDED, LIMIT),
                ChannelOptions.DEFAULT.withPages(16, 16));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {5, 6, 7, 8})
    @DisplayName("its provider gets 'peer lost' within a second, whenever that happens")
    void consumerDiesWhileServed(long seed) throws Exception {
        long moment = new Random(seed).nextInt(MOST_PROGRESS);
        AtomicLong served = new AtomicLong();
        try (Service service = survivor.offer(Worker.CONSUMED);
                OtherJvm worker = Worker.start(Job.ASK, bus.socket());
                BusChannel channel = accept(service)) {
            FutureTask<Loss> task = untilLost(() -> channel.receive(packet -> {
                served.incrementAndGet();
                if (packet.hasExternal()) {
                    packet.external().segment().fill((byte) 1);
                }
                packet.complete(PACKET);
            }, 4, LIMIT));
            awaitProgress(served, moment);
            assertLost(task, worker);
        }
    }

    private static BusChannel accept(Service service) throws InterruptedException {
        return Objects.requireNonNull(service.accept(LIMIT));
    }

    @Test
    @DisplayName("who waits wakes: for a packet, for room, for a completion")
    void everyWaitEnds() throws Exception {
        try (OtherJvm worker = Worker.start(Job.MUTE, bus.socket());
                BusChannel channel = open(worker)) {
            while (channel.trySend(PACKET)) {
                Thread.onSpinWait();
            }
            FutureTask<Loss> receiving = untilLost(() -> channel.receive(_ -> { }, 1, LIMIT));
            FutureTask<Loss> sending = untilLost(() -> {
                channel.send(PACKET);
                return 0;
            });
            FutureTask<Loss> requesting = untilLost(() -> channel.request(PACKET, PACKET));
            assertLost(receiving, worker);
            assertLost(sending, worker);
            assertLost(requesting, worker);
        }
    }

    @Test
    @DisplayName("what it had committed is received before 'peer lost'")
    void committedPacketsAreReceived() throws Exception {
        try (Service service = survivor.offer(Worker.CONSUMED);
                OtherJvm worker = Worker.start(Job.SEND, bus.socket());
                BusChannel channel = accept(service)) {
            assertEquals("sent", worker.says());
            worker.kill();

            AtomicLong expected = new AtomicLong();
            assertThrows(PeerLostException.class, () -> {
                while (true) {
                    channel.receive(packet -> assertEquals(expected.getAndIncrement(),
                            packet.payload().get(ValueLayout.JAVA_LONG_UNALIGNED, 0)), 16, LIMIT);
                }
            });
            assertEquals(Worker.SENT, expected.get());
        }
    }

    @Test
    @DisplayName("its offers are rescinded at everybody")
    void offersAreRescinded() throws Exception {
        CountDownLatch appeared = new CountDownLatch(1);
        CountDownLatch rescinded = new CountDownLatch(1);
        OfferListener listener = new OfferListener() {
            @Override
            public void appeared(Offer offer) {
                appeared.countDown();
            }

            @Override
            public void rescinded(Offer offer) {
                assertEquals(Worker.PROVIDED, offer.name().value());
                rescinded.countDown();
            }
        };
        try (ChildPartition third = ChildPartition.join(bus.socket(), "third");
                OfferWatch _ = third.watch(listener);
                OtherJvm worker = Worker.start(Job.SERVE, bus.socket())) {
            assertTrue(appeared.await(60, TimeUnit.SECONDS), "offered");
            worker.kill();
            assertTrue(rescinded.await(60, TimeUnit.SECONDS), "rescinded");
            assertEquals(List.of(), third.offers());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {9, 10, 11, 12})
    @DisplayName("at any moment of opening, granting and closing, nothing is left of it")
    void dyingWhileOpeningAndClosing(long seed) throws Exception {
        long moment = new Random(seed).nextInt(60);
        AtomicLong accepted = new AtomicLong();
        Service service = survivor.offer(Worker.CONSUMED);
        FutureTask<Loss> serving = untilLost(() -> {
            BusChannel channel = service.accept();
            accepted.incrementAndGet();
            // Closed in good order, or killed in the middle of it.
            assertThrows(BusException.class, () -> Worker.answer(channel));
            channel.close();
            return 0;
        });
        try (OtherJvm worker = Worker.start(Job.CHURN, bus.socket())) {
            assertEquals("ready", worker.says());
            awaitProgress(accepted, moment);
        }
        service.close();
        assertInstanceOf(ChannelClosedException.class, serving.get().thrown);
    }
}
