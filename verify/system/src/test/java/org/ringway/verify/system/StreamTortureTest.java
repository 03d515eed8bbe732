// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringway.child.ChildPartition;
import org.ringway.pipe.StreamOptions;
import org.ringway.sockets.HvChannel;
import org.ringway.sockets.HvSocketAddress;

@DisplayName("500 streams open at once between two processes, each with a script of its own")
@Timeout(value = 300, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class StreamTortureTest {
    private static final int CONNECTIONS = 500;
    private static final Duration CONNECT = Duration.ofSeconds(120);
    private static final int MOST_LOOKS = 100_000;
    /// What a heap may have grown by.
    private static final long MOST_KIB_MORE = 128 << 10;

    /// What a process holds on behalf of its connections.
    ///
    /// @param descriptors sockets and shared memory
    /// @param regions mapped ones
    private record Held(long descriptors, int regions) {
        static Held by(Observed process) {
            return new Held(process.descriptors(), process.mappedRegions().size());
        }
    }

    @Test
    @DisplayName("bytes arrive whole, aborts break what they are to break, and nothing is left")
    void torture(@TempDir Path folder) throws Exception {
        long base = Long.getLong("ringway.seed", System.nanoTime());
        Bus bus = new Bus(folder);
        try (OtherJvm server = OtherJvm.start(TortureWorker.class, bus.socket().toString(),
                Integer.toString(CONNECTIONS))) {
            assertEquals("ready", server.says());
            ChildPartition self = bus.join("torture-client");
            List<Observed> processes =
                    List.of(bus.root(), new Observed(server.pid()), Observed.self());
            List<Held> before = processes.stream().map(Held::by).toList();
            long kib = processes.get(1).privateKib();

            Map<String, Integer> here = outcomes(play(self, base), base);
            Map<String, Integer> there = new TreeMap<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                there.merge(server.says(), 1, Integer::sum);
            }

            assertEquals(here, there, "seed=" + base);
            assertEquals(List.of("broken", "whole"), List.copyOf(here.keySet()), "seed=" + base);
            assertEquals(before, awaitHeld(self, processes, before), "seed=" + base);
            long more = processes.get(1).privateKib() - kib;
            assertTrue(more < MOST_KIB_MORE, "KiB=" + more + " seed=" + base);
        } finally {
            bus.close();
        }
    }

    private static List<FutureTask<String>> play(ChildPartition self, long base) {
        CountDownLatch connected = new CountDownLatch(CONNECTIONS);
        List<FutureTask<String>> all = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            long seed = base + i;
            all.add(StreamScript.start(i, () -> play(self, new StreamScript(seed), connected)));
        }
        return all;
    }

    private static String play(ChildPartition self, StreamScript script, CountDownLatch connected)
            throws Exception {
        Random sizes = new Random(script.seed());
        StreamOptions rings = StreamOptions.DEFAULT.withBytes(
                1 << 12 + sizes.nextInt(5), 1 << 12 + sizes.nextInt(6));
        try (HvChannel channel = HvChannel.open(self, rings)) {
            try {
                channel.connect(HvSocketAddress.of(TortureWorker.NAME, "torture"), CONNECT);
            } finally {
                connected.countDown();
            }
            connected.await();
            channel.write(ByteBuffer.allocate(Long.BYTES).putLong(script.seed()).flip());
            return script.play(channel, true);
        }
    }

    private static Map<String, Integer> outcomes(List<FutureTask<String>> all, long base) {
        Map<String, Integer> outcomes = new TreeMap<>();
        for (FutureTask<String> each : all) {
            String outcome;
            try {
                outcome = each.get();
            } catch (Exception e) {
                throw new AssertionError("base=" + base, e);
            }
            outcomes.merge(outcome, 1, Integer::sum);
        }
        return outcomes;
    }

    /// Rings kept ready are given back soon, too.
    private static List<Held> awaitHeld(ChildPartition self, List<Observed> processes,
            List<Held> expected) throws InterruptedException {
        List<Held> held = processes.stream().map(Held::by).toList();
        for (int look = 0; look < MOST_LOOKS && !held.equals(expected); look++) {
            self.list();
            held = processes.stream().map(Held::by).toList();
        }
        return held;
    }
}
