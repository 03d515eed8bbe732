// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ringway.PlatformException;
import org.ringway.platform.Access;
import org.ringway.platform.Handle;
import org.ringway.platform.PageRun;
import org.ringway.platform.Platform;
import org.ringway.platform.RegionFacts;

@DisplayName("regions, and what only looks like one")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class RegionsTest {
    private static final int PAGE = Platform.PAGE_BYTES;
    private static final int SIZE_SEALS = Regions.SEAL_SHRINK | Regions.SEAL_GROW;

    private final Platform platform = new LinuxPlatform();

    /// Neither inspection nor mapping lets it pass, and the text says why.
    private void assertUnfit(int file, String... words) {
        try (Handle region = LinuxHandle.foreign(file)) {
            String text = assertThrows(PlatformException.class, () -> platform.inspect(region))
                    .getMessage();
            for (String word : words) {
                assertTrue(text.contains(word), text);
            }
            List<PageRun> runs = List.of(new PageRun(region, 0, 1));
            assertThrows(PlatformException.class, () -> platform.map(runs, Access.READ_ONLY));
        }
    }

    private Access access(int file) {
        try (Handle region = LinuxHandle.foreign(file)) {
            return platform.inspect(region).access();
        }
    }

    @Test
    @DisplayName("a sealed, whole memfd is a region whoever made it")
    void wholeMemfdIsARegion() {
        try (Handle region = LinuxHandle.foreign(RawFile.allocated(3 * PAGE, SIZE_SEALS))) {
            assertEquals(new RegionFacts(3, Access.READ_WRITE), platform.inspect(region));
        }
    }

    @Test
    @DisplayName("a pipe is no region")
    void pipeIsNoRegion() throws Exception {
        Pipe pipe = Pipe.open();
        try (var numbers = Files.list(Path.of("/proc/self/fd"))) {
            Path found = numbers.filter(RegionsTest::isPipe).findFirst().orElseThrow();
            assertUnfit((int) RawFile.tryOpen(found, RawFile.READ_ONLY), "regular file", "mode=0");
        } finally {
            pipe.sink().close();
            pipe.source().close();
        }
    }

    private static boolean isPipe(Path number) {
        try {
            return Files.readSymbolicLink(number).toString().startsWith("pipe:");
        } catch (IOException _) {
            return false;
        }
    }

    @Test
    @DisplayName("a device and an eventfd are no regions")
    void otherFilesAreNoRegions() {
        assertUnfit((int) RawFile.tryOpen(Path.of("/dev/null"), RawFile.READ_AND_WRITE),
                "regular file");
        assertUnfit((int) Libc.must(SystemCall.EVENTFD2, 0, 0), "must be");
    }

    @Test
    @DisplayName("a file on a disk is no region")
    void fileOnAnotherFileSystemIsNoRegion() {
        assertUnfit((int) RawFile.tryOpen(Path.of("/proc/self/status"), RawFile.READ_ONLY),
                "tmpfs", "fileSystem=0x");
    }

    @Test
    @DisplayName("a memfd of huge pages is no region")
    void hugetlbIsNoRegion() {
        Assumptions.assumeTrue(Files.exists(Path.of("/sys/kernel/mm/hugepages")),
                "this kernel has no huge pages");
        assertUnfit(RawFile.memfd(RawFile.ALLOW_SEALING | RawFile.HUGETLB), "tmpfs");
    }

    @Test
    @DisplayName("a memfd that may shrink or grow is no region")
    void unsealedIsNoRegion() {
        assertUnfit(RawFile.allocated(PAGE, 0), "sealed against shrinking", "seals=0x0");
        assertUnfit(RawFile.allocated(PAGE, Regions.SEAL_GROW), "seals=0x4");
        assertUnfit(RawFile.allocated(PAGE, Regions.SEAL_SHRINK), "seals=0x2");
    }

    @Test
    @DisplayName("a memfd with holes is no region")
    void sparseIsNoRegion() {
        assertUnfit(RawFile.sparse(5), "allocated", "bytes=20480", "allocatedBytes=0");
    }

    @Test
    @DisplayName("a memfd of an odd size, of none, or of too many pages is no region")
    void oddSizesAreNoRegion() {
        assertUnfit(RawFile.allocated(PAGE + 1, SIZE_SEALS), "whole pages", "bytes=4097");
        assertUnfit(RawFile.sparse(0), "whole pages", "bytes=0");
        assertUnfit(RawFile.sparse(Platform.MAX_MEMORY_PAGES + 1), "1048576",
                "bytes=4294971392");
    }

    @Test
    @DisplayName("whatever keeps a stranger from writing makes a region read-only")
    void everyWriteSealCounts() {
        assertEquals(Access.READ_ONLY, access(
                RawFile.allocated(PAGE, SIZE_SEALS | Regions.SEAL_WRITE)));
        assertEquals(Access.READ_ONLY, access(
                RawFile.allocated(PAGE, SIZE_SEALS | Regions.SEAL_FUTURE_WRITE)));
        int file = RawFile.allocated(PAGE, SIZE_SEALS);
        assertEquals(Access.READ_ONLY, access(RawFile.reopen(file, RawFile.READ_ONLY)));
        assertUnfit(RawFile.reopen(file, RawFile.WRITE_ONLY), "open for reading", "accessMode=1");
        assertEquals(Access.READ_WRITE, access(file));
    }

    @Test
    @DisplayName("opening a read-only grant once more, for writing, does not get past its seal")
    void reopeningDoesNotBreakTheSeal() {
        try (Handle region = platform.allocate(1).getFirst()) {
            platform.sealReadOnly(region);
            int file = LinuxHandle.of(region).enter();
            int again = RawFile.reopen(file, RawFile.READ_AND_WRITE);
            try (var arena = Arena.ofConfined()) {
                long bytes = arena.allocate(PAGE).address();
                assertTrue(Libc.call(SystemCall.WRITE, again, bytes, PAGE) < 0, "write");
                assertTrue(Libc.call(SystemCall.MMAP, 0, PAGE, 2, 1, again, 0) < 0, "mmap");
                assertTrue(Libc.call(SystemCall.FALLOCATE, again, 3, 0, PAGE) < 0, "punch a hole");
                assertTrue(Libc.call(SystemCall.FTRUNCATE, again, 0) < 0, "truncate");
                assertTrue(Libc.call(SystemCall.FCNTL, again, Regions.ADD_SEALS,
                        Regions.SEAL_WRITE) < 0, "the set of seals is closed");
            } finally {
                RawFile.close(again);
                LinuxHandle.of(region).descriptor().leave();
            }
        }
    }

    @Test
    @DisplayName("a region can neither shrink nor grow")
    void sizeIsFixed() {
        try (Handle region = platform.allocate(2).getFirst()) {
            LinuxHandle.of(region).use(file -> {
                assertTrue(Libc.call(SystemCall.FTRUNCATE, file, PAGE) < 0);
                assertTrue(Libc.call(SystemCall.FTRUNCATE, file, 3 * PAGE) < 0);
                return file;
            });
        }
    }

    @Test
    @DisplayName("asking for huge pages fills the file, with whatever pages there are")
    void askingForHugePagesFillsTheFile() {
        int bytes = 1000 * PAGE;
        int file = RawFile.memfd(RawFile.ALLOW_SEALING);
        HugePages.ask(file, bytes);
        RawFile.seal(file, SIZE_SEALS);
        try (Handle region = LinuxHandle.own(file)) {
            assertEquals(1000, platform.inspect(region).pages());
        }
    }

    @Test
    @DisplayName("more memory than there is is refused with the numbers, before any is taken")
    void hugeAllocationIsRefused() {
        for (long pages : new long[] {1L << 40, Long.MAX_VALUE}) {
            String text = assertThrows(PlatformException.class, () -> platform.allocate(pages))
                    .getMessage();
            assertTrue(text.contains("neededBytes="), text);
            assertTrue(text.contains("availableBytes="), text);
        }
    }
}
