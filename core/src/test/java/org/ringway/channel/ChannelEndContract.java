// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ringway.BusException;
import org.ringway.ChannelClosedException;
import org.ringway.PeerLostException;

/// How a channel ends, and what it does not end by, on any platform.
public abstract class ChannelEndContract extends ChannelCase {
    /// For the platforms' own tests.
    protected ChannelEndContract() {}

    @Test
    @DisplayName("delivers what was committed before the other side closed, then says closed")
    void deliversThenSaysClosed() throws Exception {
        try (ChannelPair pair = pair(SMALL)) {
            pair.left.send(ChannelPair.word(1));
            pair.left.send(ChannelPair.word(2));
            pair.left.close();
            assertNotNull(pair.right.receive(LONG));
            assertNotNull(pair.right.receive(LONG));
            assertThrows(ChannelClosedException.class, () -> pair.right.receive(LONG));
            assertThrows(ChannelClosedException.class,
                    () -> pair.right.send(ChannelPair.word(1)));
            assertFalse(pair.right.isOpen());
            pair.right.close();
            pair.right.close();
            assertEquals(2, pair.closed.get());
        }
    }

    @Test
    @DisplayName("delivers a completion from before the peer's death, and fails the other requests")
    void completionsBeforeDeathCount() throws Exception {
        try (ChannelPair pair = pair(SMALL)) {
            Recorder answered = new Recorder();
            Recorder lost = new Recorder();
            pair.left.start(null, ChannelPair.word(1), answered);
            pair.left.start(null, ChannelPair.word(2), lost);
            pair.right.poll(p -> p.complete(p.payload()), 1);
            pair.leftSide.end(ChannelSide.End.PEER_LOST);
            assertEquals(List.of("completed 1"), answered.seen());
            assertEquals(List.of("PeerLostException"), lost.seen());
            assertThrows(PeerLostException.class, () -> pair.left.send(ChannelPair.word(1)));
        }
    }

    @ParameterizedTest
    @EnumSource(WaitStrategy.class)
    @DisplayName("wakes every waiter when it is closed by another thread")
    void closingWakesEveryWaiter(WaitStrategy strategy) throws Exception {
        try (ChannelPair pair = pair(SMALL.withWaiting(strategy))) {
            while (pair.left.trySend(ChannelPair.bytes(64, 1))) {
                assertTrue(pair.left.isOpen());
            }
            List<FutureTask<BusException>> waiters = List.of(
                    failing(() -> pair.left.send(ChannelPair.bytes(64, 1), LONG)),
                    failing(() -> pair.left.receive(LONG)),
                    failing(() -> pair.left.request(null, ChannelPair.bytes(64, 1),
                            ChannelPair.word(0), LONG)));
            CountDownLatch started = new CountDownLatch(waiters.size());
            for (int i = 0; i < waiters.size(); i++) {
                FutureTask<BusException> waiter = waiters.get(i);
                Runnable body = () -> {
                    started.countDown();
                    waiter.run();
                };
                (i % 2 == 0 ? Thread.ofPlatform().daemon() : Thread.ofVirtual()).start(body);
            }
            started.await();
            pair.left.close();
            for (FutureTask<BusException> waiter : waiters) {
                assertEquals(ChannelClosedException.class, waiter.get().getClass());
            }
        }
    }

    private interface Action {
        void run() throws InterruptedException;
    }

    private static FutureTask<BusException> failing(Action action) {
        return new FutureTask<>(() -> assertThrows(BusException.class, action::run));
    }

    @Test
    @DisplayName("stays open when a waiter is interrupted")
    void staysOpenWhenAWaiterIsInterrupted() throws Exception {
        try (ChannelPair pair = pair(SMALL)) {
            for (Thread.Builder kind : List.of(Thread.ofPlatform().daemon(), Thread.ofVirtual())) {
                FutureTask<InterruptedException> waiter = new FutureTask<>(() -> assertThrows(
                        InterruptedException.class, () -> pair.left.receive(LONG)));
                Thread thread = kind.start(waiter);
                thread.interrupt();
                assertNotNull(waiter.get());
            }
            pair.right.send(ChannelPair.word(3));
            assertNotNull(pair.left.receive(LONG));
        }
    }
}
