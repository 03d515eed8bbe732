// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringway.child.ChildPartition;
import org.ringway.sockets.HvChannel;
import org.ringway.verify.system.StreamWorker.Job;

@DisplayName("streams between processes, also when one is killed")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class StreamTest {
    private static final int MANY = 4_000_000;
    private static final int MOST_LOOKS = 10_000;

    private Bus bus;
    private ChildPartition self;
    private long descriptorsOfRoot;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        bus = new Bus(folder);
        self = bus.join("survivor");
        descriptorsOfRoot = bus.root().descriptors();
    }

    @AfterAll
    void end() {
        bus.close();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        awaitAlone();
        for (int look = 0; look < MOST_LOOKS
                && bus.root().descriptors() != descriptorsOfRoot; look++) {
            self.list();
        }
        assertEquals(descriptorsOfRoot, bus.root().descriptors(), "the root's descriptors");
    }

    private void awaitAlone() throws InterruptedException {
        while (self.list().partitions().size() > 1) {
            Thread.onSpinWait();
        }
    }

    private HvChannel connect() throws IOException {
        return HvChannel.connect(self, StreamWorker.ADDRESS);
    }

    @Test
    @DisplayName("megabytes come back as they went, by many connections at once")
    void echoes() throws Exception {
        try (OtherJvm worker = StreamWorker.start(Job.ECHO, bus.socket())) {
            List<FutureTask<Long>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                long seed = i;
                FutureTask<Long> task = new FutureTask<>(() -> echoed(seed, worker.pid()));
                (i % 2 == 0 ? Thread.ofPlatform().daemon() : Thread.ofVirtual()).start(task);
                all.add(task);
            }
            for (FutureTask<Long> task : all) {
                assertEquals(MANY / 10, task.get());
            }
        }
    }

    private long echoed(long seed, long pid) throws Exception {
        byte[] sent = new byte[MANY / 10];
        new Random(seed).nextBytes(sent);
        try (HvChannel channel = connect()) {
            assertEquals(pid, channel.peer().pid());
            FutureTask<Void> writing = new FutureTask<>(() -> {
                channel.write(ByteBuffer.wrap(sent));
                channel.shutdownOutput();
                return null;
            });
            Thread.ofVirtual().start(writing);
            ByteBuffer got = ByteBuffer.allocate(sent.length + 1);
            while (channel.read(got) >= 0) {
                continue;
            }
            writing.get();
            assertArrayEquals(sent, Arrays.copyOf(got.array(), got.position()));
            return got.position();
        }
    }

    @Test
    @DisplayName("what a killed writer had written is read in order, then the connection is reset")
    void writerIsKilled() throws Exception {
        try (OtherJvm worker = StreamWorker.start(Job.POUR, bus.socket());
                HvChannel channel = connect()) {
            ByteBuffer numbers = ByteBuffer.allocate(8);
            long next = 0;
            SocketException lost = null;
            while (lost == null) {
                try {
                    if (channel.read(numbers) >= 0 && !numbers.hasRemaining()) {
                        assertEquals(next++, numbers.flip().getLong());
                        numbers.clear();
                    }
                } catch (SocketException e) {
                    lost = e;
                }
                if (next == 5000) {
                    worker.kill();
                }
            }
            assertTrue(next >= 5000, "read: " + next);
            assertTrue(lost.getMessage().contains("peer lost"), lost.getMessage());
        }
    }

    @Test
    @DisplayName("who waits for a killed peer wakes: for room, for bytes, to be accepted")
    void waitersWake() throws Exception {
        for (Job job : new Job[] {Job.STARE, Job.IGNORE}) {
            try (OtherJvm worker = StreamWorker.start(job, bus.socket());
                    HvChannel channel = connect()) {
                FutureTask<Integer> writing = new FutureTask<>(
                        () -> channel.write(ByteBuffer.allocate(MANY)));
                FutureTask<Integer> reading = new FutureTask<>(
                        () -> channel.read(ByteBuffer.allocate(1)));
                Thread.ofPlatform().daemon().start(writing);
                Thread.ofVirtual().start(reading);
                worker.kill();

                assertEquals(SocketException.class, cause(writing).getClass());
                assertEquals(SocketException.class, cause(reading).getClass());
                assertThrows(IOException.class, this::connect);
            }
        }
    }

    private static Throwable cause(FutureTask<?> task) {
        return assertThrows(ExecutionException.class, task::get).getCause();
    }

    @Test
    @DisplayName("connections outlive the root, and a new root is told who listens")
    void rootIsKilled() throws Exception {
        try (OtherJvm worker = StreamWorker.start(Job.ECHO, bus.socket());
                HvChannel channel = connect()) {
            bus.killRoot();
            channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
            ByteBuffer back = ByteBuffer.allocate(3);
            while (back.hasRemaining()) {
                assertTrue(channel.read(back) > 0);
            }
            bus.startRoot();
            assertEquals(1, connectAgain(worker));
        }
    }

    /// As soon as both sides have found the new root.
    private int connectAgain(OtherJvm worker) throws IOException {
        while (true) {
            try (HvChannel again = connect()) {
                again.write(ByteBuffer.wrap(new byte[] {4}));
                assertEquals(worker.pid(), again.peer().pid());
                return again.read(ByteBuffer.allocate(1));
            } catch (ConnectException | NoRouteToHostException notYet) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    @DisplayName("a flood of connects costs nobody else anything, and nothing stays")
    void flood() throws Exception {
        try (OtherJvm worker = StreamWorker.start(Job.IGNORE, bus.socket())) {
            List<HvChannel> waiting = new ArrayList<>();
            int refused = 0;
            for (int i = 0; i < 200; i++) {
                try {
                    waiting.add(connect());
                } catch (ConnectException e) {
                    refused++;
                }
            }
            assertEquals(64, waiting.size(), "as many as the backlog");
            assertEquals(136, refused);
            for (HvChannel each : waiting) {
                each.close();
            }
            assertTrue(worker.pid() > 0);
        }
    }
}
