// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.function.Executable;
import org.ringway.ChannelClosedException;
import org.ringway.PeerLostException;
import org.ringway.RootLostException;
import org.ringway.channel.BusChannel;
import org.ringway.channel.ChannelOptions;
import org.ringway.channel.SharedBuffer;
import org.ringway.child.ChildPartition;
import org.ringway.child.Offer;
import org.ringway.child.Service;
import org.ringway.platform.Access;
import org.ringway.protocol.RingwayToChild.ChannelState;
import org.ringway.verify.system.Worker.Job;

@DisplayName("SIGKILL to the root, and what goes on without it")
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class RootDeathTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final MemorySegment PACKET = MemorySegment.ofArray(new byte[512]);
    private static final ChannelOptions SMALL = ChannelOptions.DEFAULT.withPages(16, 16);
    private static final int SOME = 2_000;

    private Bus bus;
    private ChildPartition here;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        bus = new Bus(folder);
        here = bus.join("here");
    }

    @AfterEach
    void end() {
        bus.close();
    }

    private BusChannel open() throws InterruptedException {
        return here.open(here.awaitOffer(Worker.PROVIDED, LIMIT), SMALL);
    }

    private static void carries(BusChannel channel) throws InterruptedException {
        for (int i = 0; i < SOME; i++) {
            assertEquals(PACKET.byteSize(), channel.request(PACKET, PACKET));
        }
    }

    private static void assertRootLost(Executable call) {
        String text = assertThrows(RootLostException.class, call).getMessage();
        assertTrue(text.contains("root lost"), text);
    }

    /// Until every partition has found the new root.
    private static void awaitRoot(ChildPartition partition) {
        while (partition.isRootLost()) {
            Thread.onSpinWait();
        }
    }

    private void killRoot() throws Exception {
        bus.killRoot();
        while (!here.isRootLost()) {
            Thread.onSpinWait();
        }
    }

    @Test
    @DisplayName("open channels and granted buffers serve on; all else says 'root lost'")
    void whatIsOpenCarriesOn() throws Exception {
        try (OtherJvm worker = Worker.start(Job.SERVE, bus.socket());
                Service service = here.offer("unused")) {
            assertEquals("ready", worker.says());
            Offer offer = here.awaitOffer(Worker.PROVIDED, LIMIT);
            try (BusChannel channel = here.open(offer, SMALL);
                    SharedBuffer granted = here.allocate(1 << 16, Access.READ_WRITE);
                    SharedBuffer unknown = here.allocate(1 << 16, Access.READ_WRITE)) {
                channel.grant(granted);

                killRoot();

                carries(channel);
                channel.request(granted.all(), PACKET, PACKET, LIMIT);
                assertRootLost(() -> channel.grant(unknown));
                assertRootLost(() -> here.open(offer, SMALL));
                assertRootLost(() -> here.awaitOffer("any", LIMIT));
                assertRootLost(() -> here.offer("another"));
                assertRootLost(here::list);
                assertEquals("unused", service.name().value());
                carries(channel);
            }
        }
    }

    @Test
    @DisplayName("a peer's death is seen without a root, after what it had committed")
    void deathIsSeenWithoutARoot() throws Exception {
        try (OtherJvm worker = Worker.start(Job.SERVE, bus.socket())) {
            assertEquals("ready", worker.says());
            try (BusChannel channel = open()) {
                killRoot();
                worker.kill();
                assertThrows(PeerLostException.class, () -> channel.receive(_ -> { }, 1, LIMIT));
            }
        }
    }

    @Test
    @DisplayName("a new root takes over; partitions rejoin, offer and open, and are listed with "
            + "their old channels")
    void newRootIsFound() throws Exception {
        try (OtherJvm worker = Worker.start(Job.SERVE, bus.socket())) {
            assertEquals("ready", worker.says());
            try (BusChannel old = open()) {
                killRoot();
                bus.startRoot();
                awaitRoot(here);
                try (BusChannel next = open();
                        SharedBuffer buffer = here.allocate(1 << 16, Access.READ_ONLY)) {
                    carries(old);
                    carries(next);
                    next.request(buffer.all(), PACKET, PACKET, LIMIT);
                    assertEquals(2, channelsListed());
                }
            }
        }
    }

    private long channelsListed() throws InterruptedException {
        return here.list().channels().stream()
                .filter(channel -> channel.state() == ChannelState.OPEN).count();
    }

    @Test
    @DisplayName("the end of an old channel reaches the other side, and the new root")
    void oldChannelsEndAtTheNewRoot() throws Exception {
        ChildPartition there = bus.join("there");
        Service service = there.offer(Worker.CONSUMED);
        BusChannel consumer = here.open(here.awaitOffer(Worker.CONSUMED, LIMIT), SMALL);
        BusChannel provider = Objects.requireNonNull(service.accept(LIMIT));
        killRoot();
        bus.startRoot();
        awaitRoot(here);
        awaitRoot(there);

        provider.close();

        assertThrows(ChannelClosedException.class, () -> consumer.receive(_ -> { }, 1, LIMIT));
        consumer.close();
        while (!here.list().channels().isEmpty()) {
            Thread.onSpinWait();
        }
    }

    @Test
    @DisplayName("roots that die and come back at any moment do not disturb the traffic")
    void trafficGoesOnWhileRootsDie() throws Exception {
        Random random = new Random(1);
        AtomicLong answered = new AtomicLong();
        AtomicBoolean enough = new AtomicBoolean();
        try (OtherJvm worker = Worker.start(Job.SERVE, bus.socket())) {
            assertEquals("ready", worker.says());
            try (BusChannel channel = open()) {
                FutureTask<Boolean> traffic = new FutureTask<>(() -> {
                    while (!enough.get()) {
                        channel.request(PACKET, PACKET);
                        answered.incrementAndGet();
                    }
                    return channel.isOpen();
                });
                Thread.ofPlatform().daemon().start(traffic);
                for (int death = 0; death < 3; death++) {
                    long moment = answered.get() + random.nextInt(SOME);
                    while (answered.get() < moment) {
                        Thread.onSpinWait();
                    }
                    killRoot();
                    bus.startRoot();
                    awaitRoot(here);
                }
                enough.set(true);
                assertTrue(traffic.get());
                while (channelsListed() < 1) {
                    Thread.onSpinWait();
                }
            }
        }
    }
}
