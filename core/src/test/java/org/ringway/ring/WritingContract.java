// SPDX-License-Identifier: Apache-2.0
package org.ringway.ring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringway.memory.GpaRange;
import org.ringway.memory.TransferPages;
import org.ringway.memory.TransferRange;
import org.ringway.memory.TransferSetId;

/// Room, batches, reservations, padding and trailers.
abstract class WritingContract extends RingCase {
    WritingContract(RingContract contract) {
        super(contract);
    }

    private static String refusal(Runnable act) {
        return assertThrows(IllegalArgumentException.class, act::run).getMessage();
    }

    private static Reservation reserve(OutgoingRing out, int payloadBytes) {
        Reservation reservation = out.tryReserve(payloadBytes);
        assertNotNull(reservation, "room for a reservation");
        return reservation;
    }

    @Test
    void nothingIsVisibleBeforeItIsPublished() {
        RingUnderTest ring = ring();
        assertTrue(ring.out.tryWrite(1, false, text("one")));
        assertTrue(ring.out.tryWrite(2, false, text("two")));
        assertEquals(0, ring.word(RingUnderTest.WRITE_INDEX));
        assertNull(ring.in.next());

        ring.out.publish();
        assertEquals(64, ring.word(RingUnderTest.WRITE_INDEX));
        assertEquals(1, nextOf(ring.in).transactionId());
        assertEquals(2, nextOf(ring.in).transactionId());
        assertEquals(2, ring.out.packets());
    }

