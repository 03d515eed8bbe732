// SPDX-License-Identifier: Apache-2.0
package org.ringway.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// P1 to P11: packets that no honest writer makes. Each ends in a
/// [org.ringway.RingCorruptException] with the field and its numbers.
abstract class HostilePacketContract extends RingCase {
    HostilePacketContract(RingContract contract) {
        super(contract);
    }

    private static String u16(int value) {
        return HexFormat.of().toHexDigits(Short.reverseBytes((short) value));
    }

    private static String u32(long value) {
        return HexFormat.of().toHexDigits(Integer.reverseBytes((int) value));
    }

    private static String u64(long value) {
        return HexFormat.of().toHexDigits(Long.reverseBytes(value));
    }

    /// A descriptor and zeros behind it.
    ///
    /// @param words type, data offset, length, flags
    /// @param bytes in the ring, descriptor and trailer included
    private static String packet(int[] words, int bytes) {
        StringBuilder hex = new StringBuilder();
        for (int word : words) {
            hex.append(u16(word));
        }
        return hex.append("00".repeat(bytes - 8)).toString();
    }

    private void assertRefused(String text, String hex) {
        for (int start : new int[] {0, 4080, 4088}) {
            RingUnderTest ring = ring(1, start);
            ring.forge(hex);
            assertCorrupt(text, ring.in::next);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16})
    @DisplayName("P1: fewer bytes than the smallest packet")
    void p1LessThanAPacket(int bytes) {
        assertRefused("less than a packet in the ring: available=" + bytes + " smallest=24",
                packet(new int[] {6, 2, 2, 0}, bytes));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "0, 1", "1, 1"})
    @DisplayName("P2: a length shorter than a descriptor")
    void p2LengthShorterThanADescriptor(int dataOffset, int length) {
        assertRefused("payload starts outside the packet: type=IN_BAND dataOffset="
                + 8 * dataOffset + " packetBytes=" + 8 * length,
                packet(new int[] {6, dataOffset, length, 0}, 64));
    }

    @ParameterizedTest
    @CsvSource({"6, IN_BAND", "11, COMPLETION", "9, DIRECT", "7, TRANSFER_PAGES"})
    @DisplayName("P2: a payload that starts behind the end of its packet")
    void p2PayloadBehindTheEnd(int type, PacketType name) {
        assertRefused("payload starts outside the packet: type=" + name
                + " dataOffset=40 packetBytes=32", packet(new int[] {type, 5, 4, 0}, 64));
        assertRefused("payload starts outside the packet: type=" + name
                + " dataOffset=524280 packetBytes=32",
                packet(new int[] {type, 0xFFFF, 4, 0}, 64));
    }

    @ParameterizedTest
    @CsvSource({"6, 0, IN_BAND", "6, 1, IN_BAND", "11, 0, COMPLETION", "11, 1, COMPLETION"})
    @DisplayName("P3: a payload that starts inside the descriptor")
    void p3PayloadInsideTheDescriptor(int type, int dataOffset, PacketType name) {
        assertRefused("payload starts outside the packet: type=" + name + " dataOffset="
                + 8 * dataOffset + " packetBytes=32",
                packet(new int[] {type, dataOffset, 4, 0}, 64));
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 10, 512, 513, 0x7FFF, 0x8000, 0xFFFF})
    @DisplayName("P4: a packet longer than what is in the ring does not stall the reader")
    void p4PacketLongerThanTheContent(int length) {
        assertRefused("packet longer than the ring's content: packetBytes=" + 8 * length
                + " trailer=8 available=64", packet(new int[] {6, 2, length, 0}, 64));
    }

    @Test
    @DisplayName("P5: a packet whose trailer is not there")
    void p5TrailerNotCovered() {
        assertRefused("packet longer than the ring's content: packetBytes=64 trailer=8"
                + " available=64", packet(new int[] {6, 2, 8, 0}, 64));
    }

    @ParameterizedTest
    @CsvSource({"2, 0x2", "3, 0x3", "0x8000, 0x8000", "0xFFFF, 0xffff"})
    @DisplayName("P6: flags that nobody has defined")
    void p6UnknownFlags(String flags, String text) {
        assertRefused("unknown packet flags: flags=" + text,
                packet(new int[] {6, 2, 3, Integer.decode(flags)}, 64));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 5, 8, 10, 12, 13, 99, 0xFFFF})
    @DisplayName("P7: types that VMBus never sends")
    void p7UnknownType(int type) {
        assertRefused("unknown packet type: type=" + type,
                packet(new int[] {type, 2, 3, 0}, 64));
    }

    @ParameterizedTest
    @CsvSource({"7, TRANSFER_PAGES", "9, DIRECT", "2, ADD_TRANSFER_SET", "3, REMOVE_TRANSFER_SET"})
    @DisplayName("P8: an extension header that is cut off")
    void p8ExtensionHeaderCutOff(int type, PacketType name) {
        assertRefused("payload starts outside the packet: type=" + name
                + " dataOffset=16 packetBytes=32", packet(new int[] {type, 2, 4, 1}, 64));
    }

    private void assertRangesRefused(String text, long count, long... quadwords) {
        assertListRefused(PacketType.DIRECT, Packet::ranges, text, count, quadwords);
    }

    private void assertTransferRefused(String text, long count, long... quadwords) {
        assertListRefused(
                PacketType.TRANSFER_PAGES, Packet::transferPages, text, count, quadwords);
    }

    /// A packet that names ranges: their count, and quadwords behind it.
    private void assertListRefused(PacketType type, Function<Packet, Object> read, String text,
            long count, long... quadwords) {
        int dataOffset = 3 + quadwords.length;
        StringBuilder hex = new StringBuilder(u16(type.wire())).append(u16(dataOffset))
                .append(u16(dataOffset + 1)).append(u16(1)).append(u64(7))
                .append("eeeeeeee").append(u32(count));
        for (long quadword : quadwords) {
            hex.append(u64(quadword));
        }
        hex.append("ffffffffffffffff").append(u64(0));
        for (int start : new int[] {0, 4064, 4080, 4088}) {
            RingUnderTest ring = ring(1, start);
            ring.forge(hex.toString());
            Packet packet = nextOf(ring.in);
            assertCorrupt(text, () -> read.apply(packet));
            assertEquals(8, packet.payloadBytes());
        }
    }

    private static long range(long byteCount, long byteOffset) {
        return byteCount | byteOffset << 32;
    }

    @Test
    @DisplayName("P9: a packet with page ranges that names none")
    void p9NoRanges() {
        assertRangesRefused("packet names no page ranges: rangeCount=0", 0);
        assertRangesRefused("packet names no page ranges: rangeCount=0", 0, range(4096, 0), 5);
    }

    @Test
    @DisplayName("P10: more ranges than the header holds")
    void p10MoreRangesThanFit() {
        assertRangesRefused("page ranges of a packet: more ranges than fit: rangeCount=1 bytes=0",
                1);
        assertRangesRefused("page ranges of a packet: more ranges than fit: rangeCount=2 bytes=16",
                2, range(4096, 0), 5);
        assertRangesRefused("page ranges of a packet: range header does not fit: at=32 bytes=32",
                2, range(3 * 4096, 0), 5, 6, 7);
    }

    @Test
    @DisplayName("P10: an empty range")
    void p10EmptyRange() {
        assertRangesRefused("page ranges of a packet: range is empty or too long: byteCount=0",
                1, range(0, 0), 5);
    }

    @ParameterizedTest
    @ValueSource(longs = {4096, 0x7FFF_FFFFL, 0xFFFF_FFFFL})
    @DisplayName("P10: an offset outside the first page")
    void p10OffsetOutsideThePage(long offset) {
        assertRangesRefused("page ranges of a packet: range starts outside its first page:"
                + " byteOffset=" + offset, 1, range(1, offset), 5);
    }

    @Test
    @DisplayName("P10: a page list that is shorter than the bytes need")
    void p10PageListCutShort() {
        assertRangesRefused("page ranges of a packet: page list is cut short: pages=2 bytes=8",
                1, range(4096, 1), 5);
        assertRangesRefused("page ranges of a packet: page list is cut short: pages=1048560"
                + " bytes=8", 1, range(0xFFFF_0000L, 0), 5);
        assertRangesRefused("page ranges of a packet: range overflows 32 bits:"
                + " byteCount=4294967295 byteOffset=4095", 1, range(0xFFFF_FFFFL, 4095), 5);
    }

    @ParameterizedTest
    @ValueSource(longs = {0xFFFF_FFFFL, 0x8000_0000L, 0x2000_0000L, 0x1000_0000L})
    @DisplayName("P11: a range count whose product with a size overflows")
    void p11RangeCountOverflows(long count) {
        assertRangesRefused("page ranges of a packet: more ranges than fit: rangeCount=" + count
                + " bytes=16", count, range(4096, 0), 5);
    }

    @Test
    @DisplayName("P13: a transfer-page packet that names no range, or an empty one")
    void p13NoTransferRanges() {
        assertTransferRefused(
                "transfer pages of a packet: packet names no ranges: rangeCount=0", 0);
        assertTransferRefused(
                "transfer pages of a packet: packet names no ranges: rangeCount=0", 0, range(8, 0));
        assertTransferRefused(
                "transfer pages of a packet: range is empty or too long: byteCount=0",
                2, range(8, 0), range(0, 8));
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 4, 0x7FFF_FFFFL, 0x8000_0000L, 0x2000_0000L, 0xFFFF_FFFFL})
    @DisplayName("P13: a count of transfer ranges beyond the header")
    void p13CountBeyondTheHeader(long count) {
        assertTransferRefused("transfer pages of a packet: more ranges than fit: rangeCount="
                + count + " room=2", count, range(4096, 0), range(0xFFFF_FFFFL, 0xFFFF_FFFFL));
    }
}
