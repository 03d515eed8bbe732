// SPDX-License-Identifier: Apache-2.0
package org.ringway.ring;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Looking, copying, giving back.
abstract class ReadingContract extends RingCase {
    ReadingContract(RingContract contract) {
        super(contract);
    }

    @Test
    void emptyRingIsAnAnswerAndNotAnError() {
        RingUnderTest ring = ring();
        assertFalse(ring.in.hasNext());
        assertNull(ring.in.next());
        assertFalse(ring.in.commit());
        assertEquals(0, ring.in.packets());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 4000, 4056, 4064, 4072, 4080, 4088})
    @DisplayName("a payload is the same in place, copied, and in parts, wherever it lies")
    void payloadIsTheSameWhicheverWayItIsRead(int start) {
        RingUnderTest ring = ring(1, start);
        byte[] payload = pattern(200, start);
        ring.send(1, MemorySegment.ofArray(payload));
        Packet packet = nextOf(ring.in);

        assertEquals(200, packet.payloadBytes());
        assertArrayEquals(payload, packet.payload().toArray(JAVA_BYTE));
        assertArrayEquals(payload, payloadOf(packet));
        for (int from : new int[] {0, 1, 7, 8, 100, 199, 200}) {
            byte[] part = new byte[200 - from];
            packet.copyPayload(from, MemorySegment.ofArray(part));
            assertArrayEquals(Arrays.copyOfRange(payload, from, 200), part);
        }
    }

    @Test
    void payloadInPlaceCannotBeWritten() {
        RingUnderTest ring = ring();
        ring.send(1, text("read-only"));
        assertTrue(nextOf(ring.in).payload().isReadOnly());
    }

    @Test
    @DisplayName("a payload in place shows what its sender writes into it later, a copy does not")
    void payloadInPlaceIsTheSendersMemory() {
        RingUnderTest ring = ring();
        ring.send(1, text("AAAAAAAA"));
        Packet packet = nextOf(ring.in);
        byte[] copy = payloadOf(packet);
        ring.set(16, bytes("42"));
        assertEquals('B', packet.payload().get(JAVA_BYTE, 0));
        assertEquals('A', copy[0]);
    }

    @Test
    void partOutsideThePayloadIsRefused() {
        RingUnderTest ring = ring();
        ring.send(1, zeros(16));
        Packet packet = nextOf(ring.in);
        for (int from : new int[] {-1, 9, 17, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            IndexOutOfBoundsException refused = assertThrows(IndexOutOfBoundsException.class,
                    () -> packet.copyPayload(from, zeros(8)));
            assertEquals("part outside the payload: from=" + from + " bytes=8 payloadBytes=16",
                    refused.getMessage());
        }
    }

    @Test
    @DisplayName("P15: a payload larger than the receiver's buffer is refused, and nothing written")
    void p15PayloadBeyondTheBufferIsRefused() {
        for (int start : new int[] {0, 4072}) {
            RingUnderTest ring = ring(1, start);
            ring.send(1, MemorySegment.ofArray(pattern(64, 1)));
            Packet packet = nextOf(ring.in);
            byte[] small = new byte[56];
            IndexOutOfBoundsException refused = assertThrows(IndexOutOfBoundsException.class,
                    () -> packet.copyPayload(MemorySegment.ofArray(small)));
            assertEquals("buffer smaller than the payload: bufferBytes=56 payloadBytes=64",
                    refused.getMessage());
            assertArrayEquals(new byte[56], small);
        }
    }

    @Test
    void packetsLookedAtAreGivenBackTogether() {
        RingUnderTest ring = ring();
        ring.send(1, zeros(8));
        ring.send(2, zeros(8));
        ring.send(3, zeros(8));
        nextOf(ring.in);
        nextOf(ring.in);
        assertEquals(0, ring.word(RingUnderTest.READ_INDEX));
        ring.in.commit();
        assertEquals(64, ring.word(RingUnderTest.READ_INDEX));
        assertTrue(ring.in.hasNext());
        assertEquals(3, nextOf(ring.in).transactionId());
        assertEquals(3, ring.in.packets());
    }

    @Test
    void packetPutBackIsFoundAgain() {
        RingUnderTest ring = ring(1, 4072);
        ring.send(1, zeros(8));
        ring.send(2, zeros(16));
        nextOf(ring.in);
        nextOf(ring.in);
        assertEquals(72, ring.in.uncommittedBytes());
        ring.in.putBack();
        assertEquals(32, ring.in.uncommittedBytes());
        assertEquals(1, ring.in.packets());
        ring.in.commit();
        assertEquals(8, ring.word(RingUnderTest.READ_INDEX));
        Packet again = nextOf(ring.in);
        assertEquals(2, again.transactionId());
        assertEquals(16, again.payloadBytes());
    }

    @Test
    void onlyTheLastPacketLookedAtCanBePutBack() {
        RingUnderTest ring = ring();
        assertThrows(IllegalStateException.class, ring.in::putBack);
        ring.send(1, NOTHING);
        ring.send(2, NOTHING);
        nextOf(ring.in);
        nextOf(ring.in);
        ring.in.putBack();
        assertThrows(IllegalStateException.class, ring.in::putBack);
        nextOf(ring.in);
        ring.in.commit();
        assertThrows(IllegalStateException.class, ring.in::putBack);
        assertEquals(48, ring.word(RingUnderTest.READ_INDEX));
        assertEquals(0, ring.in.uncommittedBytes());
    }

    @Test
    void hasNextLooksWithoutTaking() {
        RingUnderTest ring = ring();
        ring.send(1, NOTHING);
        assertTrue(ring.in.hasNext());
        assertTrue(ring.in.hasNext());
        assertEquals(1, nextOf(ring.in).transactionId());
        assertFalse(ring.in.hasNext());
    }

    @Test
    void onlyDirectPacketsHavePageRanges() {
        RingUnderTest ring = ring();
        ring.send(1, zeros(64));
        Packet packet = nextOf(ring.in);
        IllegalStateException refused =
                assertThrows(IllegalStateException.class, packet::ranges);
        assertEquals("packet has no page ranges: type=IN_BAND", refused.getMessage());
    }

    @Test
    @DisplayName("both sides go on where the rings stand")
    void ringsAreTakenOverWhereTheyStand() {
        RingUnderTest ring = ring();
        ring.send(1, zeros(8));
        ring.send(2, zeros(8));
        nextOf(ring.in);
        ring.in.commit();

        OutgoingRing writer = ring.newWriter();
        assertTrue(writer.tryWrite(3, false, NOTHING));
        writer.publish();
        IncomingRing reader = ring.newReader();
        assertEquals(2, nextOf(reader).transactionId());
        assertEquals(3, nextOf(reader).transactionId());
        assertNull(reader.next());
    }
}