    @Test
    @DisplayName("a ring of one page takes 170 packets of 24 bytes, and one more after each commit")
    void fullRingIsAnAnswerAndNotAnError() {
        RingUnderTest ring = ring();
        assertEquals(170, ring.fillWithPackets());
        assertEquals(4080, ring.out.occupiedBytes());
        assertFalse(ring.out.tryWrite(171, false, NOTHING));

        nextOf(ring.in);
        assertFalse(ring.out.tryWrite(171, false, NOTHING), "looked at is not given back");
        ring.in.commit();
        assertTrue(ring.out.tryWrite(171, false, NOTHING));
        assertFalse(ring.out.tryWrite(172, false, NOTHING));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 127, 128, 129})
    @DisplayName("every page count makes a ring, not only powers of two")
    void ringsNeedNotBePowersOfTwo(int pages) {
        RingUnderTest ring = ring(pages, 0);
        for (int id = 1; id <= 3 * pages; id++) {
            byte[] payload = pattern(3000, id);
            ring.send(id, MemorySegment.ofArray(payload));
            assertArrayEquals(payload, payloadOf(nextOf(ring.in)));
            ring.in.commit();
        }
        int record = 3000 + 24;
        assertEquals(3 * pages * record % (pages * PAGE), ring.word(RingUnderTest.READ_INDEX));
    }

    @Test
    @DisplayName("every trailer says where its packet began, through many batches and wraps")
    void trailersSayWherePacketsBegan() {
        RingUnderTest ring = ring(1, 16);
        int start = 16;
        for (int id = 1; id <= 500; id++) {
            int payload = 8 * (id % 30);
            assertTrue(ring.out.tryWrite(id, false, MemorySegment.ofArray(pattern(payload, id))));
            int trailer = (start + 16 + payload) % ring.dataBytes;
            assertBytes("00000000" + "%02x%02x0000".formatted(start & 0xFF, start >>> 8),
                    ring.get(trailer, 8));
            start = (trailer + 8) % ring.dataBytes;
            if (id % 3 == 0) {
                ring.out.publish();
                while (ring.in.next() != null) {}
                ring.in.commit();
            }
        }
    }

    @Test
    @DisplayName("P20: a payload beyond the ring is refused with both sizes, not cut")
    void p20PayloadBeyondTheRingIsRefused() {
        RingUnderTest ring = ring(4, 0);
        assertEquals(16_352, ring.out.largestPayload());
        String text = "payload does not fit into any packet of this ring:"
                + " payloadBytes=16353 largest=16352";
        assertEquals(text, refusal(() -> ring.out.tryWrite(1, false, zeros(16_353))));
        assertEquals(text, refusal(() -> ring.out.tryComplete(1, zeros(16_353))));
        assertEquals(text, refusal(() -> ring.out.tryReserve(16_353)));
        assertEquals(
                "payload does not fit into any packet of this ring: payloadBytes=-1 largest=16352",
                refusal(() -> ring.out.tryReserve(-1)));
        assertEquals(0, ring.out.packets());
    }

    @Test
    @DisplayName("P20: a packet beyond 524,280 bytes is refused, however large the ring")
    void p20PacketBeyondSixteenBitsIsRefused() {
        RingUnderTest ring = ring(256, 0);
        assertEquals(524_264, ring.out.largestPayload());
        assertEquals("payload does not fit into any packet of this ring:"
                + " payloadBytes=524265 largest=524264",
                refusal(() -> ring.out.tryWrite(1, false, zeros(524_265))));

        byte[] payload = pattern(524_264, 3);
        ring.send(1, MemorySegment.ofArray(payload));
        assertBytes("0600 0200 ffff 0000", ring.get(0, 8));
        assertArrayEquals(payload, payloadOf(nextOf(ring.in)));
    }

    @Test
    @DisplayName("P20: page ranges and their command must fit into one packet")
    void p20PageRangesBeyondThePacketAreRefused() {
        RingUnderTest ring = ring(4, 0);
        assertEquals("page ranges do not fit into any packet of this ring:"
                + " ranges=0 listBytes=8 largest=16352",
                refusal(() -> ring.out.tryWriteDirect(1, List.of(), NOTHING)));
        GpaRange most = GpaRange.ofPages(1, 2042);
        assertTrue(ring.out.tryWriteDirect(1, List.of(most), NOTHING));
        GpaRange more = GpaRange.ofPages(1, 2043);
        String text = "page ranges do not fit into any packet of this ring:"
                + " ranges=1 listBytes=16360 largest=16352";
        assertEquals(text, refusal(() -> ring.out.tryWriteDirect(1, List.of(more), NOTHING)));
        assertEquals(text, refusal(() ->
                ring.out.tryWriteDirect(1, 1, 0, 2043L * PAGE, NOTHING)));
        assertEquals(
                "payload does not fit into any packet of this ring: payloadBytes=1 largest=0",
                refusal(() -> ring.out.tryWriteDirect(1, List.of(most), text("x"))));
    }

    @Test
    void runOfPagesIsWrittenLikeItsList() {
        RingUnderTest list = ring();
        RingUnderTest run = ring();
        GpaRange range = new GpaRange(9000, 4000, new long[] {500, 501, 502, 503});
        assertTrue(list.out.tryWriteDirect(7, List.of(range), text("both")));
        assertTrue(run.out.tryWriteDirect(7, 500, 4000, 9000, text("both")));
        assertArrayEquals(list.get(0, 88), run.get(0, 88));
        run.out.publish();
        assertEquals(List.of(range), nextOf(run.in).ranges().toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 7, 9, 15, 4063})
    @DisplayName("P21: padding is zero, whatever lay there before, whichever way it was written")
    void p21PaddingIsZeroed(int bytes) {
        int padded = (bytes + 7) / 8 * 8;
        byte[] payload = pattern(bytes, 4);
        byte[] expected = Arrays.copyOf(payload, padded);

        for (int start : new int[] {0, 4072, 4088}) {
            RingUnderTest copied = ring(1, start);
            copied.fill((byte) 0xEE);
            copied.send(1, MemorySegment.ofArray(payload));
            assertArrayEquals(expected, payloadOf(nextOf(copied.in)), "copied at " + start);

            RingUnderTest inPlace = ring(1, start);
            inPlace.fill((byte) 0xEE);
            try (Reservation reservation = reserve(inPlace.out, bytes)) {
                reservation.payload().copyFrom(MemorySegment.ofArray(payload));
                reservation.commit(1, false);
            }
            inPlace.out.publish();
            assertArrayEquals(expected, payloadOf(nextOf(inPlace.in)), "in place at " + start);
        }
    }

    @Test
    void reservationIsThePacketOnceCommitted() {
        RingUnderTest ring = ring();
        try (Reservation reservation = reserve(ring.out, 13)) {
            assertEquals(13, reservation.payload().byteSize());
            reservation.payload().copyFrom(text("hello-13-byte"));
            reservation.commit(0x1122334455667788L, true);
        }
        ring.out.publish();
        assertBytes("0600 0200 0400 0100 8877665544332211 68656c6c6f2d31332d62797465 000000"
                + " 0000000000000000", ring.get(0, 40));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 33, 40})
    void reservationCanBeCommittedInPart(int bytes) {
        commitInPart(bytes, room -> room.payload().fill((byte) 'x'));
        commitInPart(bytes, room ->
                room.memory().asSlice(room.offset(), 40).fill((byte) 'x'));
    }

    private void commitInPart(int bytes, Consumer<Reservation> fill) {
        byte[] sent = "x".repeat(bytes).getBytes(StandardCharsets.US_ASCII);
        byte[] expected = Arrays.copyOf(sent, bytes + 7 & ~7);
        for (int start : new int[] {0, 4048, 4072, 4088}) {
            RingUnderTest ring = ring(1, start);
            ring.fill((byte) 0xEE);
            try (Reservation reservation = reserve(ring.out, 40)) {
                fill.accept(reservation);
                reservation.commit(1, false, bytes);
            }
            ring.send(2, text("after"));
            assertArrayEquals(expected, payloadOf(nextOf(ring.in)), "in part at " + start);
            assertBytes("6166746572 000000", payloadOf(nextOf(ring.in)));
        }
    }

    @Test
    void noMoreCanBeCommittedThanWasReserved() {
        RingUnderTest ring = ring();
        Reservation reservation = reserve(ring.out, 13);
        for (int bytes : new int[] {-1, 14}) {
            assertEquals("more than was reserved: payloadBytes=" + bytes + " reserved=13",
                    refusal(() -> reservation.commit(1, false, bytes)));
        }
        reservation.commit(1, false, 13);
        assertEquals(1, ring.out.packets());
    }

    @Test
    void abandonedReservationLeavesNoTrace() {
        RingUnderTest ring = ring();
        try (Reservation reservation = reserve(ring.out, 100)) {
            reservation.payload().fill((byte) 0xEE);
        }
        assertFalse(ring.out.publish());
        assertEquals(0, ring.out.packets());
        assertEquals(0, ring.word(RingUnderTest.WRITE_INDEX));
        ring.send(1, text("after"));
        assertBytes("6166746572 000000", payloadOf(nextOf(ring.in)));
    }

    @Test
    void openReservationKeepsOtherWritersOut() {
        RingUnderTest ring = ring();
        Reservation reservation = reserve(ring.out, 13);
        List<Runnable> writers = List.of(
            () -> ring.out.tryReserve(8),
            () -> ring.out.tryWrite(1, false, NOTHING),
            () -> ring.out.tryComplete(1, NOTHING),
            () -> ring.out.tryWriteDirect(1, 1, 0, 1, NOTHING),
            () -> ring.out.tryWriteTransfer(1, new TransferPages(new TransferSetId(1), true,
                    List.of(new TransferRange(0, 1))), NOTHING));
        for (Runnable writer : writers) {
            IllegalStateException refused =
                    assertThrows(IllegalStateException.class, writer::run);
            assertEquals("the last reservation is still open: bytes=13", refused.getMessage());
        }
        reservation.close();
        assertTrue(ring.out.tryWrite(1, false, NOTHING));
    }

    @Test
    void closedReservationIsOfNoUse() {
        RingUnderTest ring = ring();
        Reservation reservation = reserve(ring.out, 8);
        reservation.commit(1, false);
        assertThrows(IllegalStateException.class, reservation::payload);
        assertThrows(IllegalStateException.class, reservation::memory);
        assertThrows(IllegalStateException.class, reservation::offset);
        assertThrows(IllegalStateException.class, () -> reservation.commit(2, false));
        reservation.close();
        assertEquals(1, ring.out.packets());
    }

    @Test
    void noRoomMeansNoReservation() {
        RingUnderTest ring = ring();
        ring.fillWithPackets();
        assertNull(ring.out.tryReserve(0));
        nextOf(ring.in);
        ring.in.commit();
        assertNotNull(ring.out.tryReserve(0));
    }
}
