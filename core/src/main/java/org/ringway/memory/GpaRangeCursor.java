// SPDX-License-Identifier: Apache-2.0
package org.ringway.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// Goes through encoded page ranges, one by one, without an object for each; [GpaRange] has the
/// encoding.
///
/// What is said about a range is loaded once in each pass, and checked then: over memory that the
/// sender can still write, a later pass may find other ranges, but legal ones. Page numbers are
/// loaded each time they are asked for.
///
/// - **Thread:** one at a time. **Allocation:** none, but for [#copy] and [#toList].
public final class GpaRangeCursor {
    private static final ValueLayout.OfLong U64 = GpaRange.U64;

    private MemorySegment source = MemorySegment.NULL;
    private long start;
    private long end;
    private int count;
    private long byteSize;

    private int passed;
    private long next;
    private long byteCount;
    private int byteOffset;
    private int pages;

    /// Goes through nothing yet.
    public GpaRangeCursor() {}

    /// Checks some ranges, and places the cursor before the first.
    ///
    /// @param encoded holds the ranges
    /// @param from its first byte of them
    /// @param bytes how many bytes they may have
    /// @param ranges how many there must be
    /// @throws IllegalArgumentException if one is not legal, or not all fit
    public void begin(MemorySegment encoded, long from, long bytes, long ranges) {
        if (ranges < 0 || ranges > bytes / (GpaRange.HEADER_BYTES + Long.BYTES)) {
            throw new IllegalArgumentException("more ranges than fit: rangeCount=" + ranges
                    + " bytes=" + bytes);
        }
        source = encoded;
        start = from;
        end = from + bytes;
        count = (int) ranges;
        byteSize = 0;
        rewind();
        while (next()) {
            byteSize += byteCount;
        }
        rewind();
    }

    /// Places the cursor before the first range again.
    public void rewind() {
        passed = 0;
        next = start;
    }

    /// Goes to the next range.
    ///
    /// @return `false` if there is none
    /// @throws IllegalArgumentException if somebody has changed it, and it is not legal any more
    public boolean next() {
        if (passed == count) {
            return false;
        }
        long room = end - next - GpaRange.HEADER_BYTES;
        if (room < 0) {
            throw new IllegalArgumentException("range header does not fit: at=" + (next - start)
                    + " bytes=" + (end - start));
        }
        long header = source.get(U64, next);
        byteCount = header & GpaRange.U32_MAX;
        GpaRange.check(byteCount, header >>> 32);
        byteOffset = (int) (header >>> 32);
        pages = (int) GpaRange.pagesFor(byteCount, byteOffset);
        if (pages > room / Long.BYTES) {
            throw new IllegalArgumentException(
                    "page list is cut short: pages=" + pages + " bytes=" + room);
        }
        next += GpaRange.HEADER_BYTES + (long) pages * Long.BYTES;
        passed++;
        return true;
    }

    /// {@return how many ranges there are}
    public int count() {
        return count;
    }

    /// {@return bytes of all ranges together}
    public long byteSize() {
        return byteSize;
    }

    /// {@return bytes of this range}
    public long byteCount() {
        return byteCount;
    }

    /// {@return where they begin in the first page}
    public int byteOffset() {
        return byteOffset;
    }

    /// {@return how many pages this range touches}
    public int pages() {
        return pages;
    }

    /// {@return the number of one of this range's pages}
    ///
    /// @param page which, from 0
    public long pfn(int page) {
        return source.get(U64, next - (long) (pages - page) * Long.BYTES);
    }

    /// {@return a cursor over a copy of what this one goes through, before the first range}
    public GpaRangeCursor copy() {
        long[] words = new long[(int) (end - start >>> 3)];
        MemorySegment.copy(source, U64, start, words, 0, words.length);
        GpaRangeCursor copy = new GpaRangeCursor();
        copy.begin(MemorySegment.ofArray(words), 0, (long) words.length * Long.BYTES, count);
        return copy;
    }

    /// {@return all ranges}
    /// @throws IllegalArgumentException as [#next]
    public List<GpaRange> toList() {
        List<GpaRange> ranges = new ArrayList<>(count);
        rewind();
        while (next()) {
            long[] pfns = new long[pages];
            MemorySegment.copy(
                    source, U64, next - (long) pages * Long.BYTES, pfns, 0, pages);
            ranges.add(new GpaRange(byteCount, byteOffset, pfns));
        }
        return ranges;
    }
}
