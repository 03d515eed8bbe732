// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.ringway.PlatformException;
import org.ringway.platform.Access;
import org.ringway.platform.Handle;
import org.ringway.platform.Platform;
import org.ringway.platform.RegionFacts;

/// Regions are memfds of a sealed size, allocated to the last block.
///
/// The set of seals stays open until a region is made read-only: which of the two it will be is not
/// known when it is made, and a closed set cannot be added to.
final class Regions {
    static final int SEAL_SEAL = 0x1;
    static final int SEAL_SHRINK = 0x2;
    static final int SEAL_GROW = 0x4;
    static final int SEAL_WRITE = 0x8;
    static final int SEAL_FUTURE_WRITE = 0x10;
    static final int ADD_SEALS = 1033;

    private static final int GET_SEALS = 1034;
    private static final int GET_FLAGS = 3;
    private static final int ACCESS_MODE = 3;
    private static final int WRITE_ONLY = 1;
    private static final int READ_AND_WRITE = 2;
    private static final int MEMFD_CLOEXEC = 0x1;
    private static final int MEMFD_ALLOW_SEALING = 0x2;
    private static final int MEMFD_NOEXEC_SEAL = 0x8;

    private Regions() {}

    static List<Handle> allocate(long pages) {
        List<Handle> regions = new ArrayList<>();
        try {
            for (long left = pages; left > 0; left -= Platform.MAX_REGION_PAGES) {
                regions.add(region(Math.min(left, Platform.MAX_REGION_PAGES)));
            }
        } catch (PlatformException e) {
            regions.forEach(Handle::close);
            throw new PlatformException("cannot allocate: pages=" + pages + ": " + e.getMessage(),
                    e);
        }
        return List.copyOf(regions);
    }

    /// {@return one region, however large}
    static LinuxHandle region(long pages) {
        long file = memfd(MEMFD_NOEXEC_SEAL);
        if (file == -Errno.EINVAL) {
            // Before Linux 6.3 there is no such flag.
            file = memfd(0);
        }
        LinuxHandle region = LinuxHandle.own(Libc.check(SystemCall.MEMFD_CREATE, file));
        try {
            long bytes = pages * Platform.PAGE_BYTES;
            if (HugePages.wantToBeAsked(bytes)) {
                HugePages.ask(file, bytes);
            }
            Libc.must(SystemCall.FALLOCATE, file, 0, 0, bytes);
            Libc.must(SystemCall.FCNTL, file, ADD_SEALS, SEAL_SHRINK | SEAL_GROW);
        } catch (PlatformException e) {
            region.close();
            throw e;
        }
        return region;
    }

    private static long memfd(int moreFlags) {
        try (var arena = Arena.ofConfined()) {
            return Libc.call(SystemCall.MEMFD_CREATE, arena.allocateFrom("ringway").address(),
                    MEMFD_CLOEXEC | MEMFD_ALLOW_SEALING | moreFlags);
        }
    }

    static void sealReadOnly(int file) {
        if ((seals(file) & SEAL_FUTURE_WRITE) == 0) {
            Libc.must(SystemCall.FCNTL, file, ADD_SEALS, SEAL_FUTURE_WRITE | SEAL_SEAL);
        }
    }

    private static long seals(int file) {
        return Libc.must(SystemCall.FCNTL, file, GET_SEALS);
    }

    /// Says what a file is, if it is fit to be mapped. One that could shrink or has holes is not:
    /// who touches a page that cannot be had is killed.
    static RegionFacts inspect(int file) {
        FileStatus status = FileStatus.of(file);
        require(status.isRegular(), "regular file",
                "mode=0" + Integer.toOctalString(status.mode()));
        require(status.fileSystem() == FileStatus.TMPFS, "memfd on tmpfs",
                "fileSystem=0x" + Long.toHexString(status.fileSystem()));
        long seals = seals(file);
        require((seals & SEAL_SHRINK) != 0 && (seals & SEAL_GROW) != 0,
                "sealed against shrinking and growing", "seals=0x" + Long.toHexString(seals));
        long pages = status.bytes() / Platform.PAGE_BYTES;
        require(pages * Platform.PAGE_BYTES == status.bytes() && pages >= 1
                && pages <= Platform.MAX_MEMORY_PAGES, "1 to " + Platform.MAX_MEMORY_PAGES
                + " whole pages", "bytes=" + status.bytes());
        require(status.allocatedBytes() >= status.bytes(), "allocated to the last block",
                "bytes=" + status.bytes() + " allocatedBytes=" + status.allocatedBytes());
        return new RegionFacts(pages, access(file, seals));
    }

    private static Access access(int file, long seals) {
        long mode = Libc.must(SystemCall.FCNTL, file, GET_FLAGS) & ACCESS_MODE;
        require(mode != WRITE_ONLY, "open for reading", "accessMode=" + mode);
        boolean isSealed = (seals & (SEAL_WRITE | SEAL_FUTURE_WRITE)) != 0;
        return isSealed || mode != READ_AND_WRITE ? Access.READ_ONLY : Access.READ_WRITE;
    }

    private static void require(boolean isMet, String property, String found) {
        if (!isMet) {
            throw new PlatformException(
                    "not fit to be a region, must be " + property + ": " + found);
        }
    }
}
