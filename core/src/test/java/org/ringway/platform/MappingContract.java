// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.PlatformException;

/// Mappings: side by side, twice in a row, within bounds, and their end.
abstract class MappingContract extends PlatformCase {
    private static final int PAGE = Platform.PAGE_BYTES;
    private static final long PATTERN = 0x0123_4567_89AB_CDEFL;

    MappingContract(PlatformContract contract) {
        super(contract);
    }

    /// A region whose every page holds its own number.
    private Handle numbered(int pages) {
        Handle region = region(pages);
        MemorySegment bytes = map(region, pages, Access.READ_WRITE).bytes();
        for (int page = 0; page < pages; page++) {
            bytes.set(JAVA_LONG, (long) page * PAGE, page);
        }
        return region;
    }

    private static void assertPages(MemorySegment bytes, long... numbers) {
        assertEquals((long) numbers.length * PAGE, bytes.byteSize());
        for (int page = 0; page < numbers.length; page++) {
            assertEquals(numbers[page], bytes.get(JAVA_LONG, (long) page * PAGE), "page " + page);
        }
    }

    @Test
    @DisplayName("a mapping begins at a page boundary and is as long as its runs")
    void mappingIsPageAligned() {
        MemorySegment bytes = map(region(3), 3, Access.READ_WRITE).bytes();
        assertEquals(0, bytes.address() % PAGE);
        assertEquals(3L * PAGE, bytes.byteSize());
    }

    @Test
    @DisplayName("pages from the middle of a region can be mapped alone")
    void middleOfARegionIsMapped() {
        List<PageRun> runs = List.of(new PageRun(numbered(8), 2, 3));
        assertPages(keep(platform.map(runs, Access.READ_ONLY)).bytes(), 2, 3, 4);
    }

