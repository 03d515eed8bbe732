// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.PlatformException;
import org.ringway.platform.Access;
import org.ringway.platform.Handle;
import org.ringway.platform.Mapping;
import org.ringway.platform.PageRun;
import org.ringway.platform.Platform;

@DisplayName("a mapping in the kernel's own books")
final class LinuxMappingTest extends LinuxCase {
    private static final int PAGE = Platform.PAGE_BYTES;
    private static final int SIZE_SEALS = Regions.SEAL_SHRINK | Regions.SEAL_GROW;

    private Headroom headroom;

    @BeforeEach
    void giveTenPages() throws IOException {
        Files.createDirectories(folder.resolve("proc"));
        long available = Headroom.SPARE_BYTES + 10 * PAGE;
        Files.writeString(folder.resolve("proc/meminfo"),
                "MemAvailable: " + available / 1024 + " kB\n");
        headroom = new Headroom(folder);
    }

    private static List<PageRun> run(Handle region, int pages) {
        return List.of(new PageRun(region, 0, pages));
    }

    private Mapping map(List<PageRun> runs, Access access) {
        return LinuxMapping.of(runs, access, headroom);
    }

    private Handle foreign(int pages, int moreSeals) {
        return keep(LinuxHandle.foreign(
                RawFile.allocated((long) pages * PAGE, SIZE_SEALS | moreSeals)));
    }

    /// What the kernel says of the pages at an address.
    private static long resident(MemorySegment bytes) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("/proc/self/smaps"));
        String start = Long.toHexString(bytes.address()) + "-";
        int at = 0;
        while (!lines.get(at).startsWith(start)) {
            at++;
        }
        while (!lines.get(at).startsWith("Rss:")) {
            at++;
        }
        return Long.parseLong(lines.get(at).replaceAll("\\D", "")) * 1024;
    }

    @Test
    @DisplayName("all its pages are present before the first access, for reading and for writing")
    void pagesArePresentBeforeUse() throws IOException {
        int pages = 64;
        Handle region = keep(platform.allocate(pages).getFirst());
        for (Access access : Access.values()) {
            Mapping mapping = keep(platform.map(run(region, pages), access));
            assertEquals((long) pages * PAGE, resident(mapping.bytes()), access.toString());
        }
    }

    @Test
    @DisplayName("pages of a ring are present once it was touched, and touching ends with it")
    void pagesOfRingsArePresentOnceTouched() throws IOException {
        int pages = 64;
        Handle region = keep(platform.allocate(pages).getFirst());
        Mapping ring = keep(platform.mapRing(run(region, pages)));
        assertEquals(0, resident(ring.bytes()), "before");
        ring.touch();
        ring.touch();
        assertEquals((long) pages * PAGE, resident(ring.bytes()), "after");
        ring.close();
        assertDoesNotThrow(ring::touch);
    }

    @Test
    @DisplayName("a mapping that fails half-way leaves no addresses and no reservation behind")
    void failureLeavesNothing() throws IOException {
        Handle good = foreign(4, 0);
        Handle closed = keep(platform.allocate(1).getFirst());
        closed.close();
        List<PageRun> runs = List.of(new PageRun(good, 0, 4), new PageRun(closed, 0, 1));
        long before = mappedRaw();
        assertThrows(IllegalStateException.class,
                () -> map(runs, Access.READ_WRITE));
        assertEquals(before, mappedRaw());
        assertDoesNotThrow(() -> headroom.check(10 * PAGE));
    }

    @Test
    @DisplayName("memory that could shrink or has holes is not mapped, whoever has looked before")
    void unfitMemoryIsNotMapped() {
        Handle loose = keep(LinuxHandle.foreign(RawFile.allocated(4L * PAGE, 0)));
        assertThrows(PlatformException.class, () -> map(run(loose, 4), Access.READ_WRITE));
        Handle sparse = keep(LinuxHandle.foreign(RawFile.sparse(4)));
        assertThrows(PlatformException.class, () -> map(run(sparse, 4), Access.READ_WRITE));
    }

    private static long mappedRaw() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.filter(line -> line.contains("/memfd:raw")).count();
        }
    }

    @Test
    @DisplayName("room is kept for foreign pages that their owner may take away, until the end")
    void foreignPagesAreReserved() {
        Mapping mapping = map(run(foreign(6, 0), 6), Access.READ_ONLY);
        assertThrows(PlatformException.class,
                () -> map(run(foreign(5, 0), 5), Access.READ_WRITE));
        mapping.close();
        map(run(foreign(5, 0), 5), Access.READ_WRITE).close();
    }

    @Test
    @DisplayName("no room is kept for own pages and for those that nobody can take away")
    void otherPagesAreNotReserved() {
        Handle own = keep(platform.allocate(20).getFirst());
        keep(map(run(own, 20), Access.READ_WRITE));
        Handle sealed = foreign(20, Regions.SEAL_FUTURE_WRITE);
        keep(map(run(sealed, 20), Access.READ_ONLY));
        assertDoesNotThrow(() -> headroom.check(10 * PAGE));
    }

    @Test
    @DisplayName("a hole that the owner punches reads as zeros and kills nobody")
    void punchedHoleIsZero() {
        int keepSize = 0x1;
        int punchHole = 0x2;
        Handle region = foreign(2, 0);
        MemorySegment bytes = keep(platform.map(run(region, 2), Access.READ_WRITE)).bytes();
        bytes.fill((byte) 7);
        LinuxHandle.of(region).use(file -> Libc.must(
                SystemCall.FALLOCATE, file, keepSize | punchHole, PAGE, PAGE));
        assertTrue(assertThrows(PlatformException.class, () -> platform.inspect(region))
                .getMessage().contains("allocatedBytes=" + PAGE), "who looks sees it");
        assertEquals(-1, bytes.asSlice(PAGE).mismatch(MemorySegment.ofArray(new byte[PAGE])));
        assertEquals(2, platform.inspect(region).pages(), "the reader has paid for a new page");
    }
}
