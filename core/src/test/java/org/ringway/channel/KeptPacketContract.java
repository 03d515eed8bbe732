// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import static java.lang.Thread.State.RUNNABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.ChannelClosedException;

/// What a channel keeps until somebody wants it, and what handlers may do, on any platform.
public abstract class KeptPacketContract extends ChannelCase {
    /// For the platforms' own tests.
    protected KeptPacketContract() {}

    @Test
    @DisplayName("keeps packets for a receiver while a request is awaited")
    void keepsPacketsWhileARequestIsAwaited() throws Exception {
        try (ChannelPair pair = pair(SMALL)) {
            pair.right.send(ChannelPair.word(1));
            pair.right.send(ChannelPair.word(2));
            FutureTask<Integer> echo = echoing(pair.right, 1);
            pair.left.request(ChannelPair.word(5), ChannelPair.word(0));
            assertEquals(1, echo.get());
            List<Long> seen = new ArrayList<>();
            assertEquals(2, pair.left.poll(p -> seen.add(ChannelPair.word(p.payload())), 10));
            assertEquals(List.of(1L, 2L), seen);
            assertEquals(0, pair.left.statistics().packetsKept());
        }
    }

    @Test
    @DisplayName("serves a receiver while another thread waits for an answer that does not come")
    void servesAReceiverWhileARequestWaits() throws Exception {
        try (ChannelPair pair = pair(SMALL)) {
            FutureTask<Integer> request = new FutureTask<>(
                    () -> pair.left.request(ChannelPair.word(5), ChannelPair.word(0)));
            Thread.ofPlatform().daemon().start(request);
            DeferredPacket open = pair.right.receive(LONG);
            assertNotNull(open);
            for (int i = 0; i < 500; i++) {
                pair.right.send(ChannelPair.word(i));
                DeferredPacket packet = pair.left.receive(LONG);
                assertNotNull(packet);
                assertEquals(i, ChannelPair.word(packet.payload()));
                packet.close();
            }
            open.complete(ChannelPair.word(77));
            assertEquals(8, request.get());
        }
    }

    @Test
    @DisplayName("wakes whoever waits for an answer when packets kept before it are received")
    void keptPacketsMakeRoomForAnAnswer() throws Exception {
        try (ChannelPair pair = pair(SMALL.withQuotas(16, 2))) {
            for (int i = 0; i < 5; i++) {
                pair.right.send(ChannelPair.word(i));
            }
            FutureTask<Integer> asking = new FutureTask<>(() -> pair.left.request(
                    null, ChannelPair.word(1), ChannelPair.word(0), LONG));
            Thread asker = Thread.ofPlatform().daemon().start(asking);
            assertEquals(1, pair.right.receive(p -> p.complete(p.payload()), 1, LONG));
            while (pair.left.statistics().packetsKept() < 2 || asker.getState() == RUNNABLE) {
                Thread.onSpinWait();
            }
            for (int i = 0; i < 5; i++) {
                assertEquals(1, pair.left.receive(p -> { }, 1, LONG));
            }
            assertEquals(8, asking.get());
        }
    }

    @Test
    @DisplayName("never waits to complete: answers without room are kept and go out first")
    void completionsNeverWait() throws Exception {
        try (ChannelPair pair = pair(SMALL)) {
            while (pair.right.trySend(ChannelPair.word(1))) {
                assertTrue(pair.right.isOpen());
            }
            Recorder told = new Recorder();
            pair.left.start(null, ChannelPair.word(4), told);
            assertEquals(1, pair.right.poll(p -> p.complete(p.payload()), 1));
            assertEquals(1, pair.right.statistics().packetsKept());
            while (pair.left.poll(p -> { }, 100) > 0) {
                assertTrue(pair.left.isOpen());
            }
            assertEquals(0, pair.right.poll(p -> { }, 1));
            pair.left.poll(p -> { }, 100);
            assertEquals(List.of("completed 4"), told.seen());
            assertEquals(0, pair.right.statistics().packetsKept());
        }
    }

    @Test
    @DisplayName("defers completions up to the quota, and goes on when one is completed")
    void defersUpToTheQuota() throws Exception {
        try (ChannelPair pair = pair(SMALL.withQuotas(16, 2))) {
            for (int i = 0; i < 4; i++) {
                pair.left.start(null, ChannelPair.word(i), new Recorder());
            }
            List<DeferredPacket> kept = new ArrayList<>();
            assertEquals(2, pair.right.poll(p -> kept.add(p.defer()), 10));
            assertEquals(0, pair.right.poll(p -> kept.add(p.defer()), 10));
            FutureTask<Integer> third = new FutureTask<>(
                    () -> pair.right.receive(p -> kept.add(p.defer()), 1, LONG));
            Thread.ofPlatform().daemon().start(third);
            kept.getFirst().attach("context");
            assertEquals("context", kept.getFirst().attachment());
            kept.getFirst().complete(ChannelPair.word(0));
            assertEquals(1, third.get());
            assertThrows(IllegalStateException.class,
                    () -> kept.getFirst().complete(ChannelPair.word(0)));
        }
    }

    @Test
    @DisplayName("completes with nothing what a handler left open, and keeps silent when it throws")
    void unfinishedPacketsAreCompleted() throws Exception {
        try (ChannelPair pair = pair(SMALL)) {
            Recorder first = new Recorder();
            Recorder second = new Recorder();
            pair.left.start(null, ChannelPair.word(1), first);
            pair.right.poll(p -> { }, 1);
            pair.left.poll(p -> { }, 1);
            assertEquals(List.of("completed"), first.seen());
            pair.left.start(null, ChannelPair.word(2), second);
            assertThrows(ArithmeticException.class, () -> pair.right.poll(p -> {
                throw new ArithmeticException("broken handler");
            }, 1));
            pair.left.poll(p -> { }, 1);
            assertEquals(List.of(), second.seen());
            pair.left.close();
            assertEquals(List.of("ChannelClosedException"), second.seen());
        }
    }

    @Test
    @DisplayName("does not let a handler receive or wait for answers on its own channel")
    void handlersCannotWaitOnTheirOwnChannel() throws Exception {
        try (ChannelPair pair = pair(SMALL)) {
            pair.left.send(ChannelPair.word(1));
            pair.left.send(ChannelPair.word(2));
            pair.right.poll(p -> assertThrows(IllegalStateException.class,
                    () -> pair.right.poll(q -> { }, 1)), 1);
            assertEquals(1, pair.right.poll(p -> assertThrows(IllegalStateException.class,
                    () -> pair.right.request(ChannelPair.word(1), ChannelPair.word(0))), 1));
        }
    }
}
