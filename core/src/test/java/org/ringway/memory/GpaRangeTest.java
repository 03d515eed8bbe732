// SPDX-License-Identifier: Apache-2.0
package org.ringway.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The numbers of a page range, and their bytes. The same parser serves packets (P10, P11) and
/// GPADL messages (G4).
final class GpaRangeTest {
    private static final String TWO_RANGES = "00100000 00000000 3412000000000000"
            + " 64000000 0c000000 7700000000000000";

    private static MemorySegment bytes(String hex) {
        return MemorySegment.ofArray(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private static String refusal(Runnable act) {
        return assertThrows(IllegalArgumentException.class, act::run).getMessage();
    }

    @Test
    void rangesAreEncodedAsVmbusHasThem() {
        byte[] encoded = new byte[32];
        MemorySegment target = MemorySegment.ofArray(encoded);
        long at = new GpaRange(4096, 0, new long[] {0x1234}).encode(target, 0);
        assertEquals(16, at);
        assertEquals(32, new GpaRange(100, 12, new long[] {0x77}).encode(target, at));
        assertEquals(TWO_RANGES.replace(" ", ""), HexFormat.of().formatHex(encoded));
    }

    @Test
    void rangesAreDecodedFromWhatVmbusSends() {
        List<GpaRange> expected = List.of(new GpaRange(4096, 0, new long[] {0x1234}),
                new GpaRange(100, 12, new long[] {0x77}));
        assertEquals(expected, GpaRange.decode(bytes(TWO_RANGES), 2));
        assertEquals(expected.subList(0, 1), GpaRange.decode(bytes(TWO_RANGES), 1));
        assertEquals(List.of(), GpaRange.decode(bytes(TWO_RANGES), 0));
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 1", "4096, 0, 1", "4097, 0, 2", "1, 4095, 1", "2, 4095, 2", "4096, 1, 2",
        "33546240, 0, 8190", "4294967295, 0, 1048576"})
    void pagesAreThoseTheBytesTouch(long byteCount, int byteOffset, long pages) {
        assertEquals(pages, GpaRange.pagesFor(byteCount, byteOffset));
    }

    @Test
    void wholePagesAreConsecutive() {
        GpaRange range = GpaRange.ofPages(100, 3);
        assertEquals(new GpaRange(12_288, 0, new long[] {100, 101, 102}), range);
        assertTrue(range.isWholePages());
        assertEquals(32, range.encodedBytes());
        assertFalse(new GpaRange(4096, 8, new long[] {1, 2}).isWholePages());
        assertFalse(new GpaRange(4095, 0, new long[] {1}).isWholePages());
    }

    @Test
    void rangesCompareByContent() {
        GpaRange range = new GpaRange(5000, 7, new long[] {1, 2});
        assertEquals(range, new GpaRange(5000, 7, new long[] {1, 2}));
        assertEquals(range.hashCode(), new GpaRange(5000, 7, new long[] {1, 2}).hashCode());
        assertNotEquals(range, new GpaRange(5000, 7, new long[] {1, 3}));
        assertNotEquals(range, new GpaRange(5001, 7, new long[] {1, 2}));
        assertNotEquals(range, new GpaRange(5000, 8, new long[] {1, 2}));
    }

    @Test
    @DisplayName("P10: numbers that are no range are refused with their names")
    void p10NumbersThatAreNoRange() {
        long[] page = {1};
        assertEquals("range is empty or too long: byteCount=0",
                refusal(() -> new GpaRange(0, 0, page)));
        assertEquals("range is empty or too long: byteCount=4294967296",
                refusal(() -> new GpaRange(1L << 32, 0, page)));
        assertEquals("range starts outside its first page: byteOffset=4096",
                refusal(() -> new GpaRange(1, 4096, page)));
        assertEquals("range starts outside its first page: byteOffset=4294967295",
                refusal(() -> new GpaRange(1, -1, page)));
        assertEquals("range has the wrong number of pages: pfns=1 needed=2",
                refusal(() -> new GpaRange(4097, 0, page)));
        assertEquals("range has the wrong number of pages: pfns=1 needed=2",
                refusal(() -> new GpaRange(4096, 1, page)));
    }

    @Test
    @DisplayName("P10: a range whose end does not fit into 32 bits")
    void p10RangeOverflows() {
        assertEquals("range overflows 32 bits: byteCount=4294963201 byteOffset=0",
                refusal(() -> new GpaRange(0xFFFF_F001L, 0, new long[1 << 20])));
        assertEquals("range overflows 32 bits: byteCount=4294963200 byteOffset=1",
                refusal(() -> new GpaRange(0xFFFF_F000L, 1, new long[1 << 20])));
        assertEquals(1_048_575, new GpaRange(0xFFFF_F000L, 0, new long[0xF_FFFF]).pfns().length);
    }

    @Test
    @DisplayName("P11, G4: a count beyond the bytes allocates nothing")
    void p11CountBeyondTheBytes() {
        for (long count : new long[] {3, 0x1000_0000L, 0xFFFF_FFFFL, Long.MAX_VALUE, -1}) {
            assertEquals("more ranges than fit: rangeCount=" + count + " bytes=32",
                    refusal(() -> GpaRange.decode(bytes(TWO_RANGES), count)));
        }
    }

    @Test
    @DisplayName("P10, G4: a list that ends too early")
    void p10ListEndsTooEarly() {
        assertEquals("page list is cut short: pages=3 bytes=16", refusal(() ->
                GpaRange.decode(bytes("00300000 00000000" + "00".repeat(16)), 1)));
        assertEquals("range header does not fit: at=32 bytes=36", refusal(() ->
                GpaRange.decode(bytes("00300000 00000000" + "00".repeat(28)), 2)));
    }
}
