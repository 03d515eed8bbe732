// SPDX-License-Identifier: Apache-2.0
package org.ringway.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringway.RingCorruptException;

/// R1 to R4 and R9: the other side writes whatever it likes into the control page.
abstract class HostileIndexContract extends RingCase {
    HostileIndexContract(RingContract contract) {
        super(contract);
    }

    private static String noPosition(String field, int index) {
        return "index is no position in the ring: " + field + "="
                + Integer.toUnsignedString(index) + " dataBytes=4096";
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 4104, 0x1_0000, Integer.MAX_VALUE, Integer.MIN_VALUE, -8, -1})
    @DisplayName("R1: a write index outside the ring is corruption to whoever loads it")
    void r1WriteIndexOutsideTheRing(int index) {
        assertWriteIndexRefused(index);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 7, 33, 4095})
    @DisplayName("R2: a write index that is no multiple of 8 is corruption to whoever loads it")
    void r2WriteIndexBetweenQuadwords(int index) {
        assertWriteIndexRefused(index);
    }

    private void assertWriteIndexRefused(int index) {
        RingUnderTest ring = ring();
        ring.setWord(RingUnderTest.WRITE_INDEX, index);
        String text = noPosition("writeIndex", index);
        assertCorrupt(text, ring.in::next);
        assertCorrupt(text, ring.in::hasNext);
        assertCorrupt(text, ring.in::unmaskAndRecheck);
        assertCorrupt(text, ring::newWriter);

        RingUnderTest wishing = ring();
        wishing.send(1, NOTHING);
        nextOf(wishing.in);
        wishing.setWord(RingUnderTest.PENDING_SEND_SIZE, 64);
        wishing.setWord(RingUnderTest.WRITE_INDEX, index);
        assertCorrupt(text, wishing.in::commit);
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 4104, 0x1_0000, Integer.MAX_VALUE, Integer.MIN_VALUE, -8, -1})
    @DisplayName("R1: a read index outside the ring is corruption to whoever loads it")
    void r1ReadIndexOutsideTheRing(int index) {
        assertReadIndexRefused(index);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 7, 33, 4095})
    @DisplayName("R2: a read index that is no multiple of 8 is corruption to whoever loads it")
    void r2ReadIndexBetweenQuadwords(int index) {
        assertReadIndexRefused(index);
    }

    private void assertReadIndexRefused(int index) {
        RingUnderTest ring = ring();
        ring.fillWithPackets();
        ring.setWord(RingUnderTest.READ_INDEX, index);
        String text = noPosition("readIndex", index);
        assertCorrupt(text, () -> ring.out.tryWrite(1, false, NOTHING));
        assertCorrupt(text, () -> ring.out.tryReserve(8));
        assertCorrupt(text, ring.out::requestSpace);
        assertCorrupt(text, ring.out::occupiedBytes);
        assertCorrupt(text, ring::newReader);
    }

    @Test
    @DisplayName("R3: a write index that moves back behind what was looked at is corruption")
    void r3WriteIndexMovesBackwards() {
        RingUnderTest ring = ring();
        ring.send(1, zeros(8));
        ring.send(2, zeros(8));
        ring.send(3, zeros(8));
        nextOf(ring.in);
        ring.in.commit();
        nextOf(ring.in);
        nextOf(ring.in);
        ring.setWord(RingUnderTest.WRITE_INDEX, 64);
        assertCorrupt("index moved backwards: writeIndex=64 before=96 committed=32", ring.in::next);
    }

    @Test
    @DisplayName("R3: a read index that moves back, or past what was published, is corruption")
    void r3ReadIndexMovesBackwardsOrTooFar() {
        RingUnderTest ring = ring();
        ring.fillWithPackets();
        nextOf(ring.in);
        nextOf(ring.in);
        ring.in.commit();
        assertTrue(ring.out.tryWrite(1, false, NOTHING));
        assertTrue(ring.out.tryWrite(2, false, NOTHING));
        ring.setWord(RingUnderTest.READ_INDEX, 24);
        assertCorrupt("index moved backwards or too far: readIndex=24 before=48 limit=4080",
                () -> ring.out.tryWrite(3, false, NOTHING));
        ring.setWord(RingUnderTest.READ_INDEX, 4088);
        assertCorrupt("index moved backwards or too far: readIndex=4088 before=48 limit=4080",
                () -> ring.out.tryWrite(3, false, NOTHING));
    }

    @Test
    @DisplayName("R3: whatever indices and bytes are, a reader ends within one round of the ring")
    void r3ReaderEndsWhateverItFinds() {
        RingUnderTest ring = ring();
        Random random = new Random(3);
        for (int i = 0; i < 5000; i++) {
            for (int at = 0; at < 4096; at += 8) {
                long length = 2 + random.nextInt(4);
                ring.setQuadword(at, 6 | 2L << 16 | length << 32);
            }
            ring.setWord(RingUnderTest.READ_INDEX, 8 * random.nextInt(512));
            ring.setWord(RingUnderTest.WRITE_INDEX, 8 * random.nextInt(512));
            IncomingRing in = ring.newReader();
            try {
                readToTheEnd(in);
            } catch (RingCorruptException expectedToo) {
                // A packet may reach past the write index.
            }
            assertTrue(in.packets() <= 170, "packets: " + in.packets());
        }
    }

    private static void readToTheEnd(IncomingRing in) {
        while (in.next() != null) {}
        in.commit();
    }

    @Test
    @DisplayName("R4: an own index that the other side overwrites is ignored and stored again")
    void r4ForeignStoresIntoOwnIndicesAreIgnored() {
        RingUnderTest ring = ring();
        ring.send(1, zeros(8));
        ring.setWord(RingUnderTest.WRITE_INDEX, 2048);
        ring.send(2, zeros(8));
        assertEquals(64, ring.word(RingUnderTest.WRITE_INDEX));

        ring.setWord(RingUnderTest.READ_INDEX, 2048);
        assertEquals(1, nextOf(ring.in).transactionId());
        assertEquals(2, nextOf(ring.in).transactionId());
        assertNull(ring.in.next());
        ring.in.commit();
        assertEquals(64, ring.word(RingUnderTest.READ_INDEX));
    }

    @Test
    @DisplayName("R9: two writers given the same pages keep their own state; at worst the ring is"
            + " corrupt")
    void r9AliasedRingsKeepTheirOwnState() {
        RingUnderTest ring = ring();
        OutgoingRing alias = ring.newWriter();
        Random random = new Random(9);
        int corrupt = 0;
        for (int i = 0; i < 20_000; i++) {
            try {
                OutgoingRing writer = random.nextBoolean() ? ring.out : alias;
                writer.tryWrite(i, false, zeros(8 * random.nextInt(20)));
                writer.publish();
                readToTheEnd(ring.in);
            } catch (RingCorruptException expected) {
                corrupt++;
            }
        }
        assertTrue(corrupt > 0, "two writers with an index each cannot agree");
        int own = ring.word(RingUnderTest.WRITE_INDEX);
        assertTrue(own % 8 == 0 && own >= 0 && own < 4096, "writeIndex=" + own);
    }
}
