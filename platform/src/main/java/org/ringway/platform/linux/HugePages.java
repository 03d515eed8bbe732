// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import java.nio.file.Path;
import java.util.List;

/// Huge pages behind regions: they make a large one ready to use several times faster.
///
/// The administrator's choice decides. With `within_size` or `always` the kernel gives them
/// unasked, with `advise` to a mapping that asks before the pages are there, otherwise never.
final class HugePages {
    static final String SETTING = "sys/kernel/mm/transparent_hugepage/shmem_enabled";

    private static final long HUGE_PAGE_BYTES = 2 << 20;
    private static final int READ_AND_WRITE = 0x3;
    private static final int MAP_SHARED = 0x1;
    private static final int ADVISE_HUGE = 14;
    private static final int POPULATE_WRITE = 23;

    private HugePages() {}

    /// {@return the word the administrator chose, or `unknown`}
    static String setting(Path root) {
        List<String> lines = Lines.of(root.resolve(SETTING));
        String line = lines.isEmpty() ? "" : lines.getFirst();
        int open = line.indexOf('[');
        int close = line.indexOf(']');
        return open >= 0 && close > open ? line.substring(open + 1, close) : "unknown";
    }

    /// {@return whether the kernel gives them to such a file if asked, and only then}
    static boolean wantToBeAsked(long bytes) {
        return bytes >= HUGE_PAGE_BYTES && setting(Path.of("/")).equals("advise");
    }

    /// Gives a new, empty file its final size and asks for huge pages to fill it. What is refused
    /// here is allocated later as usual.
    static void ask(long file, long bytes) {
        Libc.must(SystemCall.FTRUNCATE, file, bytes);
        long start = Libc.must(SystemCall.MMAP, 0, bytes, READ_AND_WRITE, MAP_SHARED, file, 0);
        Libc.call(SystemCall.MADVISE, start, bytes, ADVISE_HUGE);
        Libc.call(SystemCall.MADVISE, start, bytes, POPULATE_WRITE);
        Libc.callAnyway(SystemCall.MUNMAP, start, bytes, 0, 0);
    }
}
