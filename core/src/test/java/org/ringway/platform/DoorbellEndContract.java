// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.PlatformException;
import org.ringway.platform.Doorbell.Wake;

/// How doorbells end: in good order, without a word, by this side's own hand.
abstract class DoorbellEndContract extends PlatformCase {
    DoorbellEndContract(PlatformContract contract) {
        super(contract);
    }

    @Test
    @DisplayName("an orderly close is told apart from a loss, for ever")
    void orderlyCloseIsSeen() {
        Bells bells = bells();
        bells.first().close();
        assertEquals(Wake.PEER_CLOSED, bells.second().await(LIMIT_NANOS));
        assertEquals(Wake.PEER_CLOSED, bells.second().poll());
        assertEquals(Wake.PEER_CLOSED, bells.second().await(Long.MAX_VALUE));
    }

    @Test
    @DisplayName("what was signalled before an orderly close is seen before it")
    void pendingSignalComesBeforeTheClose() {
        Bells bells = bells();
        bells.first().signal();
        bells.first().close();
        assertEquals(Wake.SIGNALED, bells.second().await(LIMIT_NANOS));
        assertEquals(Wake.PEER_CLOSED, bells.second().await(LIMIT_NANOS));
        assertEquals(Wake.PEER_CLOSED, bells.second().poll());
    }

    @Test
    @DisplayName("a close behind ten thousand unread signals is still an orderly one")
    void orderlyCloseGetsThroughBehindUnreadSignals() {
        Bells bells = bells();
        for (int i = 0; i < 10_000; i++) {
            bells.first().signal();
        }
        bells.first().close();
        assertEquals(Wake.SIGNALED, bells.second().await(LIMIT_NANOS));
        assertEquals(Wake.PEER_CLOSED, bells.second().await(LIMIT_NANOS));
    }

    @Test
    @DisplayName("a close with unread signals of one's own is still an orderly one")
    void orderlyCloseWithUnreadSignals() {
        Bells bells = bells();
        bells.first().signal();
        bells.second().signal();
        bells.first().close();
        assertEquals(Wake.SIGNALED, bells.second().await(LIMIT_NANOS));
        assertEquals(Wake.PEER_CLOSED, bells.second().await(LIMIT_NANOS));
    }

    @Test
    @DisplayName("an end that is dropped without a word is lost, for ever")
    void droppedEndIsLost() {
        DoorbellPair pair = ends();
        Doorbell survivor = doorbell(pair.first());
        pair.second().close();
        assertEquals(Wake.PEER_LOST, survivor.await(LIMIT_NANOS));
        assertEquals(Wake.PEER_LOST, survivor.poll());
        assertEquals(Wake.PEER_LOST, survivor.await(Long.MAX_VALUE));
    }

    @Test
    @DisplayName("a loss before the doorbell is made is seen by it")
    void earlierLossIsSeen() {
        DoorbellPair pair = ends();
        pair.second().close();
        assertEquals(Wake.PEER_LOST, doorbell(pair.first()).await(LIMIT_NANOS));
    }

    @Test
    @DisplayName("an orderly close wakes the thread that waits at the other end")
    void orderlyCloseWakesTheOtherSide() throws Exception {
        Bells bells = bells();
        FutureTask<Wake> waiter = waiting(bells.second());
        bells.first().close();
        assertEquals(Wake.PEER_CLOSED, resultOf(waiter));
    }

    @Test
    @DisplayName("a loss wakes the thread that waits at the other end")
    void lossWakesTheOtherSide() throws Exception {
        DoorbellPair pair = ends();
        FutureTask<Wake> waiter = waiting(doorbell(pair.first()));
        pair.second().close();
        assertEquals(Wake.PEER_LOST, resultOf(waiter));
    }

    @Test
    @DisplayName("closing an end wakes the thread that waits at it")
    void ownCloseWakesTheOwnWaiter() throws Exception {
        Bells bells = bells();
        FutureTask<Wake> waiter = waiting(bells.first());
        bells.first().close();
        assertEquals(Wake.CLOSED, resultOf(waiter));
    }

    @Test
    @DisplayName("a closed end says so, whatever was pending, and closing it twice is harmless")
    void closedEndSaysSo() {
        Bells bells = bells();
        bells.second().signal();
        bells.first().close();
        bells.first().close();
        assertEquals(Wake.CLOSED, bells.first().poll());
        assertEquals(Wake.CLOSED, bells.first().await(Long.MAX_VALUE));
    }

    @Test
    @DisplayName("signalling an end that is gone is harmless")
    void signallingAGonePeerIsHarmless() {
        Bells closed = bells();
        closed.first().close();
        DoorbellPair pair = ends();
        Doorbell survivor = doorbell(pair.first());
        pair.second().close();
        for (int i = 0; i < 10; i++) {
            closed.second().signal();
            closed.first().signal();
            survivor.signal();
        }
        assertEquals(Wake.PEER_CLOSED, closed.second().poll());
        assertEquals(Wake.PEER_LOST, survivor.poll());
    }

    @Test
    @DisplayName("closing an end whose other end is gone is harmless")
    void closingAfterTheOtherSide() {
        Bells bells = bells();
        bells.first().close();
        bells.second().close();
        assertEquals(Wake.CLOSED, bells.second().poll());
    }

    @Test
    @DisplayName("a handle is used up by the doorbell made from it")
    void handleIsUsedUp() {
        DoorbellPair pair = ends();
        Doorbell first = doorbell(pair.first());
        pair.first().close();
        assertThrows(IllegalStateException.class, () -> platform.doorbell(pair.first()));
        doorbell(pair.second()).signal();
        assertEquals(Wake.SIGNALED, first.await(LIMIT_NANOS), "and lives on when that is closed");
    }

    @Test
    @DisplayName("a region is not taken for the end of a doorbell, and its handle is used up")
    void regionIsNoDoorbell() {
        Handle region = region(1);
        assertThrows(PlatformException.class, () -> platform.doorbell(region));
        assertThrows(IllegalStateException.class, () -> platform.inspect(region));
    }
}
