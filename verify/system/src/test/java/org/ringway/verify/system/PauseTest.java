// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringway.BusTimeoutException;
import org.ringway.channel.BusChannel;
import org.ringway.channel.SharedBuffer;
import org.ringway.child.ChildPartition;
import org.ringway.platform.Access;
import org.ringway.verify.system.Worker.Job;

@DisplayName("a process that stops for a while and goes on")
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class PauseTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final int AROUND = 500;

    private final MemorySegment answer = MemorySegment.ofArray(new long[1]);

    @TempDir
    private Path folder;

    private Bus bus;
    private ChildPartition self;
    private OtherJvm worker;
    private BusChannel channel;

    @BeforeEach
    void talk() throws Exception {
        bus = new Bus(folder);
        self = bus.join("asker");
        worker = Worker.start(Job.SERVE, bus.socket());
        assertEquals("ready", worker.says());
        channel = self.open(self.awaitOffer(Worker.PROVIDED, LIMIT));
        ask();
    }

    @AfterEach
    void end() {
        worker.close();
        bus.close();
    }

    private void ask() throws InterruptedException {
        for (long i = 0; i < AROUND; i++) {
            assertEquals(Long.BYTES, channel.request(null, word(i), answer, LIMIT));
            assertEquals(i, answer.get(ValueLayout.JAVA_LONG, 0));
        }
    }

    private static void awaitStop(Observed process) {
        while (!process.isStopped()) {
            Thread.onSpinWait();
        }
    }

    private static MemorySegment word(long value) {
        return MemorySegment.ofArray(new long[] {value});
    }

    @Test
    @DisplayName("a peer: who asks waits or runs out of time, what is lent stays lent, all goes on")
    void peer() throws Exception {
        try (SharedBuffer buffer = self.allocate(1 << 16, Access.READ_WRITE)) {
            channel.request(buffer.all(), word(0), answer, LIMIT);
            worker.signal("STOP");
            awaitStop(new Observed(worker.pid()));
            assertThrows(BusTimeoutException.class,
                    () -> channel.request(buffer.all(), word(1), answer, PAUSE));
            assertTrue(channel.isOpen());
            assertEquals(1, buffer.leases());
            assertEquals(2, self.list().partitions().size(), "nobody is thrown out");
            worker.signal("CONT");
            ask();
            assertEquals(0, buffer.leases(), "the late completion has come");
        }
    }

    @Test
    @DisplayName("the root: channels go on meanwhile, and so does it")
    void root() throws Exception {
        bus.signalRoot("STOP");
        awaitStop(bus.root());
        ask();
        assertThrows(BusTimeoutException.class, () -> self.awaitOffer("nobody", PAUSE));
        assertTrue(channel.isOpen());
        bus.signalRoot("CONT");
        assertEquals(2, self.list().partitions().size());
        ask();
    }
}
