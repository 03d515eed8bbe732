// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringway.channel.BusChannel;
import org.ringway.channel.SharedBuffer;
import org.ringway.child.ChildPartition;
import org.ringway.platform.Access;
import org.ringway.verify.system.Worker.Job;

@DisplayName("the root, while two other processes exchange packets and pages")
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class RootAtRestTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final MemorySegment PACKET = MemorySegment.ofArray(new byte[512]);

    private Bus bus;
    private OtherJvm worker;
    private BusChannel channel;
    private SharedBuffer buffer;

    @BeforeEach
    void openAndGrant(@TempDir Path folder) throws Exception {
        bus = new Bus(folder);
        worker = Worker.start(Job.SERVE, bus.socket());
        ChildPartition here = bus.join("here");
        channel = here.open(here.awaitOffer(Worker.PROVIDED, LIMIT));
        buffer = here.allocate(1 << 16, Access.READ_WRITE);
        exchange(10);
    }

    @AfterEach
    void end() {
        buffer.close();
        worker.close();
        bus.close();
    }

    private void exchange(int packets) throws InterruptedException {
        for (int i = 0; i < packets; i++) {
            channel.request(i % 2 == 0 ? buffer.all() : null, PACKET, PACKET, LIMIT);
        }
    }

    @Test
    @DisplayName("has none of their memory among its own")
    void mapsNothing() {
        assertEquals(List.of(), bus.root().mappedRegions());
        assertTrue(!Observed.self().mappedRegions().isEmpty(), "it would be seen");
    }

    @Test
    @DisplayName("has its thread asleep: 100,000 packets do not wake it once; and whatever its JVM"
            + " does besides is less than 1 % of a processor")
    void sleeps() throws Exception {
        String atRest = bus.root().schedulerStatistics(Observed.ROOT_THREAD);
        long wallStart = System.nanoTime();
        long cpuStart = bus.root().cpuNanos();

        exchange(100_000);

        long cpu = bus.root().cpuNanos() - cpuStart;
        long wall = System.nanoTime() - wallStart;
        assertEquals(atRest, bus.root().schedulerStatistics(Observed.ROOT_THREAD));
        assertTrue(cpu * 100 <= wall, () -> "cpuNanos=" + cpu + " wallNanos=" + wall);
    }
}
