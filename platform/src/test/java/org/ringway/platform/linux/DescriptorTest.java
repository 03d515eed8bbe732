// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("a descriptor's number")
final class DescriptorTest extends LinuxCase {
    private static final int GET_FLAGS = 3;

    private final List<String> events = new ArrayList<>();
    private final int number = RawFile.memfd(0);
    private final Descriptor descriptor = new Descriptor(number, () -> events.add("released"));

    private boolean isOpen() {
        return Libc.call(SystemCall.FCNTL, number, GET_FLAGS) >= 0;
    }

    @Test
    @DisplayName("is given up at once when nobody uses it, after a farewell")
    void closesAtOnce() {
        assertEquals(number, descriptor.enter());
        descriptor.leave();
        assertTrue(isOpen());
        descriptor.close(_ -> events.add("farewell " + isOpen()));
        assertFalse(isOpen());
        assertTrue(descriptor.isClosed());
        assertEquals(List.of("farewell true", "released"), events);
    }

    @Test
    @DisplayName("is kept until the last user has left; nobody comes in any more")
    void closesWithTheLastUser() {
        descriptor.enter();
        descriptor.enter();
        descriptor.close();
        assertEquals(Descriptor.CLOSED, descriptor.enter());
        descriptor.leave();
        assertTrue(isOpen());
        assertEquals(List.of(), events);
        descriptor.leave();
        assertFalse(isOpen());
        assertEquals(List.of("released"), events);
    }

    @Test
    @DisplayName("is given up once, however often it is closed")
    void closesOnce() {
        descriptor.close(_ -> events.add("first"));
        descriptor.close(_ -> events.add("second"));
        assertEquals(List.of("first", "released"), events);
    }

    @Test
    @DisplayName("never means another file to one who is in")
    void numberIsNeverReusedUnderAUser() throws Exception {
        for (int round = 0; round < 200; round++) {
            var shared = new Descriptor(RawFile.allocated(4096, 0));
            var started = new CountDownLatch(1);
            var user = new FutureTask<>(() -> {
                started.countDown();
                int seen = 0;
                for (int file = shared.enter(); file >= 0; file = shared.enter()) {
                    assertEquals(4096, FileStatus.of(file).bytes());
                    shared.leave();
                    seen++;
                }
                return seen;
            });
            Thread.ofPlatform().daemon().start(user);
            started.await();
            shared.close();
            RawFile.close(RawFile.memfd(0));
            user.get();
        }
    }
}
