// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringway.PlatformException;

/// Regions: allocation, facts, the read-only seal, handles.
abstract class MemoryContract extends PlatformCase {
    private static final long PATTERN = 0x0123_4567_89AB_CDEFL;

    MemoryContract(PlatformContract contract) {
        super(contract);
    }

    private static long bytes(long pages) {
        return pages * Platform.PAGE_BYTES;
    }

    @Test
    @DisplayName("new pages are zero, to the last byte")
    void newPagesAreZero() {
        Mapping mapping = map(region(5), 5, Access.READ_WRITE);
        byte[] found = mapping.bytes().toArray(JAVA_BYTE);
        assertEquals(bytes(5), found.length);
        for (int at = 0; at < found.length; at++) {
            assertEquals(0, found[at], "byte " + at);
        }
    }

    @Test
    @DisplayName("an allocation beyond one region's limit is full regions and a rest")
    void allocationIsCutIntoRegions() {
        List<Handle> regions = platform.allocate(Platform.MAX_REGION_PAGES + 3L);
        regions.forEach(this::keep);
        assertEquals(2, regions.size());
        assertEquals(Platform.MAX_REGION_PAGES, platform.inspect(regions.get(0)).pages());
        assertEquals(3, platform.inspect(regions.get(1)).pages());
    }

    @Test
    @DisplayName("an allocation of exactly one region's limit is one region")
    void allocationOfTheLimitIsOneRegion() {
        List<Handle> regions = platform.allocate(Platform.MAX_REGION_PAGES);
        regions.forEach(this::keep);
        assertEquals(1, regions.size());
        assertEquals(Platform.MAX_REGION_PAGES, platform.inspect(regions.get(0)).pages());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    @DisplayName("an allocation without a page is refused")
    void allocationOfNothingIsRefused(long pages) {
        assertThrows(IllegalArgumentException.class, () -> platform.allocate(pages));
    }

    @Test
    @DisplayName("two mappings of one region are the same memory")
    void mappingsOfOneRegionAreTheSameMemory() {
        Handle region = region(2);
        Mapping one = map(region, 2, Access.READ_WRITE);
        Mapping other = map(region, 2, Access.READ_WRITE);
        one.bytes().set(JAVA_LONG, Platform.PAGE_BYTES, PATTERN);
        assertEquals(PATTERN, other.bytes().get(JAVA_LONG, Platform.PAGE_BYTES));
    }

    @Test
    @DisplayName("two allocations are different memory")
    void allocationsAreDifferentMemory() {
        Mapping one = map(region(1), 1, Access.READ_WRITE);
        Mapping other = map(region(1), 1, Access.READ_WRITE);
        one.bytes().set(JAVA_LONG, 0, PATTERN);
        assertEquals(0, other.bytes().get(JAVA_LONG, 0));
    }

    @Test
    @DisplayName("a region that is not sealed may be written by others")
    void regionIsWritableUntilSealed() {
        assertEquals(new RegionFacts(7, Access.READ_WRITE), platform.inspect(region(7)));
    }

    @Test
    @DisplayName("a sealed region says that it is read-only")
    void sealIsSeenByInspect() {
        Handle region = region(7);
        platform.sealReadOnly(region);
        assertEquals(new RegionFacts(7, Access.READ_ONLY), platform.inspect(region));
    }

    @Test
    @DisplayName("after the seal nobody can map for writing any more")
    void sealRefusesLaterWriters() {
        Handle region = region(3);
        platform.sealReadOnly(region);
        List<PageRun> runs = List.of(new PageRun(region, 0, 3));
        assertThrows(PlatformException.class, () -> platform.map(runs, Access.READ_WRITE));
        assertThrows(PlatformException.class, () -> platform.mapRing(runs));
    }

    @Test
    @DisplayName("who mapped before the seal goes on writing, and readers see it")
    void sealLeavesTheOwnersMappingAlone() {
        Handle region = region(1);
        Mapping owner = map(region, 1, Access.READ_WRITE);
        platform.sealReadOnly(region);
        Mapping reader = map(region, 1, Access.READ_ONLY);
        owner.bytes().set(JAVA_LONG, 8, PATTERN);
        assertEquals(PATTERN, reader.bytes().get(JAVA_LONG, 8));
    }

    @Test
    @DisplayName("the seal of one region leaves its neighbour of the same allocation alone")
    void sealIsOfOneRegion() {
        List<Handle> regions = platform.allocate(Platform.MAX_REGION_PAGES + 1L);
        regions.forEach(this::keep);
        platform.sealReadOnly(regions.get(0));
        Mapping neighbour = map(regions.get(1), 1, Access.READ_WRITE);
        neighbour.bytes().set(JAVA_LONG, 0, PATTERN);
        assertEquals(PATTERN, neighbour.bytes().get(JAVA_LONG, 0));
    }

    @Test
    @DisplayName("sealing twice is the same as once")
    void sealIsIdempotent() {
        Handle region = region(1);
        platform.sealReadOnly(region);
        platform.sealReadOnly(region);
        assertEquals(Access.READ_ONLY, platform.inspect(region).access());
    }

    @Test
    @DisplayName("the end of a doorbell is not taken for a region")
    void doorbellEndIsNoRegion() {
        Handle end = ends().first();
        List<PageRun> runs = List.of(new PageRun(end, 0, 1));
        PlatformException refused =
                assertThrows(PlatformException.class, () -> platform.inspect(end));
        assertNotEquals("", refused.getMessage());
        assertThrows(PlatformException.class, () -> platform.map(runs, Access.READ_ONLY));
    }

    @Test
    @DisplayName("a closed handle cannot be used any more")
    void closedHandleIsRefused() {
        Handle region = region(1);
        List<PageRun> runs = List.of(new PageRun(region, 0, 1));
        region.close();
        assertThrows(IllegalStateException.class, () -> platform.inspect(region));
        assertThrows(IllegalStateException.class, () -> platform.sealReadOnly(region));
        assertThrows(IllegalStateException.class, () -> platform.map(runs, Access.READ_ONLY));
    }

    @Test
    @DisplayName("closing a handle twice closes nothing else")
    void closingAHandleTwiceIsHarmless() {
        Handle region = region(1);
        region.close();
        Handle other = region(1);
        region.close();
        assertEquals(1, platform.inspect(other).pages());
    }

    @Test
    @DisplayName("a platform has a name and an opinion of this host")
    void platformDescribesItself() {
        assertNotEquals("", platform.name());
        assertNotEquals(List.of(), platform.diagnose());
        for (Diagnosis diagnosis : platform.diagnose()) {
            assertNotEquals(Diagnosis.Verdict.BAD, diagnosis.verdict(), diagnosis::toString);
        }
    }
}
