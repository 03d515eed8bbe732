// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.ringway.platform.Mapping;
import org.ringway.platform.PageRun;
import org.ringway.platform.Platform;
import org.ringway.ring.RingMemory;

/// Both rings of a channel, which lie in one piece of memory: upstream, written by the consumer,
/// then downstream, written by the provider.
///
/// @param upstream the first
/// @param downstream the second
record Rings(Ring upstream, Ring downstream) implements AutoCloseable {
    /// A control page and at least one of data.
    private static final int MIN_PAGES = 2;
    /// Of each ring.
    private static final int FIRST_PAGES = 16;

    /// One mapped ring.
    ///
    /// @param mapping its pages
    /// @param memory what they are
    record Ring(Mapping mapping, RingMemory memory) {
        /// How long until the next try to unmap a ring in use.
        private static final long IN_USE_NANOS = 10_000_000;

        /// {@return all pages, the control page included}
        int pages() {
            return 1 + memory.dataBytes() / Platform.PAGE_BYTES;
        }

        private void touchFirst() {
            for (int page = 0; page < Math.min(FIRST_PAGES, pages()); page++) {
                mapping.bytes().set(ValueLayout.JAVA_BYTE, (long) page * Platform.PAGE_BYTES,
                        (byte) 0);
            }
        }

        /// A file or a socket that is reading a payload in this moment holds the mapping; it goes
        /// when that is through.
        void unmap() {
            try {
                mapping.close();
            } catch (IllegalStateException inUse) {
                Thread.ofVirtual().name("ringway unmap").start(() -> {
                    LockSupport.parkNanos(IN_USE_NANOS);
                    unmap();
                });
            }
        }
    }

    /// Maps both.
    ///
    /// @param runs all pages in order
    /// @param downstreamPageOffset first page of the second ring, as whoever made them says
    /// @throws IllegalArgumentException if a ring is too small
    static Rings map(Platform platform, List<PageRun> runs, int downstreamPageOffset) {
        long pages = runs.stream().mapToLong(PageRun::pages).sum();
        if (downstreamPageOffset < MIN_PAGES || downstreamPageOffset > pages - MIN_PAGES) {
            throw new IllegalArgumentException("each ring needs two pages: downstreamPageOffset="
                    + Integer.toUnsignedString(downstreamPageOffset) + " pages=" + pages);
        }
        Ring upstream = ring(platform, slice(runs, 0, downstreamPageOffset));
        try {
            return new Rings(upstream, ring(platform, slice(runs, downstreamPageOffset, pages)));
        } catch (RuntimeException e) {
            upstream.mapping().close();
            throw e;
        }
    }

    private static Ring ring(Platform platform, List<PageRun> runs) {
        int pages = runs.stream().mapToInt(PageRun::pages).sum();
        Mapping mapping = platform.mapRing(runs);
        return new Ring(mapping, RingMemory.of(mapping, pages, platform.mirrorsRings()));
    }

    /// Pages from one on, up to another.
    private static List<PageRun> slice(List<PageRun> runs, long from, long to) {
        List<PageRun> slice = new ArrayList<>();
        long start = 0;
        for (PageRun run : runs) {
            long first = Math.max(from, start);
            long end = Math.min(to, start + run.pages());
            if (first < end) {
                slice.add(new PageRun(run.region(), run.firstPage() + first - start,
                        (int) (end - first)));
            }
            start += run.pages();
        }
        return slice;
    }

    /// Brings the pages that are used first into the page table, while nobody else has them.
    void touchFirst() {
        upstream.touchFirst();
        downstream.touchFirst();
    }

    @Override
    public void close() {
        upstream.mapping().close();
        downstream.mapping().close();
    }
}
