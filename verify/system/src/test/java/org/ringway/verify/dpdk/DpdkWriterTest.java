// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.dpdk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringway.RingCorruptException;
import org.ringway.memory.GpaRange;
import org.ringway.ring.Packet;
import org.ringway.ring.PacketType;

/// The library writes, we read.
final class DpdkWriterTest extends DpdkCase {
    private static final int IN_BAND = 6;
    private static final int COMPLETION = 11;
    private static final byte[] EMPTY = {};
    private static final DpdkChannel.Sent QUIETLY =
            new DpdkChannel.Sent(DpdkChannel.OK, false);
    private static final DpdkChannel.Sent WITH_SIGNAL =
            new DpdkChannel.Sent(DpdkChannel.OK, true);
    private static final DpdkChannel.Sent REFUSED =
            new DpdkChannel.Sent(DpdkChannel.AGAIN, false);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 16})
    @DisplayName("packets of every kind and size, through many wraps")
    void packetsArriveThroughManyWraps(int pages) {
        Ours ours = ours(pages, 4096 * pages - 8);
        DpdkChannel dpdk = dpdk(ours);
        Random random = new Random(pages);
        for (long id = 1; id <= 5_000; id++) {
            byte[] payload = pattern(random.nextInt(4096 - 200), id);
            List<GpaRange> ranges = ranges(random);
            PacketType type = PacketType.values()[new int[] {0, 2, 3}[random.nextInt(3)]];
            assertEquals(QUIETLY, send(dpdk, type, id, ranges, payload));
            assertArrives(ours, type, id, ranges, payload);
            ours.in().commit();
        }
        assertNull(ours.in().next());
    }

    private static DpdkChannel.Sent send(DpdkChannel dpdk, PacketType type, long id,
            List<GpaRange> ranges, byte[] payload) {
        return switch (type) {
            case IN_BAND -> dpdk.send(IN_BAND, (int) id & 1, id, payload);
            case COMPLETION -> dpdk.send(COMPLETION, 0, id, payload);
            case DIRECT -> dpdk.sendRanges(id, ranges, payload);
            case TRANSFER_PAGES, ADD_TRANSFER_SET, REMOVE_TRANSFER_SET -> throw
                    new AssertionError("the library cannot send these");
        };
    }

    private static void assertArrives(
            Ours ours, PacketType type, long id, List<GpaRange> ranges, byte[] payload) {
        Packet packet = nextOf(ours.in());
        assertEquals(type, packet.type());
        assertEquals(id, packet.transactionId());
        assertArrayEquals(padded(payload), payloadOf(packet));
        assertEquals(type == PacketType.DIRECT || type == PacketType.IN_BAND && (id & 1) != 0,
                packet.completionRequested());
        if (type == PacketType.DIRECT) {
            assertEquals(ranges, packet.ranges().toList());
        }
    }

    private static List<GpaRange> ranges(Random random) {
        return Stream.generate(() -> range(random)).limit(1 + random.nextInt(8)).toList();
    }

    private static GpaRange range(Random random) {
        int offset = random.nextInt(4096);
        return new GpaRange(1 + random.nextInt(4096 - offset), offset,
                new long[] {random.nextLong(1L << 52)});
    }

    @Test
    @DisplayName("both sides agree what fits: 170 packets of 24 bytes, and one more per commit")
    void fullRingIsFullForBothSides() {
        Ours ours = ours(1, 4000);
        DpdkChannel dpdk = dpdk(ours);
        for (int id = 1; id <= 170; id++) {
            assertEquals(QUIETLY, dpdk.send(IN_BAND, 0, id, EMPTY));
        }
        assertEquals(REFUSED, dpdk.send(IN_BAND, 0, 171, EMPTY));
        for (int id = 1; id <= 500; id++) {
            assertEquals(id, nextOf(ours.in()).transactionId());
            assertEquals(REFUSED, dpdk.send(IN_BAND, 0, 170 + id, EMPTY), "not given back");
            ours.in().commit();
            assertEquals(QUIETLY, dpdk.send(IN_BAND, 0, 170 + id, EMPTY));
        }
    }

    @Test
    @DisplayName("the largest record, all of the ring but eight bytes, is read")
    void largestRecordIsRead() {
        Ours ours = ours(4, 16_376);
        DpdkChannel dpdk = dpdk(ours);
        assertEquals(REFUSED, dpdk.send(IN_BAND, 0, 1, pattern(16_360, 1)));
        byte[] payload = pattern(16_352, 1);
        assertEquals(QUIETLY, dpdk.send(IN_BAND, 0, 1, payload));
        assertArrayEquals(payload, payloadOf(nextOf(ours.in())));
    }

    @Test
    @DisplayName("the library signals a reader that waits once the ring was empty")
    void readerIsSignalledWhenItWaits() {
        Ours ours = ours(1, 0);
        DpdkChannel dpdk = dpdk(ours);
        assertEquals(QUIETLY, dpdk.send(IN_BAND, 0, 1, EMPTY), "masked from the beginning");
        assertTrue(ours.in().unmaskAndRecheck(), "a packet came before");
        nextOf(ours.in());
        ours.in().commit();

        assertFalse(ours.in().unmaskAndRecheck());
        assertEquals(WITH_SIGNAL, dpdk.send(IN_BAND, 0, 2, EMPTY));
        assertFalse(dpdk.takeSignal(), "the sender was asked to do it");
        dpdk.signalWritten();
        assertTrue(dpdk.takeSignal());
        assertEquals(QUIETLY, dpdk.send(IN_BAND, 0, 3, EMPTY), "not empty");
        nextOf(ours.in());
        nextOf(ours.in());
        assertEquals(QUIETLY, dpdk.send(IN_BAND, 0, 4, EMPTY), "not given back");
        nextOf(ours.in());
        ours.in().commit();
        ours.in().mask();
        assertEquals(QUIETLY, dpdk.send(IN_BAND, 0, 5, EMPTY));
        dpdk.signalWritten();
        assertFalse(dpdk.takeSignal(), "masked again");
    }

    @Test
    @DisplayName("the library never asks for space; where its ring says so, we signal once")
    void wishInItsRingIsHonoured() {
        Ours ours = ours(1, 0);
        DpdkChannel dpdk = dpdk(ours);
        while (dpdk.send(IN_BAND, 0, 1, EMPTY).equals(QUIETLY)) {}
        ours.setInWord(PENDING_SEND_SIZE, 240);
        for (int taken = 1; taken <= 170; taken++) {
            nextOf(ours.in());
            assertEquals(taken == 10, ours.in().commit(), "packets taken: " + taken);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "99, 0, unknown packet type: type=99",
        "8, 0, unknown packet type: type=8",
        "6, 2, unknown packet flags: flags=0x2",
        "6, 65535, unknown packet flags: flags=0xffff",
        "7, 1, 'payload starts outside the packet: type=TRANSFER_PAGES dataOffset=16"
                + " packetBytes=24'",
        "9, 1, 'payload starts outside the packet: type=DIRECT dataOffset=16 packetBytes=24'"})
    @DisplayName("P6, P7, P8: what the library lets anybody send is corruption to us")
    void p6p7p8PacketsNobodyMaySend(int type, int flags, String text) {
        Ours ours = ours(1, 4088);
        assertEquals(QUIETLY, dpdk(ours).send(type, flags, 1, new byte[8]));
        assertEquals(text,
                assertThrows(RingCorruptException.class, ours.in()::next).getMessage());
    }
}
