// SPDX-License-Identifier: Apache-2.0
package org.ringway.ring;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.memory.GpaRange;
import org.ringway.memory.GpadlId;
import org.ringway.memory.TransferPages;
import org.ringway.memory.TransferRange;
import org.ringway.memory.TransferSetId;
import org.ringway.memory.TransferSetPart;

/// Packets whose bytes were made by a VMBus implementation that is not ours: Debian's DPDK 22.11.
/// We write the same bytes, and read from them what was meant.
abstract class VectorContract extends RingCase {
    private static final String HELLO =
            "0600 0200 0400 0100 8877665544332211 68656c6c6f2d31332d62797465 000000"
                    + " 0000000000000000";
    private static final String COMPLETION =
            "0b00 0200 0300 0000 0900000000000000 7878787878787878 0000000028000000";
    private static final String DIRECT =
            "0900 0700 0800 0100 4200000000000000 00000000 02000000"
                    + " 00100000 00000000 3412000000000000 64000000 0c000000 7700000000000000"
                    + " 434d4421 00000000 0000000000000000";

    /// Laid out by hand as netvsp sends it: two frames in the receive buffer 0xCAFE.
    private static final String TRANSFER =
            "0700 0500 0600 0100 4300000000000000 fecaXX00 02000000"
                    + " ea050000 c0060000 3c000000 00000000"
                    + " 6b00000000000000 0000000000000000";
    private static final TransferPages PAGES = new TransferPages(new TransferSetId(0xCAFE), true,
            List.of(new TransferRange(0x6C0, 1514), new TransferRange(0, 60)));

    private static final List<GpaRange> RANGES = List.of(
            new GpaRange(4096, 0, new long[] {0x1234}), new GpaRange(100, 12, new long[] {0x77}));

    VectorContract(RingContract contract) {
        super(contract);
    }

    private static String alphabet(String trailer) {
        return "0600020003000000 0100000000000000 4142434445464748" + trailer;
    }

    private static void assertReads(
            RingUnderTest ring, PacketType type, long id, boolean completion, String payload) {
        Packet packet = nextOf(ring.in);
        assertAll(
            () -> assertEquals(type, packet.type()),
            () -> assertEquals(id, packet.transactionId()),
            () -> assertEquals(completion, packet.completionRequested()),
            () -> assertBytes(payload, payloadOf(packet)),
            () -> assertNull(ring.in.next(), "a second packet"));
    }

    @Test
    void inBandPacketThatAsksForACompletionIsWritten() {
        RingUnderTest ring = ring();
        ring.in.unmaskAndRecheck();
        assertTrue(ring.out.tryWrite(0x1122334455667788L, true, text("hello-13-byte")));
        assertTrue(ring.out.publish(), "the ring was empty: signal");
        assertBytes(HELLO, ring.get(0, 40));
        assertEquals(40, ring.word(RingUnderTest.WRITE_INDEX));

        assertTrue(ring.out.tryComplete(9, text("xxxxxxxx")));
        assertFalse(ring.out.publish(), "the ring was not empty: no signal");
        assertBytes(COMPLETION, ring.get(40, 32));
        assertEquals(72, ring.word(RingUnderTest.WRITE_INDEX));
    }

    @Test
    void inBandPacketThatAsksForACompletionIsRead() {
        RingUnderTest ring = ring();
        ring.forge(HELLO);
        assertReads(ring, PacketType.IN_BAND, 0x1122334455667788L, true,
                "68656c6c6f2d31332d62797465000000");
    }

    @Test
    void completionIsRead() {
        RingUnderTest ring = ring(1, 40);
        ring.forge(COMPLETION);
        assertReads(ring, PacketType.COMPLETION, 9, false, "7878787878787878");
    }

    @Test
    @DisplayName("a packet is written across the end of the ring, its trailer at the beginning")
    void packetAcrossTheEndIsWritten() {
        RingUnderTest ring = ring(1, 4072);
        ring.send(1, text("ABCDEFGH"));
        assertBytes(alphabet("00000000e80f0000"), ring.get(4072, 32));
        assertEquals(8, ring.word(RingUnderTest.WRITE_INDEX));
    }

    @Test
    @DisplayName("a packet is read across the end of the ring, its trailer at the beginning")
    void packetAcrossTheEndIsRead() {
        RingUnderTest ring = ring(1, 4072);
        ring.forge(alphabet("00000000e80f0000"));
        assertReads(ring, PacketType.IN_BAND, 1, false, "4142434445464748");
        ring.in.commit();
        assertEquals(8, ring.word(RingUnderTest.READ_INDEX));
    }

    @Test
    void descriptorAcrossTheEndIsWritten() {
        RingUnderTest ring = ring(1, 4088);
        ring.send(1, text("ABCDEFGH"));
        assertBytes("0600020003000000", ring.get(4088, 8));
        assertBytes("0100000000000000 4142434445464748 00000000f80f0000", ring.get(0, 24));
        assertEquals(24, ring.word(RingUnderTest.WRITE_INDEX));
    }

    @Test
    void descriptorAcrossTheEndIsRead() {
        RingUnderTest ring = ring(1, 4088);
        ring.forge(alphabet("00000000f80f0000"));
        assertReads(ring, PacketType.IN_BAND, 1, false, "4142434445464748");
        ring.in.commit();
        assertEquals(24, ring.word(RingUnderTest.READ_INDEX));
    }

