// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.ringway.platform.Handle;
import org.ringway.platform.Platform;

/// Descriptors that a hostile partition would pass for a region.
///
/// It lies in this package because only here a number becomes a handle.
public final class HostileFiles {
    private static final int ALLOW_SEALING = 0x2;
    private static final int HUGETLB = 0x4;
    private static final int READ_AND_WRITE = 2;
    private static final int CLOSE_ON_EXEC = 02000000;
    private static final int CURRENT_FOLDER = -100;
    /// What keeps a file at its size.
    public static final int SIZE_SEALS = Regions.SEAL_SHRINK | Regions.SEAL_GROW;
    private static final int KEEP_SIZE_AND_PUNCH_HOLE = 0x3;

    private static final int READ = 0x1;
    private static final int WRITE = 0x2;
    private static final int MAP_SHARED = 0x1;

    private HostileFiles() {}

    /// {@return the end of a pipe}
    public static Handle pipe() throws IOException {
        Pipe pipe = Pipe.open();
        try (var numbers = Files.list(Path.of("/proc/self/fd"))) {
            return open(numbers.filter(HostileFiles::isPipe).findFirst().orElseThrow());
        } finally {
            pipe.sink().close();
            pipe.source().close();
        }
    }

    private static boolean isPipe(Path number) {
        try {
            return Files.readSymbolicLink(number).toString().startsWith("pipe:");
        } catch (IOException _) {
            // The number of the listing itself, closed by now.
            return false;
        }
    }

    /// {@return an open file}
    public static Handle open(Path path) {
        try (var arena = Arena.ofConfined()) {
            return LinuxHandle.own(Libc.must(SystemCall.OPENAT, CURRENT_FOLDER,
                    arena.allocateFrom(path.toString()).address(),
                    READ_AND_WRITE | CLOSE_ON_EXEC, 0));
        }
    }

    /// {@return a new file with all its pages, to be unlinked by the caller}
    public static Handle file(Path path, int pages) {
        try {
            Files.write(path, new byte[pages * Platform.PAGE_BYTES]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return open(path);
    }

    /// {@return a memfd of a sealed size without any page}
    public static Handle sparse(int pages) {
        Handle file = memfd(ALLOW_SEALING);
        resize(file, pages);
        seal(file, SIZE_SEALS);
        return file;
    }

    /// {@return a memfd with all its pages and with the seals given}
    public static Handle sealed(int pages, int seals) {
        Handle file = memfd(ALLOW_SEALING);
        int number = LinuxHandle.of(file).enter();
        Libc.must(SystemCall.FALLOCATE, number, 0, 0, (long) pages * Platform.PAGE_BYTES);
        LinuxHandle.of(file).descriptor().leave();
        seal(file, seals);
        return file;
    }

    /// {@return a memfd whose size can change}
    public static Handle unsealed(int pages) {
        return sealed(pages, 0);
    }

    /// {@return a memfd that can shrink but not grow}
    public static Handle shrinkable(int pages) {
        return sealed(pages, Regions.SEAL_GROW);
    }

    /// {@return a memfd of huge pages, none of them there}
    public static Handle huge() {
        return memfd(ALLOW_SEALING | HUGETLB);
    }

    private static Handle memfd(int flags) {
        try (var arena = Arena.ofConfined()) {
            return LinuxHandle.own(Libc.must(SystemCall.MEMFD_CREATE,
                    arena.allocateFrom("hostile").address(), flags));
        }
    }

    private static void seal(Handle file, int seals) {
        LinuxHandle.of(file).use(number ->
                Libc.must(SystemCall.FCNTL, number, Regions.ADD_SEALS, seals));
    }

    private static void resize(Handle file, int pages) {
        LinuxHandle.of(file).use(number -> Libc.must(
                SystemCall.FTRUNCATE, number, (long) pages * Platform.PAGE_BYTES));
    }

    /// Tries every way we know to write to a region that was granted for reading.
    ///
    /// @return the kernel's answer to each, negative if it refuses
    public static Map<String, Long> tryToWrite(Handle region) throws IOException {
        int number = LinuxHandle.of(region).enter();
        Handle again = open(Path.of("/proc/self/fd/" + number));
        int reopened = LinuxHandle.of(again).enter();
        try (var arena = Arena.ofConfined()) {
            long bytes = arena.allocate(Platform.PAGE_BYTES).address();
            Map<String, Long> answers = new TreeMap<>();
            answers.put("map", map(number, WRITE));
            answers.put("mapReopened", map(reopened, WRITE));
            answers.put("write", Libc.call(SystemCall.WRITE, number, bytes, 8));
            answers.put("writeReopened", Libc.call(SystemCall.WRITE, reopened, bytes, 8));
            answers.put("punch", punchHole(again, 1));
            answers.put("shrink", Libc.call(SystemCall.FTRUNCATE, reopened, 0));
            answers.put("seal", Libc.call(SystemCall.FCNTL, reopened, Regions.ADD_SEALS, 0));
            answers.put("writeMapped", writeMapped(map(number, READ)));
            return answers;
        } finally {
            LinuxHandle.of(again).descriptor().leave();
            LinuxHandle.of(region).descriptor().leave();
            again.close();
        }
    }

    private static long map(int number, int protection) {
        return Libc.call(SystemCall.MMAP, 0, Platform.PAGE_BYTES, protection, MAP_SHARED, number,
                0);
    }

    /// As a debugger writes to what is mapped for reading.
    private static long writeMapped(long address) throws IOException {
        try (var memory = new RandomAccessFile("/proc/self/mem", "rw")) {
            memory.seek(address);
            memory.write(1);
            return 1;
        } catch (IOException refused) {
            return -1;
        }
    }

    /// Gives pages of a region back to the kernel.
    ///
    /// @return the kernel's answer, negative if it refuses
    public static long punchHole(Handle region, int pages) {
        return LinuxHandle.of(region).use(number -> Libc.call(SystemCall.FALLOCATE, number,
                KEEP_SIZE_AND_PUNCH_HOLE, 0, (long) pages * Platform.PAGE_BYTES));
    }
}
