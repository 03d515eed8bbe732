// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.platform.Doorbell.Wake;

/// Doorbells while both ends live: signals, waits, interrupts.
abstract class DoorbellContract extends PlatformCase {
    private static final int MANY = 10_000;

    DoorbellContract(PlatformContract contract) {
        super(contract);
    }

    @Test
    @DisplayName("a new doorbell is quiet")
    void newDoorbellIsQuiet() {
        Bells bells = bells();
        assertEquals(Wake.TIMED_OUT, bells.first().poll());
        assertEquals(Wake.TIMED_OUT, bells.second().await(0));
    }

    @Test
    @DisplayName("a signal reaches the other end, once, and not the own one")
    void signalReachesTheOtherEnd() {
        Bells bells = bells();
        bells.first().signal();
        assertEquals(Wake.TIMED_OUT, bells.first().poll());
        assertEquals(Wake.SIGNALED, bells.second().poll());
        assertEquals(Wake.TIMED_OUT, bells.second().poll());
    }

    @Test
    @DisplayName("both directions are independent")
    void directionsAreIndependent() {
        Bells bells = bells();
        bells.first().signal();
        bells.second().signal();
        assertEquals(Wake.SIGNALED, bells.first().poll());
        assertEquals(Wake.SIGNALED, bells.second().await(LIMIT_NANOS));
    }

    @Test
    @DisplayName("a signal sent before the wait ends it at once")
    void earlierSignalEndsTheWait() {
        Bells bells = bells();
        bells.first().signal();
        assertEquals(Wake.SIGNALED, bells.second().await(Long.MAX_VALUE));
    }

    @Test
    @DisplayName("a signal wakes a thread that waits without end")
    void signalWakesAWaitingThread() throws Exception {
        Bells bells = bells();
        FutureTask<Wake> waiter = waiting(bells.second());
        bells.first().signal();
        assertEquals(Wake.SIGNALED, resultOf(waiter));
    }

    @Test
    @DisplayName("many signals are one wake-up")
    void signalsCoalesce() {
        Bells bells = bells();
        for (int i = 0; i < 5; i++) {
            bells.first().signal();
        }
        assertEquals(Wake.SIGNALED, bells.second().await(LIMIT_NANOS));
        assertEquals(Wake.TIMED_OUT, bells.second().poll());
    }

    @Test
    @DisplayName("ten thousand signals that nobody reads never block, and are one wake-up")
    void unreadSignalsNeverBlock() {
        Bells bells = bells();
        for (int i = 0; i < MANY; i++) {
            bells.first().signal();
        }
        assertEquals(Wake.SIGNALED, bells.second().poll());
        assertEquals(Wake.TIMED_OUT, bells.second().poll());
        bells.first().signal();
        assertEquals(Wake.SIGNALED, bells.second().poll());
    }

    @Test
    @DisplayName("a wait lasts at least its time if nothing happens")
    void waitTimesOutAndNotBefore() {
        Bells bells = bells();
        long wait = TimeUnit.MILLISECONDS.toNanos(30);
        long before = System.nanoTime();
        assertEquals(Wake.TIMED_OUT, bells.first().await(wait));
        long waited = System.nanoTime() - before;
        assertTrue(waited >= wait, () -> "waitedNanos=" + waited);
    }

    @Test
    @DisplayName("an interrupt ends the wait and stays set")
    void interruptEndsTheWait() throws Exception {
        Bells bells = bells();
        var started = new CountDownLatch(1);
        var status = new FutureTask<>(() -> {
            started.countDown();
            Wake wake = bells.first().await(Long.MAX_VALUE);
            return wake + " " + Thread.interrupted();
        });
        Thread waiter = Thread.ofPlatform().daemon().start(status);
        assertTrue(started.await(LIMIT_SECONDS, TimeUnit.SECONDS));
        waiter.interrupt();
        assertEquals("INTERRUPTED true", resultOf(status));
    }

    @Test
    @DisplayName("a thread that comes interrupted does not wait")
    void interruptedThreadDoesNotWait() throws Exception {
        Bells bells = bells();
        String seen = resultOf(inThread(() -> {
            Thread.currentThread().interrupt();
            Wake wake = bells.first().await(Long.MAX_VALUE);
            return wake + " " + Thread.interrupted();
        }));
        assertEquals("INTERRUPTED true", seen);
    }

    @Test
    @DisplayName("after an interrupt the doorbell works as before")
    void interruptLosesNothing() throws Exception {
        Bells bells = bells();
        resultOf(inThread(() -> {
            Thread.currentThread().interrupt();
            return bells.first().await(Long.MAX_VALUE);
        }));
        bells.second().signal();
        assertEquals(Wake.SIGNALED, bells.first().await(LIMIT_NANOS));
    }

    @Test
    @DisplayName("an interrupted thread can still signal")
    void interruptedThreadCanSignal() throws Exception {
        Bells bells = bells();
        assertTrue(resultOf(inThread(() -> {
            Thread.currentThread().interrupt();
            bells.first().signal();
            return Thread.interrupted();
        })));
        assertEquals(Wake.SIGNALED, bells.second().poll());
    }

    @Test
    @DisplayName("no wake-up is lost in a thousand round trips")
    void noWakeUpIsLost() throws Exception {
        Bells bells = bells();
        int trips = 1_000;
        FutureTask<Integer> echo = inThread(() -> {
            for (int i = 0; i < trips; i++) {
                assertEquals(Wake.SIGNALED, bells.second().await(LIMIT_NANOS), "echo " + i);
                bells.second().signal();
            }
            return trips;
        });
        for (int i = 0; i < trips; i++) {
            bells.first().signal();
            assertEquals(Wake.SIGNALED, bells.first().await(LIMIT_NANOS), "trip " + i);
        }
        assertEquals(trips, resultOf(echo));
    }

    @Test
    @DisplayName("any number of threads may signal at once")
    void anyThreadMaySignal() throws Exception {
        Bells bells = bells();
        FutureTask<Boolean> one = signalling(bells.first());
        FutureTask<Boolean> other = signalling(bells.first());
        assertTrue(resultOf(one));
        assertTrue(resultOf(other));
        assertEquals(Wake.SIGNALED, bells.second().poll());
    }

    private static FutureTask<Boolean> signalling(Doorbell doorbell) {
        return inThread(() -> {
            for (int i = 0; i < MANY; i++) {
                doorbell.signal();
            }
            return true;
        });
    }

    @Test
    @DisplayName("signalling while either end is being closed never fails")
    void signallingRacesWithClosing() throws Exception {
        for (int round = 0; round < 50; round++) {
            Bells bells = bells();
            FutureTask<Boolean> one = signalling(bells.first());
            FutureTask<Boolean> other = signalling(bells.second());
            bells.first().close();
            bells.second().close();
            assertTrue(resultOf(one));
            assertTrue(resultOf(other));
        }
    }
}