    @Test
    void packetThatNamesPageRangesIsWritten() {
        RingUnderTest ring = ring();
        assertTrue(ring.out.tryWriteDirect(0x42, RANGES, text("CMD!")));
        ring.out.publish();
        assertBytes(DIRECT, ring.get(0, 72));
        assertEquals(72, ring.word(RingUnderTest.WRITE_INDEX));
    }

    @Test
    void packetThatNamesPageRangesIsRead() {
        RingUnderTest ring = ring();
        ring.forge(DIRECT);
        Packet packet = nextOf(ring.in);
        assertEquals(PacketType.DIRECT, packet.type());
        assertEquals(0x42, packet.transactionId());
        assertTrue(packet.completionRequested());
        assertEquals(RANGES, packet.ranges().toList());
        assertBytes("434d4421 00000000", payloadOf(packet));
    }

    @Test
    @DisplayName("the largest record is eight bytes smaller than the ring: 16,352 bytes of payload")
    void largestRecordLeavesEightBytes() {
        byte[] payload = pattern(16_352, 1);
        for (int start : new int[] {0, 8, 16_376}) {
            RingUnderTest ring = ring(4, start);
            ring.send(1, MemorySegment.ofArray(payload));
            assertEquals((start + 16_376) % 16_384, ring.word(RingUnderTest.WRITE_INDEX));
            assertArrayEquals(payload, payloadOf(nextOf(ring.in)));
        }
    }

    @Test
    @DisplayName("hostile packets that other readers stall on or accept are corruption here")
    void hostilePacketsAreCorruption() {
        assertCorrupt("payload starts outside the packet: type=IN_BAND dataOffset=8 packetBytes=24",
                () -> forged("0600 0100 0300 0000 00000000 00000000" + " 00".repeat(16)));
        assertCorrupt("packet longer than the ring's content: packetBytes=32 trailer=8"
                + " available=24", () -> forged("0600 0200 0400 0000" + " 00".repeat(16)));
        assertCorrupt("packet longer than the ring's content: packetBytes=24 trailer=8"
                + " available=24", () -> forged("0600 0200 0300 0000" + " 00".repeat(16)));
        assertCorrupt("unknown packet type: type=99",
                () -> forged("6300 0200 0300 ffff" + " 00".repeat(24)));
        assertCorrupt("index is no position in the ring: writeIndex=33 dataBytes=4096", () -> {
            RingUnderTest ring = ring();
            ring.setWord(RingUnderTest.WRITE_INDEX, 33);
            ring.in.next();
        });
    }

    private void forged(String hex) {
        RingUnderTest ring = ring();
        ring.forge(hex);
        ring.in.next();
    }

    @Test
    @DisplayName("a packet that names ranges of a receive buffer is written")
    void transferPagesAreWritten() {
        RingUnderTest ring = ring();
        ring.fill((byte) 0xEE);
        assertTrue(ring.out.tryWriteTransfer(0x43, PAGES, text("k")));
        assertBytes(TRANSFER.replace("XX", "01"), ring.get(0, 56));

        RingUnderTest theirs = ring();
        TransferPages pages = new TransferPages(PAGES.set(), false, PAGES.ranges());
        assertTrue(theirs.out.tryWriteTransfer(0x43, pages, text("k")));
        assertBytes(TRANSFER.replace("XX", "00"), theirs.get(0, 56));
    }

    @Test
    @DisplayName("a packet that names ranges of a receive buffer is read, garbage in it or not")
    void transferPagesAreRead() {
        for (String owns : List.of("00", "01", "02", "ff")) {
            RingUnderTest ring = ring(1, 4072);
            ring.forge(TRANSFER.replace("XX00", owns + "ee"));
            Packet packet = nextOf(ring.in);
            assertEquals(new TransferPages(PAGES.set(), owns.equals("01"), PAGES.ranges()),
                    packet.transferPages());
            assertEquals(1574, packet.transferPages().byteSize());
            assertEquals(0x43, packet.transactionId());
            assertTrue(packet.completionRequested());
            assertBytes("6b00000000000000", payloadOf(packet));
        }
    }

    @Test
    @DisplayName("the packets that add to a set and remove it have Linux's layout")
    void transferSetsAreAddedAndRemoved() {
        TransferSetPart part =
                new TransferSetPart(new TransferSetId(0xCAFE), new GpadlId(0xE1E10));
        String add = "0200 0300 0300 0000 0000000000000000 101e0e00 feca 0000 0000000000000000";
        RingUnderTest ring = ring();
        ring.fill((byte) 0xEE);
        assertTrue(ring.out.tryAddToSet(part));
        assertBytes(add, ring.get(0, 32));
        assertTrue(ring.out.tryRemoveSet(part));
        assertBytes("0300", ring.get(32, 2));
        ring.out.publish();
        assertEquals(part, nextOf(ring.in).transferSetPart());
        assertEquals(PacketType.REMOVE_TRANSFER_SET, nextOf(ring.in).type());

        RingUnderTest forged = ring(1, 4072);
        forged.forge(add.replace("feca 0000", "feca eeee"));
        Packet packet = nextOf(forged.in);
        assertEquals(PacketType.ADD_TRANSFER_SET, packet.type());
        assertEquals(part, packet.transferSetPart());
    }
}
