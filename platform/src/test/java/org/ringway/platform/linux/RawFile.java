// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import org.ringway.platform.Platform;

/// Descriptors as a hostile partition would make them.
final class RawFile {
    static final int ALLOW_SEALING = 0x2;
    static final int HUGETLB = 0x4;
    static final int READ_ONLY = 0;
    static final int WRITE_ONLY = 1;
    static final int READ_AND_WRITE = 2;

    private static final int CLOSE_ON_EXEC = 02000000;
    private static final int CURRENT_FOLDER = -100;
    private static final int SIZE_SEALS = Regions.SEAL_SHRINK | Regions.SEAL_GROW;

    private RawFile() {}

    /// Pages that are all there, sealed as wanted.
    static int allocated(long bytes, int seals) {
        int file = memfd(ALLOW_SEALING);
        Libc.must(SystemCall.FALLOCATE, file, 0, 0, bytes);
        seal(file, seals);
        return file;
    }

    /// A sealed file without any page.
    static int sparse(int pages) {
        int file = memfd(ALLOW_SEALING);
        resize(file, pages);
        seal(file, SIZE_SEALS);
        return file;
    }

    static int memfd(int flags) {
        try (var arena = Arena.ofConfined()) {
            return (int) Libc.must(
                    SystemCall.MEMFD_CREATE, arena.allocateFrom("raw").address(), flags);
        }
    }

    static void seal(int file, int seals) {
        Libc.must(SystemCall.FCNTL, file, Regions.ADD_SEALS, seals);
    }

    static void resize(int file, int pages) {
        Libc.must(SystemCall.FTRUNCATE, file, (long) pages * Platform.PAGE_BYTES);
    }

    static long tryOpen(Path path, int mode) {
        try (var arena = Arena.ofConfined()) {
            return Libc.call(SystemCall.OPENAT, CURRENT_FOLDER,
                    UnixAddress.name(path, arena).address(), mode | CLOSE_ON_EXEC, 0);
        }
    }

    /// Opens the file behind a descriptor once more.
    static int reopen(int file, int mode) {
        return (int) Libc.check(SystemCall.OPENAT, tryOpen(Path.of("/proc/self/fd/" + file), mode));
    }

    static void close(int file) {
        Libc.must(SystemCall.CLOSE, file);
    }
}
