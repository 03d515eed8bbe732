// SPDX-License-Identifier: Apache-2.0
package org.ringway.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The pending send size: what a blocked writer asks for, and when its reader has to signal.
///
/// A ring of one page holds 170 packets of 24 bytes; then 8 bytes are free.
abstract class SpaceContract extends RingCase {
    private static final int RECORD = 24;

    SpaceContract(RingContract contract) {
        super(contract);
    }

    /// A full ring whose writer wishes so many bytes, whoever wrote that wish.
    private RingUnderTest fullRing(int wish) {
        RingUnderTest ring = ring();
        ring.fillWithPackets();
        ring.setWord(RingUnderTest.PENDING_SEND_SIZE, wish);
        return ring;
    }

    /// Takes all packets out one by one.
    ///
    /// @return how many were out at each signal
    private static List<Integer> drain(RingUnderTest ring) {
        List<Integer> signals = new ArrayList<>();
        for (int out = 1; ring.in.next() != null; out++) {
            if (ring.in.commit()) {
                signals.add(out);
            }
        }
        return signals;
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 1016", "1, 2000, 2024", "1, 4064, 4088", "16, 2000, 16376"})
    @DisplayName("the wish is the refused record, but at least a quarter of the ring")
    void wishIsTheRecordOrAQuarterOfTheRing(int pages, int payload, int wish) {
        RingUnderTest ring = ring(pages, 0);
        ring.fillWithPackets();
        assertFalse(ring.out.tryWrite(1, false, zeros(payload)));
        assertFalse(ring.out.requestSpace());
        assertEquals(wish, ring.word(RingUnderTest.PENDING_SEND_SIZE));
        ring.out.withdrawRequest();
        assertEquals(0, ring.word(RingUnderTest.PENDING_SEND_SIZE));
    }

    @Test
    void blockedWriterIsSignalledOnceAndThenHasRoom() {
        RingUnderTest ring = ring();
        ring.fillWithPackets();
        assertFalse(ring.out.tryWrite(1, false, zeros(500)));
        assertFalse(ring.out.requestSpace());
        for (int out = 1; out < 42; out++) {
            nextOf(ring.in);
            assertFalse(ring.in.commit(), "packets out: " + out);
        }
        nextOf(ring.in);
        assertTrue(ring.in.commit(), "8 + 42 * 24 bytes are free, 1016 were wished");
        assertTrue(ring.out.tryWrite(1, false, zeros(500)));
        ring.out.withdrawRequest();
        ring.out.publish();
        nextOf(ring.in);
        assertFalse(ring.in.commit());
    }

    @Test
    void spaceThatCameMeanwhileIsFoundAtOnce() {
        RingUnderTest ring = ring();
        ring.fillWithPackets();
        assertFalse(ring.out.tryWrite(1, false, NOTHING));
        nextOf(ring.in);
        ring.in.commit();
        assertTrue(ring.out.requestSpace());
        assertEquals(0, ring.word(RingUnderTest.PENDING_SEND_SIZE), "withdrawn");
    }

    @Test
    @DisplayName("waiting with a batch not published is refused: it could never come true")
    void writerPublishesBeforeItWaits() {
        RingUnderTest ring = ring();
        ring.fillWithPackets();
        nextOf(ring.in);
        ring.in.commit();
        assertTrue(ring.out.tryWrite(1, false, NOTHING));
        assertFalse(ring.out.tryWrite(2, false, NOTHING));
        IllegalStateException refused =
                assertThrows(IllegalStateException.class, ring.out::requestSpace);
        assertEquals("publish before waiting for space: unpublished=24", refused.getMessage());
        assertEquals(0, ring.word(RingUnderTest.PENDING_SEND_SIZE));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    @DisplayName("a signal for space does not depend on the interrupt mask of that ring")
    void spaceIsSignalledWhateverTheMaskSays(int mask) {
        RingUnderTest ring = fullRing(2 * RECORD);
        ring.setWord(RingUnderTest.INTERRUPT_MASK, mask);
        assertEquals(List.of(2), drain(ring));
    }

    @Test
    void packetsGivenBackTogetherSignalOnce() {
        RingUnderTest ring = fullRing(10 * RECORD);
        for (int i = 0; i < 100; i++) {
            nextOf(ring.in);
        }
        assertTrue(ring.in.commit());
        assertEquals(List.of(), drain(ring));
    }

    @Test
    void withoutAWishNobodyIsSignalled() {
        assertEquals(List.of(), drain(fullRing(0)));
    }

    @ParameterizedTest
    @CsvSource({"4088, 170", "4095, 170", "4087, 170", "20, 1", "24, 1", "32, 1", "33, 1", "40, 2"})
    @DisplayName("R6: the low three bits of a wish mean nothing; the whole ring means: when empty")
    void r6WishIsRoundedDown(int wish, int packetsOut) {
        assertEquals(List.of(packetsOut), drain(fullRing(wish)));
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 4097, 8192, Integer.MAX_VALUE, Integer.MIN_VALUE, -1, -8})
    @DisplayName("R6: a wish for more than the ring has never comes true and never signals")
    void r6WishBeyondTheRingNeverSignals(int wish) {
        assertEquals(List.of(), drain(fullRing(wish)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8})
    @DisplayName("R6: a wish for what is free already signals nobody")
    void r6WishThatIsTrueAlreadyNeverSignals(int wish) {
        assertEquals(List.of(), drain(fullRing(wish)));
    }

    @Test
    @DisplayName("R6: wishes that change all the time make at most one signal per commit")
    void r6ChangingWishesMakeNoStorm() {
        RingUnderTest ring = ring();
        ring.fillWithPackets();
        int signals = 0;
        for (int out = 1; ring.in.next() != null; out++) {
            ring.setWord(RingUnderTest.PENDING_SEND_SIZE, out * 0x9E37_79B9);
            signals += ring.in.commit() ? 1 : 0;
        }
        assertTrue(signals <= 170, "signals: " + signals);
        assertFalse(ring.in.commit(), "nothing to give back, nothing to signal");
    }
}
