// SPDX-License-Identifier: Apache-2.0
package org.ringway.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.ringway.platform.Platform;

/// Bytes that lie in a list of pages: a byte count, an offset into the first page, and the page
/// numbers.
///
/// The encoding is shared by GPADL messages and GPA-direct packets: `byte_count` u32, `byte_offset`
/// u32, then one u64 per page. Parsing reads a private copy, unless the sender is trusted; see
/// [GpaRangeCursor].
///
/// @param byteCount bytes in all, 1 to 0xFFFFFFFF
/// @param byteOffset where they begin in the first page, 0 to 4095
/// @param pfns page numbers, as many as the bytes need
public record GpaRange(long byteCount, int byteOffset, long[] pfns) {
    /// Bytes before the page numbers.
    public static final int HEADER_BYTES = 8;

    static final ValueLayout.OfLong U64 =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final long U32_MAX = 0xFFFF_FFFFL;

    /// Checks the numbers, as OpenVMM does: no empty range, no offset past a page, no overflow of
    /// u32, exactly as many pages as the bytes need.
    public GpaRange {
        check(byteCount, Integer.toUnsignedLong(byteOffset));
        if (pfns.length != pagesFor(byteCount, byteOffset)) {
            throw new IllegalArgumentException("range has the wrong number of pages: pfns="
                    + pfns.length + " needed=" + pagesFor(byteCount, byteOffset));
        }
    }

    static void check(long byteCount, long byteOffset) {
        if (byteCount < 1 || byteCount > U32_MAX) {
            throw new IllegalArgumentException(
                    "range is empty or too long: byteCount=" + byteCount);
        }
        if (byteOffset >= Platform.PAGE_BYTES) {
            throw new IllegalArgumentException(
                    "range starts outside its first page: byteOffset=" + byteOffset);
        }
        if (byteCount + byteOffset + Platform.PAGE_BYTES - 1 > U32_MAX) {
            throw new IllegalArgumentException("range overflows 32 bits: byteCount=" + byteCount
                    + " byteOffset=" + byteOffset);
        }
    }

    /// Whole consecutive pages.
    ///
    /// @param firstPfn number of the first
    /// @param pages how many
    /// @return the range
    public static GpaRange ofPages(long firstPfn, int pages) {
        long[] pfns = new long[pages];
        Arrays.setAll(pfns, i -> firstPfn + i);
        return new GpaRange((long) pages * Platform.PAGE_BYTES, 0, pfns);
    }

    /// {@return how many pages so many bytes touch}
    ///
    /// @param byteCount the bytes
    /// @param byteOffset where they begin in the first page
    public static long pagesFor(long byteCount, long byteOffset) {
        return (byteOffset + byteCount + Platform.PAGE_BYTES - 1) / Platform.PAGE_BYTES;
    }

    /// {@return whether the range is whole pages}
    public boolean isWholePages() {
        return byteOffset == 0 && byteCount % Platform.PAGE_BYTES == 0;
    }

    /// {@return bytes of the encoding}
    public int encodedBytes() {
        return HEADER_BYTES + Long.BYTES * pfns.length;
    }

    /// {@return the quadword before the page numbers}
    ///
    /// @param byteCount bytes in all
    /// @param byteOffset where they begin in the first page
    public static long header(long byteCount, int byteOffset) {
        return byteCount | (long) byteOffset << 32;
    }

    /// Writes the encoding.
    ///
    /// @param target where to
    /// @param at first byte
    /// @return the byte after the last
    public long encode(MemorySegment target, long at) {
        target.set(U64, at, header(byteCount, byteOffset));
        MemorySegment.copy(pfns, 0, target, U64, at + HEADER_BYTES, pfns.length);
        return at + encodedBytes();
    }

    /// Reads ranges from a private copy.
    ///
    /// @param source holds the ranges and perhaps more behind them
    /// @param count how many there must be
    /// @return the ranges
    /// @throws IllegalArgumentException if one is not legal or does not fit into the source
    public static List<GpaRange> decode(MemorySegment source, long count) {
        GpaRangeCursor cursor = new GpaRangeCursor();
        cursor.begin(source, 0, source.byteSize(), count);
        return cursor.toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GpaRange(long count, int offset, long[] pages)
                && count == byteCount && offset == byteOffset && Arrays.equals(pages, pfns);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(byteCount) + 17 * byteOffset + Arrays.hashCode(pfns);
    }

    @Override
    public String toString() {
        return "GpaRange[byteCount=" + byteCount + ", byteOffset=" + byteOffset
                + ", pages=" + pfns.length + "]";
    }
}
