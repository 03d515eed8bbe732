// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ringway.platform.Platform;
import org.ringway.platform.Poller;

/// A channel's interrupt moves from one poller to another, on any platform.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@SuppressWarnings("exports") // JUnit is on the class path, not in the module
public abstract class InterruptMoveContract {
    private static final Duration LONG = Duration.ofSeconds(40);

    private ChannelPair pair;
    /// Nobody polls it.
    private Poller silent;
    private Poller alive;
    private Thread polling;
    private volatile boolean over;

    /// For the platforms' own tests.
    protected InterruptMoveContract() {}

    /// {@return a host of its own}
    protected abstract Platform platform();

    @BeforeEach
    void twoPollers() {
        Platform platform = platform();
        silent = platform.poller();
        alive = platform.poller();
        polling = Thread.ofPlatform().daemon().start(() -> {
            while (!over) {
                alive.poll(LONG);
            }
        });
        pair = new ChannelPair(
                platform, ChannelOptions.DEFAULT.withPages(2, 2).withWaiting(WaitStrategy.BLOCK));
    }

    @AfterEach
    void close() throws Exception {
        over = true;
        alive.wakeup();
        polling.join();
        pair.close();
        alive.close();
        silent.close();
    }

    private FutureTask<Integer> sleepAtTheSilentOne() {
        pair.leftSide.moveInterrupt(silent);
        var receiving = new FutureTask<>(() -> pair.left.receive(packet -> { }, 1, LONG));
        Thread thread = Thread.ofVirtual().start(receiving);
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.yield();
        }
        return receiving;
    }

    private void send() throws InterruptedException {
        pair.right.send(MemorySegment.ofArray(new long[] {1}));
    }

    private static void assertWakes(FutureTask<Integer> receiving) throws Exception {
        assertEquals(1, receiving.get(LONG.toSeconds(), TimeUnit.SECONDS));
    }

    @Test
    @DisplayName("who sleeps at the old poller is woken by the new one")
    void sleeperIsWokenByTheNewPoller() throws Exception {
        FutureTask<Integer> receiving = sleepAtTheSilentOne();
        pair.leftSide.moveInterrupt(alive);
        send();
        assertWakes(receiving);
    }

    @Test
    @DisplayName("a signal that the old poller did not get to is found by the new one")
    void pendingSignalMovesAlong() throws Exception {
        FutureTask<Integer> receiving = sleepAtTheSilentOne();
        send();
        pair.leftSide.moveInterrupt(alive);
        assertWakes(receiving);
    }

    @Test
    @DisplayName("moving to where it is, or after the end, does nothing")
    void idleMoves() throws Exception {
        pair.leftSide.moveInterrupt(alive);
        pair.leftSide.moveInterrupt(alive);
        var receiving = new FutureTask<>(() -> pair.left.receive(packet -> { }, 1, LONG));
        Thread.ofVirtual().start(receiving);
        send();
        assertWakes(receiving);
        pair.left.close();
        pair.leftSide.moveInterrupt(silent);
    }
}
