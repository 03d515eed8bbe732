// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.guest;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.ringway.memory.GpaRange;
import org.ringway.platform.Access;
import org.ringway.platform.Handle;
import org.ringway.platform.Mapping;
import org.ringway.platform.PageRun;
import org.ringway.platform.Platform;

/// The memory of a guest, and what its drivers have mapped of it: two pairs of rings and a buffer.
/// Where the platform can map that, no two of their pages are neighbours.
final class GuestMemory implements AutoCloseable {
    static final int PAGES = 1024;
    /// Of each ring; the first message of a GPADL holds 26.
    static final int RING_PAGES = 18;
    static final int BUFFER_PAGES = 100;

    /// Both rings of one channel.
    ///
    /// @param pfns the guest's page numbers, downstream from the middle on
    record Rings(List<Long> pfns, Mapping upstream, Mapping downstream) implements AutoCloseable {
        static Rings map(Platform platform, Handle memory, List<Long> pfns) {
            return new Rings(pfns,
                    platform.mapRing(runs(memory, pfns.subList(0, RING_PAGES))),
                    platform.mapRing(runs(memory, pfns.subList(RING_PAGES, 2 * RING_PAGES))));
        }

        @Override
        public void close() {
            upstream.close();
            downstream.close();
        }
    }

    final Rings first;
    final Rings second;
    final List<Long> bufferPfns;
    final Mapping buffer;

    /// @param gap from one page to the next
    GuestMemory(Platform platform, Handle memory, int gap) {
        first = Rings.map(platform, memory, pages(100, 2 * RING_PAGES, gap));
        second = Rings.map(platform, memory, pages(200, 2 * RING_PAGES, gap));
        bufferPfns = pages(300, BUFFER_PAGES, gap);
        buffer = platform.map(runs(memory, bufferPfns), Access.READ_WRITE);
    }

    private static List<Long> pages(long first, int count, int gap) {
        return LongStream.range(0, count).mapToObj(page -> first + gap * page).toList();
    }

    private static List<PageRun> runs(Handle memory, List<Long> pfns) {
        return pfns.stream().map(pfn -> new PageRun(memory, pfn, 1)).toList();
    }

    /// {@return some pages of the buffer, as a range in a packet}
    GpaRange range(int firstPage, int pages) {
        long[] pfns = bufferPfns.subList(firstPage, firstPage + pages).stream()
                .mapToLong(Long::longValue).toArray();
        return new GpaRange((long) pages * Platform.PAGE_BYTES, 0, pfns);
    }

    /// Fills some pages of the buffer.
    ///
    /// @return the sum of their bytes
    long fill(int firstPage, int pages, Random random) {
        MemorySegment bytes = buffer.bytes().asSlice(
                (long) firstPage * Platform.PAGE_BYTES, (long) pages * Platform.PAGE_BYTES);
        long sum = 0;
        for (long at = 0; at < bytes.byteSize(); at++) {
            byte value = (byte) random.nextInt();
            bytes.set(ValueLayout.JAVA_BYTE, at, value);
            sum += value;
        }
        return sum;
    }

    @Override
    public void close() {
        first.close();
        second.close();
        buffer.close();
    }
}
