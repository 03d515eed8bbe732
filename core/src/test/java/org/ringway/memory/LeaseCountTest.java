// SPDX-License-Identifier: Apache-2.0
package org.ringway.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LeaseCountTest {
    private final LeaseCount count = new LeaseCount();

    @Test
    void lastLeaseAfterTheEndHasBegunTakesDown() {
        assertTrue(count.tryAcquire());
        assertTrue(count.tryAcquire());
        assertEquals(2, count.leases());
        assertFalse(count.retire(), "somebody looks");
        assertFalse(count.release(), "one is left");
        assertEquals(1, count.leases());
        assertTrue(count.release());
        assertEquals(0, count.leases());
    }

    @Test
    void endWithoutLeasesTakesDownAtOnce() {
        assertTrue(count.tryAcquire());
        assertFalse(count.release(), "the end has not begun");
        assertTrue(count.retire());
        assertFalse(count.retire(), "only the first call may answer yes");
    }

    @Test
    @DisplayName("G9: nobody starts to look once the end has begun")
    void g9NoLeaseAfterTheEndHasBegun() {
        count.tryAcquire();
        count.retire();
        assertFalse(count.tryAcquire());
        count.release();
        assertFalse(count.tryAcquire());
    }

    @Test
    void leaseReleasedTwiceIsRefusedAndChangesNothing() {
        assertThrows(IllegalStateException.class, count::release);
        assertEquals(0, count.leases());
        assertTrue(count.tryAcquire());
        assertFalse(count.retire());
        assertTrue(count.release());
        assertThrows(IllegalStateException.class, count::release);
        assertFalse(count.retire());
    }

    @Test
    @DisplayName("G9: however leases and the end race, exactly one call takes down, and none after")
    void g9ExactlyOneTakesDown() throws Exception {
        for (int round = 0; round < 2_000; round++) {
            race(new LeaseCount());
        }
    }

    private static void race(LeaseCount raced) throws Exception {
        CyclicBarrier start = new CyclicBarrier(3);
        AtomicInteger takenDown = new AtomicInteger();
        AtomicBoolean gone = new AtomicBoolean();
        List<FutureTask<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            tasks.add(start(start, () -> {
                for (int lease = 0; lease < 20 && raced.tryAcquire(); lease++) {
                    assertFalse(gone.get(), "looks at what was taken down");
                    takeDown(raced.release(), takenDown, gone);
                }
            }));
        }
        tasks.add(start(start, () -> takeDown(raced.retire(), takenDown, gone)));
        for (FutureTask<Void> task : tasks) {
            task.get();
        }
        assertEquals(1, takenDown.get());
    }

    private static FutureTask<Void> start(CyclicBarrier together, Runnable work) {
        FutureTask<Void> task = new FutureTask<>(() -> {
            together.await();
            work.run();
            return null;
        });
        Thread.ofPlatform().daemon().start(task);
        return task;
    }

    private static void takeDown(boolean mine, AtomicInteger takenDown, AtomicBoolean gone) {
        if (mine) {
            gone.set(true);
            takenDown.incrementAndGet();
        }
    }
}