    @Test
    @DisplayName("runs that follow each other in a region appear side by side")
    void runsOfOneRegionAppearSideBySide() {
        Handle region = numbered(8);
        List<PageRun> runs = List.of(new PageRun(region, 1, 2), new PageRun(region, 3, 1),
                new PageRun(region, 4, 4));
        assertPages(keep(platform.map(runs, Access.READ_WRITE)).bytes(), 1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    @DisplayName("regions of one allocation appear side by side")
    void regionsOfOneAllocationAppearSideBySide() {
        List<Handle> regions = platform.allocate(Platform.MAX_REGION_PAGES + 2L);
        regions.forEach(this::keep);
        List<PageRun> runs = List.of(
                new PageRun(regions.get(0), Platform.MAX_REGION_PAGES - 1, 1),
                new PageRun(regions.get(1), 0, 2));
        MemorySegment joint = keep(platform.map(runs, Access.READ_WRITE)).bytes();
        joint.set(JAVA_LONG, 0, 1);
        joint.set(JAVA_LONG, PAGE, 2);
        MemorySegment first =
                map(regions.get(0), Platform.MAX_REGION_PAGES, Access.READ_ONLY).bytes();
        assertEquals(1, first.get(JAVA_LONG, (Platform.MAX_REGION_PAGES - 1L) * PAGE));
        assertEquals(2, map(regions.get(1), 2, Access.READ_ONLY).bytes().get(JAVA_LONG, 0));
        assertEquals(3L * PAGE, joint.byteSize());
    }

    @Test
    @DisplayName("scattered pages appear side by side, or are refused where that cannot be")
    void scatteredPagesAreMappedOrRefused() {
        Handle one = numbered(4);
        Handle other = numbered(4);
        assertScattered(List.of(new PageRun(one, 2, 2), new PageRun(one, 0, 1)), 2, 3, 0);
        assertScattered(List.of(new PageRun(one, 1, 1), new PageRun(other, 2, 1)), 1, 2);
        assertScattered(List.of(new PageRun(one, 1, 1), new PageRun(one, 1, 1)), 1, 1);
    }

    private void assertScattered(List<PageRun> runs, long... numbers) {
        if (contract.mapsScatteredPages()) {
            assertPages(keep(platform.map(runs, Access.READ_WRITE)).bytes(), numbers);
        } else {
            assertThrows(PlatformException.class, () -> platform.map(runs, Access.READ_WRITE));
        }
    }

    @Test
    @DisplayName("a run that leaves its region is refused, however far it is out")
    void runOutsideItsRegionIsRefused() {
        Handle region = region(4);
        for (PageRun run : List.of(new PageRun(region, 0, 5), new PageRun(region, 3, 2),
                new PageRun(region, 4, 1), new PageRun(region, 1, Integer.MAX_VALUE),
                new PageRun(region, Long.MAX_VALUE, 1),
                new PageRun(region, Long.MAX_VALUE / PAGE + 1, 1))) {
            assertThrows(PlatformException.class,
                    () -> platform.map(List.of(run), Access.READ_ONLY), run::toString);
        }
    }

    @Test
    @DisplayName("a mapping of nothing is refused")
    void mappingOfNothingIsRefused() {
        assertThrows(IllegalArgumentException.class,
                () -> platform.map(List.of(), Access.READ_ONLY));
    }

    @Test
    @DisplayName("no load or store leaves the mapping")
    void boundsAreKept() {
        MemorySegment bytes = map(region(2), 1, Access.READ_WRITE).bytes();
        assertThrows(IndexOutOfBoundsException.class, () -> bytes.get(JAVA_BYTE, PAGE));
        assertThrows(IndexOutOfBoundsException.class, () -> bytes.set(JAVA_LONG, PAGE - 4, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> bytes.get(JAVA_BYTE, -1));
    }

    @Test
    @DisplayName("a read-only mapping refuses every store")
    void readOnlyMappingRefusesStores() {
        MemorySegment bytes = map(numbered(2), 2, Access.READ_ONLY).bytes();
        assertTrue(bytes.isReadOnly());
        assertThrows(IllegalArgumentException.class, () -> bytes.set(JAVA_LONG, PAGE, PATTERN));
        assertEquals(1, bytes.get(JAVA_LONG, PAGE));
    }

    @Test
    @DisplayName("a view is a part of the mapping, and within its bounds")
    void viewIsAPartOfTheMapping() {
        Mapping mapping = map(region(2), 2, Access.READ_WRITE);
        try (var scope = Arena.ofConfined()) {
            MemorySegment view = mapping.view(PAGE - 8, 16, scope);
            assertEquals(16, view.byteSize());
            view.set(JAVA_LONG, 8, PATTERN);
            assertEquals(PATTERN, mapping.bytes().get(JAVA_LONG, PAGE));
            assertThrows(IndexOutOfBoundsException.class, () -> view.get(JAVA_LONG, 16));
        }
    }

    @Test
    @DisplayName("a view of a read-only mapping is read-only")
    void viewOfAReadOnlyMappingIsReadOnly() {
        Mapping mapping = map(region(1), 1, Access.READ_ONLY);
        try (var scope = Arena.ofConfined()) {
            MemorySegment view = mapping.view(0, 8, scope);
            assertThrows(IllegalArgumentException.class, () -> view.set(JAVA_LONG, 0, PATTERN));
        }
    }

    @Test
    @DisplayName("a view that would leave the mapping is refused")
    void viewOutsideTheMappingIsRefused() {
        Mapping mapping = map(region(2), 2, Access.READ_WRITE);
        try (var scope = Arena.ofConfined()) {
            for (long[] range : new long[][] {{0, 2 * PAGE + 1}, {2 * PAGE, 1}, {-1, 8}, {8, -1},
                    {8, Long.MAX_VALUE}, {Long.MAX_VALUE, 8}}) {
                assertThrows(IndexOutOfBoundsException.class,
                        () -> mapping.view(range[0], range[1], scope),
                        () -> "offset " + range[0] + " length " + range[1]);
            }
        }
    }

    @Test
    @DisplayName("a view ends with its scope, where the platform can do that; the mapping does not")
    void viewEndsWithItsScope() {
        Mapping mapping = map(region(1), 1, Access.READ_WRITE);
        MemorySegment view;
        try (var scope = Arena.ofConfined()) {
            view = mapping.view(0, 8, scope);
            view.set(JAVA_LONG, 0, PATTERN);
        }
        if (contract.viewsDieWithTheirScope()) {
            assertThrows(IllegalStateException.class, () -> view.get(JAVA_LONG, 0));
        } else {
            assertEquals(PATTERN, view.get(JAVA_LONG, 0));
        }
        assertEquals(PATTERN, mapping.bytes().get(JAVA_LONG, 0));
    }

    @Test
    @DisplayName("a mapping outlives the handles it was made from")
    void mappingOutlivesItsHandles() {
        Handle region = region(1);
        MemorySegment bytes = map(region, 1, Access.READ_WRITE).bytes();
        region.close();
        bytes.set(JAVA_LONG, 0, PATTERN);
        assertEquals(PATTERN, bytes.get(JAVA_LONG, 0));
    }

    @Test
    @DisplayName("when nothing keeps the pages any more, a load fails instead of reading on")
    void bytesFailAfterTheEnd() {
        Handle region = region(1);
        Mapping one = map(region, 1, Access.READ_WRITE);
        Mapping other = map(region, 1, Access.READ_ONLY);
        MemorySegment bytes = one.bytes();
        one.close();
        if (contract.closedMappingsFailAtOnce()) {
            assertThrows(IllegalStateException.class, () -> bytes.get(JAVA_LONG, 0));
        }
        region.close();
        other.close();
        assertThrows(IllegalStateException.class, () -> bytes.get(JAVA_LONG, 0));
        assertThrows(IllegalStateException.class, () -> bytes.set(JAVA_LONG, 0, PATTERN));
    }

    @Test
    @DisplayName("the end of one mapping leaves the others alone, also when it is closed twice")
    void closingTwiceLeavesOtherMappingsAlone() {
        Handle region = region(1);
        Mapping one = map(region, 1, Access.READ_WRITE);
        Mapping other = map(region, 1, Access.READ_WRITE);
        region.close();
        one.close();
        one.close();
        other.bytes().set(JAVA_LONG, 0, PATTERN);
        assertEquals(PATTERN, other.bytes().get(JAVA_LONG, 0));
    }

    @Test
    @DisplayName("any thread may use the bytes and close the mapping")
    void anyThreadMayUseAndClose() throws Exception {
        Mapping mapping = map(region(1), 1, Access.READ_WRITE);
        MemorySegment bytes = mapping.bytes();
        resultOf(inThread(() -> {
            bytes.set(JAVA_LONG, 0, PATTERN);
            return true;
        }));
        assertEquals(PATTERN, bytes.get(JAVA_LONG, 0));
        resultOf(inThread(() -> {
            mapping.close();
            return true;
        }));
    }

    @Test
    @DisplayName("a ring is its control page and then its data pages, twice where that is promised")
    void ringIsMappedFlatOrMirrored() {
        Handle region = numbered(4);
        List<PageRun> runs = List.of(new PageRun(region, 0, 4));
        MemorySegment ring = keep(platform.mapRing(runs)).bytes();
        if (platform.mirrorsRings()) {
            assertPages(ring, 0, 1, 2, 3, 1, 2, 3);
        } else {
            assertPages(ring, 0, 1, 2, 3);
        }
    }

    @Test
    @DisplayName("what is stored across the end of a mirrored ring is at its beginning, too")
    void mirroredRingWrapsByItself() {
        List<PageRun> runs = List.of(new PageRun(region(3), 0, 3));
        MemorySegment ring = keep(platform.mapRing(runs)).bytes();
        if (platform.mirrorsRings()) {
            long data = 2L * PAGE;
            MemorySegment.copy(MemorySegment.ofArray(new long[] {1, 2}), 0, ring,
                    PAGE + data - 8, 16);
            assertEquals(1, ring.get(JAVA_LONG, PAGE + data - 8));
            assertEquals(2, ring.get(JAVA_LONG, PAGE), "past the end is the beginning");
            ring.set(JAVA_LONG, PAGE + 8, PATTERN);
            assertEquals(PATTERN, ring.get(JAVA_LONG, PAGE + data + 8), "and the other way round");
        } else {
            assertThrows(IndexOutOfBoundsException.class, () -> ring.get(JAVA_BYTE, 3L * PAGE));
        }
    }

    @Test
    @DisplayName("two rings share one region, each in its own pages")
    void ringsShareARegion() {
        Handle region = numbered(8);
        MemorySegment upstream = keep(platform.mapRing(List.of(new PageRun(region, 0, 4)))).bytes();
        MemorySegment downstream = keep(platform.mapRing(
                List.of(new PageRun(region, 4, 1), new PageRun(region, 5, 3)))).bytes();
        assertPages(upstream.asSlice(0, 4L * PAGE), 0, 1, 2, 3);
        assertPages(downstream.asSlice(0, 4L * PAGE), 4, 5, 6, 7);
    }

    @Test
    @DisplayName("a ring without data pages is refused")
    void ringWithoutDataIsRefused() {
        Handle region = region(2);
        assertThrows(IllegalArgumentException.class, () -> platform.mapRing(List.of()));
        assertThrows(IllegalArgumentException.class,
                () -> platform.mapRing(List.of(new PageRun(region, 0, 1))));
    }

    @Test
    @DisplayName("a ring that leaves its region is refused")
    void ringOutsideItsRegionIsRefused() {
        Handle region = region(2);
        assertThrows(PlatformException.class,
                () -> platform.mapRing(List.of(new PageRun(region, 0, 3))));
    }
}
