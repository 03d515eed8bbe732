// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// What the kernel says of an open file.
///
/// @param mode kind and permissions
/// @param inode which file it is, within its file system
/// @param bytes its size
/// @param allocatedBytes how much of it is really there
/// @param fileSystem magic number of the file system
record FileStatus(int mode, long inode, long bytes, long allocatedBytes, long fileSystem) {
    static final long TMPFS = 0x0102_1994;

    private static final int KIND = 0170000;
    private static final int REGULAR = 0100000;
    private static final int EMPTY_PATH = 0x1000;
    private static final int BASIC_STATS = 0x7FF;
    private static final int BLOCK_BYTES = 512;
    private static final StructLayout STATX = MemoryLayout.structLayout(
            paddingLayout(28),
            JAVA_SHORT.withName("mode"),
            paddingLayout(2),
            JAVA_LONG.withName("inode"),
            JAVA_LONG.withName("size"),
            JAVA_LONG.withName("blocks"),
            paddingLayout(200));
    private static final StructLayout STATFS = MemoryLayout.structLayout(
            JAVA_LONG.withName("type"),
            paddingLayout(112));
    // Looked up once: a layout finds its parts by name.
    private static final long MODE = at(STATX, "mode");
    private static final long INODE = at(STATX, "inode");
    private static final long SIZE = at(STATX, "size");
    private static final long BLOCKS = at(STATX, "blocks");
    private static final long TYPE = at(STATFS, "type");

    /// Asks for an open file.
    static FileStatus of(int descriptor) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment nowhere = arena.allocateFrom("");
            MemorySegment file = arena.allocate(STATX);
            Libc.must(SystemCall.STATX, descriptor, nowhere.address(), EMPTY_PATH, BASIC_STATS,
                    file.address());
            MemorySegment around = arena.allocate(STATFS);
            Libc.must(SystemCall.FSTATFS, descriptor, around.address());
            return new FileStatus(file.get(JAVA_SHORT, MODE) & 0xFFFF,
                    file.get(JAVA_LONG, INODE),
                    file.get(JAVA_LONG, SIZE),
                    file.get(JAVA_LONG, BLOCKS) * BLOCK_BYTES,
                    around.get(JAVA_LONG, TYPE));
        }
    }

    private static long at(StructLayout layout, String name) {
        return layout.byteOffset(PathElement.groupElement(name));
    }

    boolean isRegular() {
        return (mode & KIND) == REGULAR;
    }
}
