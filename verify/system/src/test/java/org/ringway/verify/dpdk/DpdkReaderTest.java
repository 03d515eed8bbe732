// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.dpdk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringway.memory.GpaRange;
import org.ringway.ring.Reservation;

/// We write, the library reads.
final class DpdkReaderTest extends DpdkCase {
    private static final byte[] EMPTY = {};

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 16})
    @DisplayName("packets of every kind and size, through many wraps")
    void packetsArriveThroughManyWraps(int pages) {
        Ours ours = ours(pages, 4096 * pages - 8);
        DpdkChannel dpdk = dpdk(ours);
        Random random = new Random(pages);
        for (long id = 1; id <= 5_000; id++) {
            byte[] payload = pattern(random.nextInt(4096 - 100), id);
            write(ours, id, payload);
            ours.out().publish();
            DpdkChannel.Received received = dpdk.receive();
            assertEquals(DpdkChannel.OK, received.status());
            assertEquals(id, received.id());
            assertArrayEquals(padded(payload), received.payload());
            assertTrue(dpdk.isEmpty());
        }
        assertEquals(DpdkChannel.AGAIN, dpdk.receive().status());
    }

    private static void write(Ours ours, long id, byte[] payload) {
        switch ((int) (id % 4)) {
            case 0 -> assertTrue(ours.out().tryWrite(id, true, segment(payload)));
            case 1 -> assertTrue(ours.out().tryComplete(id, segment(payload)));
            case 2 -> assertTrue(ours.out().tryWriteDirect(
                    id, List.of(GpaRange.ofPages(id, 3)), segment(payload)));
            default -> {
                try (Reservation reservation = ours.out().tryReserve(payload.length)) {
                    assertNotNull(reservation);
                    reservation.payload().copyFrom(segment(payload));
                    reservation.commit(id, false);
                }
            }
        }
    }

    @Test
    void batchArrivesAsSinglePackets() {
        Ours ours = ours(4, 16_000);
        DpdkChannel dpdk = dpdk(ours);
        for (long id = 1; id <= 100; id++) {
            write(ours, id, pattern(30, id));
        }
        assertTrue(dpdk.isEmpty(), "nothing is published");
        ours.out().publish();
        for (long id = 1; id <= 100; id++) {
            assertEquals(id, dpdk.receive().id());
        }
        assertTrue(dpdk.isEmpty());
    }

    @Test
    void packetThatNamesPagesArrivesWithItsRanges() {
        Ours ours = ours(1, 4072);
        List<GpaRange> ranges = List.of(new GpaRange(4096, 0, new long[] {0x1234}),
                new GpaRange(100, 12, new long[] {0x77}));
        assertTrue(ours.out().tryWriteDirect(0x42, ranges, segment(new byte[] {67, 77, 68, 33})));
        ours.out().publish();
        assertEquals("0900070008000100" + "4200000000000000" + "0000000002000000"
                + "0010000000000000" + "3412000000000000" + "640000000c000000"
                + "7700000000000000" + "434d442100000000",
                HexFormat.of().formatHex(dpdk(ours).receiveRaw()));
    }

    @Test
    @DisplayName("the largest record, all of the ring but eight bytes, is read")
    void largestRecordIsRead() {
        Ours ours = ours(4, 8);
        byte[] payload = pattern(ours.out().largestPayload(), 1);
        assertEquals(16_352, payload.length);
        assertTrue(ours.out().tryWrite(1, false, segment(payload)));
        ours.out().publish();
        assertArrayEquals(payload, dpdk(ours).receive().payload());
    }

    @Test
    @DisplayName("a full ring has room again for exactly what the library took out")
    void fullRingDrainsPacketByPacket() {
        Ours ours = ours(1, 0);
        DpdkChannel dpdk = dpdk(ours);
        long id = 0;
        while (ours.out().tryWrite(id + 1, false, segment(EMPTY))) {
            id++;
        }
        ours.out().publish();
        assertEquals(170, id);
        for (long taken = 1; taken <= 1000; taken++) {
            assertEquals(taken, dpdk.receive().id());
            assertTrue(ours.out().tryWrite(++id, false, segment(EMPTY)));
            assertFalse(ours.out().tryWrite(id + 1, false, segment(EMPTY)));
            ours.out().publish();
        }
    }

    @Test
    @DisplayName("a writer that waits for space is signalled by the library, once, and then has it")
    void waitingWriterIsSignalledOnce() {
        Ours ours = ours(1, 2048);
        DpdkChannel dpdk = dpdk(ours);
        while (ours.out().tryWrite(1, false, segment(EMPTY))) {}
        ours.out().publish();
        assertFalse(ours.out().tryWrite(2, false, segment(pattern(500, 2))));
        assertFalse(ours.out().requestSpace());
        assertEquals(1016, ours.outWord(PENDING_SEND_SIZE));
        for (int taken = 1; taken <= 170; taken++) {
            assertEquals(DpdkChannel.OK, dpdk.receive().status());
            assertEquals(taken == 42, dpdk.takeSignal(), "packets taken: " + taken);
        }
        assertTrue(ours.out().tryWrite(2, false, segment(pattern(500, 2))));
    }

    @Test
    void writerThatWithdrewIsNotSignalled() {
        Ours ours = ours(1, 0);
        DpdkChannel dpdk = dpdk(ours);
        while (ours.out().tryWrite(1, false, segment(EMPTY))) {}
        ours.out().publish();
        assertFalse(ours.out().requestSpace());
        ours.out().withdrawRequest();
        while (!dpdk.isEmpty()) {
            assertEquals(DpdkChannel.OK, dpdk.receive().status());
        }
        assertFalse(dpdk.takeSignal());
    }

    @Test
    @DisplayName("we signal the library's reader when the ring was empty and it does not mask")
    void readerIsSignalledWhenTheRingWasEmpty() {
        Ours ours = ours(1, 0);
        DpdkChannel dpdk = dpdk(ours);
        write(ours, 4, EMPTY);
        assertTrue(ours.out().publish());
        write(ours, 4, EMPTY);
        assertFalse(ours.out().publish(), "not empty");
        dpdk.receive();
        dpdk.receive();
        ours.setOutWord(INTERRUPT_MASK, 1);
        write(ours, 4, EMPTY);
        assertFalse(ours.out().publish(), "masked");
        dpdk.receive();
        ours.setOutWord(INTERRUPT_MASK, 0);
        write(ours, 4, EMPTY);
        assertTrue(ours.out().publish());
    }
}
