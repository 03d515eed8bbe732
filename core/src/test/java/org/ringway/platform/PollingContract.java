// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.platform.Doorbell.Wake;
import org.ringway.platform.Poller.Interest;

/// One poll: how long it waits, what ends it, and what its actions may do.
abstract class PollingContract extends PollerCase {
    PollingContract(PlatformContract contract) {
        super(contract);
    }

    @Test
    @DisplayName("a poller without sources only lets the time pass, and not less")
    void pollTimesOutAndNotBefore() {
        Duration wait = Duration.ofMillis(30);
        long before = System.nanoTime();
        assertEquals(List.of(), poll(wait));
        long waited = System.nanoTime() - before;
        assertTrue(waited >= wait.toNanos(), () -> "waitedNanos=" + waited);
        assertQuiet();
    }

    @Test
    @DisplayName("an action may forget another source that is ready, and that does not fire then")
    void actionMayForgetAnother() {
        Bells one = bells();
        Bells other = bells();
        poller.watch(one.first(), Interest.READ, () -> {
            fired.add("one");
            poller.forget(other.first());
        });
        poller.watch(other.first(), Interest.READ, () -> {
            fired.add("other");
            poller.forget(one.first());
        });
        one.second().signal();
        other.second().signal();
        List<String> first = poll(LIMIT);
        assertEquals(1, first.size(), first::toString);
        assertEquals(first, poll(LIMIT), "the one that is left goes on firing");
    }

    @Test
    @DisplayName("an action may close another source that is ready, and that does no harm")
    void actionMayCloseAnother() {
        Bells one = bells();
        Bells other = bells();
        poller.watch(one.first(), Interest.READ, () -> other.first().close());
        poller.watch(other.first(), Interest.READ, () -> one.first().close());
        one.second().signal();
        other.second().signal();
        assertTrue(poller.poll(LIMIT));
        assertDoesNotThrow(() -> poller.poll(Duration.ZERO));
    }

    @Test
    @DisplayName("an action may watch another source")
    void actionMayWatchAnother() {
        Bells one = bells();
        Bells other = bells();
        other.second().signal();
        poller.watch(one.first(), Interest.READ_ONCE, () -> {
            fired.add("one");
            watch(other.first(), Interest.READ, "other");
        });
        one.second().signal();
        assertFires("one");
        assertFires("other");
    }

    @Test
    @DisplayName("a source closed while it is watched never makes a poll fail")
    void closedSourceIsHarmless() {
        Bells bells = bells();
        Link link = link();
        for (Pollable source : List.of(bells.first(), link.root())) {
            poller.watch(source, Interest.READ, () -> {});
        }
        bells.second().signal();
        send(link.child());
        bells.first().close();
        link.root().close();
        assertDoesNotThrow(() -> poller.poll(Duration.ZERO));
        assertDoesNotThrow(() -> poller.poll(Duration.ZERO));
        poller.forget(bells.first());
        poller.forget(link.root());
        Bells fresh = bells();
        watch(fresh.first(), Interest.READ, "fresh");
        assertQuiet();
        fresh.second().signal();
        assertFires("fresh");
    }

    @Test
    @DisplayName("a wake-up ends the next poll, once")
    void wakeupEndsTheNextPoll() {
        poller.wakeup();
        poller.wakeup();
        assertEquals(List.of(), poll(FOR_EVER));
        long before = System.nanoTime();
        assertEquals(List.of(), poll(Duration.ofMillis(20)));
        assertTrue(System.nanoTime() - before >= TimeUnit.MILLISECONDS.toNanos(20), "one was all");
    }

    @Test
    @DisplayName("a wake-up ends a poll that waits for ever")
    void wakeupEndsTheCurrentPoll() throws Exception {
        FutureTask<Boolean> waiter = polling();
        poller.wakeup();
        assertFalse(resultOf(waiter));
    }

    private FutureTask<Boolean> polling() throws InterruptedException {
        var started = new CountDownLatch(1);
        FutureTask<Boolean> waiter = inThread(() -> {
            started.countDown();
            return poller.poll(FOR_EVER);
        });
        assertTrue(started.await(LIMIT_SECONDS, TimeUnit.SECONDS));
        return waiter;
    }

    @Test
    @DisplayName("a signal ends a poll that waits for ever; the action runs on the polling thread")
    void signalEndsTheCurrentPoll() throws Exception {
        Bells bells = bells();
        Thread[] runner = new Thread[2];
        poller.watch(bells.first(), Interest.READ, () -> runner[0] = Thread.currentThread());
        FutureTask<Boolean> waiter = inThread(() -> {
            runner[1] = Thread.currentThread();
            return poller.poll(FOR_EVER);
        });
        bells.second().signal();
        assertTrue(resultOf(waiter));
        assertSame(runner[1], runner[0]);
    }

    @Test
    @DisplayName("a source that is watched while a poll waits counts for it")
    void watchCountsForTheCurrentPoll() throws Exception {
        Bells bells = bells();
        bells.second().signal();
        FutureTask<Boolean> waiter = polling();
        poller.watch(bells.first(), Interest.READ, () -> {});
        assertTrue(resultOf(waiter));
    }

    @Test
    @DisplayName("the end of a poller leaves its sources alone, also when it is closed twice")
    void closingLeavesTheSourcesAlone() {
        Bells bells = bells();
        watch(bells.first(), Interest.READ, "bell");
        poller.close();
        poller.close();
        bells.second().signal();
        assertEquals(Wake.SIGNALED, bells.first().poll());
        Poller fresh = keep(platform.poller());
        fresh.watch(bells.first(), Interest.READ, () -> fired.add("fresh"));
        bells.second().signal();
        assertTrue(fresh.poll(LIMIT));
        assertEquals(List.of("fresh"), fired);
    }
}
