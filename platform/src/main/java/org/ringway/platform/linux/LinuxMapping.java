// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.Stream;
import org.ringway.PlatformException;
import org.ringway.platform.Access;
import org.ringway.platform.Mapping;
import org.ringway.platform.PageRun;
import org.ringway.platform.Platform;
import org.ringway.platform.RegionFacts;

/// One stretch of addresses, filled piece by piece with the pages of regions.
///
/// Pages that are lent are in the page table before the first access, so that none of those is a
/// fault; those of rings only after [#touch]: a channel can be used before.
final class LinuxMapping implements Mapping {
    private static final int PROTECT_NONE = 0x0;
    private static final int PROTECT_READ = 0x1;
    private static final int PROTECT_WRITE = 0x2;
    private static final int MAP_SHARED = 0x1;
    private static final int MAP_PRIVATE = 0x2;
    private static final int MAP_FIXED = 0x10;
    private static final int MAP_ANONYMOUS = 0x20;
    private static final int MAP_NORESERVE = 0x4000;
    private static final int MAP_POPULATE = 0x8000;
    private static final int POPULATE_READ = 22;
    private static final int POPULATE_WRITE = 23;
    private static final int NO_FILE = -1;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment bytes;
    private final long ownBytes;
    private boolean touched;

    /// @param ownBytes at the beginning, pages of ours that nobody may have touched
    private LinuxMapping(long address, long length, Access access, boolean touched, long ownBytes,
            Runnable released) {
        this.touched = touched;
        this.ownBytes = ownBytes;
        MemorySegment all = Libc.memory(address, length, arena, start -> {
            unmap(start, length);
            released.run();
        });
        this.bytes = access == Access.READ_ONLY ? all.asReadOnly() : all;
    }

    /// Maps pages side by side.
    static Mapping of(List<PageRun> runs, Access access, Headroom headroom) {
        return of(runs, List.of(), access, MAP_POPULATE, headroom);
    }

    /// Maps the pages of a ring.
    ///
    /// @param again appear once more behind all others; already among the runs
    static Mapping ofRing(List<PageRun> runs, List<PageRun> again, Headroom headroom) {
        return of(runs, again, Access.READ_WRITE, 0, headroom);
    }

    private static Mapping of(List<PageRun> runs, List<PageRun> again, Access access,
            int populate, Headroom headroom) {
        long foreign = runs.stream().mapToLong(run -> foreignBytes(run, access)).sum();
        headroom.reserve(foreign);
        try {
            List<PageRun> pieces = Stream.concat(runs.stream(), again.stream()).toList();
            long length = pieces.stream().mapToLong(LinuxMapping::length).sum();
            long start = place(pieces, access, length, populate);
            long own = foreign > 0 ? 0 : runs.stream().mapToLong(LinuxMapping::length).sum();
            return new LinuxMapping(start, length, access, populate != 0, own,
                    () -> headroom.release(foreign));
        } catch (RuntimeException e) {
            headroom.release(foreign);
            throw e;
        }
    }

    private static long length(PageRun run) {
        return (long) run.pages() * Platform.PAGE_BYTES;
    }

    /// Checks one run.
    ///
    /// @return for how many bytes somebody else may punch holes that are filled at our cost
    private static long foreignBytes(PageRun run, Access access) {
        LinuxHandle region = LinuxHandle.of(run.region());
        RegionFacts facts = region.use(Regions::inspect);
        if (run.firstPage() > facts.pages() - run.pages()) {
            throw new PlatformException("pages outside their region: firstPage=" + run.firstPage()
                    + " pages=" + run.pages() + " regionPages=" + facts.pages());
        }
        boolean isWritable = facts.access() == Access.READ_WRITE;
        if (access == Access.READ_WRITE && !isWritable) {
            throw new PlatformException("region is sealed read-only: access=" + access
                    + " regionPages=" + facts.pages());
        }
        return region.isForeign() && isWritable ? length(run) : 0;
    }

    private static long place(
            List<PageRun> runs, Access access, long length, int populate) {
        // The reservation keeps others out until every piece is in its place.
        long start = Libc.must(SystemCall.MMAP, 0, length, PROTECT_NONE,
                MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, NO_FILE, 0);
        try {
            long next = start;
            for (PageRun run : runs) {
                place(run, access, next, populate);
                next += length(run);
            }
            return start;
        } catch (RuntimeException e) {
            unmap(start, length);
            throw e;
        }
    }

    private static void place(PageRun run, Access access, long address, int populate) {
        int protection = access == Access.READ_ONLY ? PROTECT_READ : PROTECT_READ | PROTECT_WRITE;
        LinuxHandle.of(run.region()).use(file -> Libc.must(SystemCall.MMAP, address, length(run),
                protection, MAP_SHARED | MAP_FIXED | populate, file,
                run.firstPage() * Platform.PAGE_BYTES));
    }

    private static void unmap(long start, long length) {
        Libc.callAnyway(SystemCall.MUNMAP, start, length, 0, 0);
    }

    @Override
    public MemorySegment bytes() {
        return bytes;
    }

    @Override
    public MemorySegment view(long offset, long length, Arena scope) {
        if (!arena.scope().isAlive()) {
            throw new IllegalStateException("mapping is closed");
        }
        return Libc.rescope(bytes.asSlice(offset, length), scope);
    }

    /// Pages that are there already are mapped sixteen at a time when they are read, and one by one
    /// when they are written; either way they can be written afterwards.
    ///
    /// Before Linux 5.14 there is no such advice; then the first access to each page is a fault.
    @Override
    public synchronized void touch() {
        if (!touched && arena.scope().isAlive()) {
            if (ownBytes > 0) {
                advise(ownBytes, POPULATE_WRITE);
            }
            advise(bytes.byteSize(), POPULATE_READ);
            touched = true;
        }
    }

    private void advise(long length, int advice) {
        Libc.callAnyway(SystemCall.MADVISE, bytes.address(), length, advice, 0);
    }

    @Override
    public synchronized void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
