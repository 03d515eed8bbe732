// SPDX-License-Identifier: Apache-2.0
package org.ringway.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// When a writer has to signal, and how a reader says whether it wants to be.
abstract class SignalContract extends RingCase {
    SignalContract(RingContract contract) {
        super(contract);
    }

    /// A ring whose reader waits.
    private RingUnderTest waited() {
        RingUnderTest ring = ring();
        assertFalse(ring.in.unmaskAndRecheck());
        return ring;
    }

    @Test
    void readerIsMaskedUntilItFirstWaits() {
        RingUnderTest ring = ring();
        assertEquals(1, ring.word(RingUnderTest.INTERRUPT_MASK));
        assertFalse(ring.send(1, NOTHING));
    }

    @Test
    void onlyThePacketThatEndsEmptinessSignals() {
        RingUnderTest ring = waited();
        assertEquals(0, ring.word(RingUnderTest.INTERRUPT_MASK));
        assertTrue(ring.send(1, NOTHING));
        assertFalse(ring.send(2, NOTHING));
        nextOf(ring.in);
        ring.in.commit();
        assertFalse(ring.send(3, NOTHING), "one packet was left");
        nextOf(ring.in);
        nextOf(ring.in);
        assertFalse(ring.send(4, NOTHING), "nothing was given back");
        nextOf(ring.in);
        ring.in.commit();
        assertTrue(ring.send(5, NOTHING));
    }

    @Test
    void batchSignalsOnceForAllOfIt() {
        RingUnderTest ring = waited();
        for (int id = 1; id <= 10; id++) {
            assertTrue(ring.out.tryWrite(id, false, NOTHING));
        }
        assertTrue(ring.out.publish());
        assertFalse(ring.out.publish(), "there is nothing more to publish");
    }

    @Test
    void publishingNothingSignalsNobody() {
        assertFalse(waited().out.publish());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, -1, 0x8000_0000})
    @DisplayName("any mask but zero means: do not signal")
    void anyMaskButZeroKeepsSignalsAway(int mask) {
        RingUnderTest ring = waited();
        ring.setWord(RingUnderTest.INTERRUPT_MASK, mask);
        assertFalse(ring.send(1, NOTHING));
    }

    @Test
    void maskedReaderIsNotSignalled() {
        RingUnderTest ring = waited();
        ring.in.mask();
        assertEquals(1, ring.word(RingUnderTest.INTERRUPT_MASK));
        assertFalse(ring.send(1, NOTHING));
    }

    @Test
    void recheckFindsWhatCameBeforeTheMaskWasCleared() {
        RingUnderTest ring = ring();
        assertFalse(ring.send(1, NOTHING), "masked");
        assertTrue(ring.in.unmaskAndRecheck());
        assertEquals(1, ring.word(RingUnderTest.INTERRUPT_MASK), "masked again");
        nextOf(ring.in);
        ring.in.commit();
        assertFalse(ring.in.unmaskAndRecheck());
        assertTrue(ring.send(2, NOTHING));
    }

    @Test
    @DisplayName("waiting with packets not given back is refused: the ring would not look empty")
    void readerCommitsBeforeItWaits() {
        RingUnderTest ring = ring(1, 4088);
        ring.send(1, zeros(8));
        ring.send(2, NOTHING);
        nextOf(ring.in);
        nextOf(ring.in);
        IllegalStateException refused =
                assertThrows(IllegalStateException.class, ring.in::unmaskAndRecheck);
        assertEquals("commit before waiting for packets: uncommitted=56", refused.getMessage());
        assertEquals(1, ring.word(RingUnderTest.INTERRUPT_MASK), "still masked");
        ring.in.commit();
        assertFalse(ring.in.unmaskAndRecheck());
    }

    @Test
    @DisplayName("R5: a mask that the other side sets or clears hides no packet")
    void r5ForeignMaskHidesNoPacket() {
        RingUnderTest ring = waited();
        ring.setWord(RingUnderTest.INTERRUPT_MASK, 1);
        ring.send(1, NOTHING);
        assertTrue(ring.in.unmaskAndRecheck());
        assertEquals(1, nextOf(ring.in).transactionId());
        ring.in.commit();

        ring.setWord(RingUnderTest.INTERRUPT_MASK, 0);
        ring.send(2, NOTHING);
        assertEquals(2, nextOf(ring.in).transactionId());
        ring.in.commit();
        assertFalse(ring.in.unmaskAndRecheck());
        assertEquals(0, ring.word(RingUnderTest.INTERRUPT_MASK));
    }

    @Test
    @DisplayName("R11: a thousand wake-ups for nothing find nothing and change nothing")
    void r11WakeUpsForNothingAreHarmless() {
        RingUnderTest ring = waited();
        for (int i = 0; i < 1000; i++) {
            ring.in.mask();
            assertNull(ring.in.next());
            assertFalse(ring.in.unmaskAndRecheck());
        }
        assertTrue(ring.send(1, NOTHING));
    }

    @Test
    @DisplayName("R7: the writer announces that it uses the pending send size, and looks no more")
    void r7FeatureBitsAreAnnouncedOnce() {
        RingUnderTest ring = waited();
        assertEquals(1, ring.word(RingUnderTest.FEATURE_BITS));
        ring.setWord(RingUnderTest.FEATURE_BITS, -1);
        assertTrue(ring.send(1, NOTHING));
        assertEquals(1, nextOf(ring.in).transactionId());
        ring.in.commit();
        ring.setWord(RingUnderTest.FEATURE_BITS, 0);
        assertTrue(ring.send(2, NOTHING));
        assertEquals(0, ring.word(RingUnderTest.FEATURE_BITS));
    }

    @Test
    void newWriterTakesAnOldWishBack() {
        RingUnderTest ring = ring();
        ring.setWord(RingUnderTest.PENDING_SEND_SIZE, 512);
        ring.newWriter();
        assertEquals(0, ring.word(RingUnderTest.PENDING_SEND_SIZE));
    }
}
