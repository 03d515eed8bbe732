// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringway.memory.GpaRange;
import org.ringway.memory.GpadlId;
import org.ringway.protocol.GpadlMessages.PeerPart;
import org.ringway.protocol.StandardToRoot.GpadlBody;
import org.ringway.protocol.StandardToRoot.GpadlHeader;
import org.ringway.wire.RelId;

/// Long lists of pages in short messages, to the root and on to the other side.
final class GpadlMessagesTest {
    private static final RelId REL_ID = new RelId(9);
    private static final GpadlId GPADL = new GpadlId(0x000E_1E10);

    private static List<ToRoot> split(List<GpaRange> ranges) {
        return GpadlMessages.split(REL_ID, GPADL, ranges);
    }

    /// Puts messages together as the root does: through their bytes.
    private static GpadlAssembly assemble(List<ToRoot> messages) {
        GpadlHeader header = (GpadlHeader) overTheWire(messages.getFirst());
        GpadlAssembly assembly = new GpadlAssembly(header);
        for (ToRoot message : messages.subList(1, messages.size())) {
            assertFalse(assembly.isComplete());
            assembly.add((GpadlBody) overTheWire(message));
        }
        return assembly;
    }

    private static ToRoot overTheWire(ToRoot message) {
        return ControlCodec.decodeToRoot(ControlCodec.encode(message));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "26, 1", "27, 2", "34, 2", "54, 2", "55, 3", "7936, 284", "8190, 293"})
    @DisplayName("26 pages in the header, 28 in each body; 31 MiB are 284 messages")
    void pagesAreSplitIntoFullMessages(int pages, int messages) {
        List<GpaRange> ranges = List.of(GpaRange.ofPages(1000, pages));
        assertEquals(messages, split(ranges).size());
        GpadlAssembly assembly = assemble(split(ranges));
        assertTrue(assembly.isComplete());
        assertEquals(ranges, assembly.ranges());
        assertEquals(REL_ID, assembly.relId());
        assertEquals(GPADL, assembly.gpadl());
    }

    @Test
    void severalRangesCrossTheMessages() {
        List<GpaRange> ranges = IntStream.range(1, 40)
                .mapToObj(i -> new GpaRange(i * 4096L, 1, pages(i * 100L, i + 1)))
                .toList();
        assertEquals(ranges, assemble(split(ranges)).ranges());
    }

    @Test
    void listBeyondOneGpadlIsRefused() {
        assertEquals("no GPADL holds these ranges: rangeCount=1 rangeBytes=65536 max=65528",
                assertThrows(IllegalArgumentException.class,
                        () -> split(List.of(GpaRange.ofPages(0, 8191)))).getMessage());
        assertEquals("no GPADL holds these ranges: rangeCount=0 rangeBytes=0 max=65528",
                assertThrows(IllegalArgumentException.class,
                        () -> split(List.of())).getMessage());
    }

    private static List<PeerRun> runs(int count, int handles) {
        return IntStream.range(0, count)
                .mapToObj(i -> new PeerRun(100L * i, i, 1 + i, i % handles))
                .toList();
    }

    @Test
    void peerIsToldInPartsOfNineRuns() {
        List<PeerPart> parts = GpadlMessages.splitPeer(REL_ID, GPADL, true, runs(20, 20));
        assertEquals(List.of(9, 9, 2),
                parts.stream().map(part -> part.message().runs().size()).toList());
        assertEquals(List.of(false, false, true),
                parts.stream().map(part -> part.message().lastPart()).toList());
        assertTrue(parts.stream().allMatch(part -> part.message().readOnly()));
        assertEquals(240, ControlCodec.encode(parts.getFirst().message()).length);
    }

    @Test
    void everyPartCarriesItsOwnHandlesOnce() {
        List<PeerRun> runs = runs(11, 3);
        List<PeerPart> parts = GpadlMessages.splitPeer(REL_ID, GPADL, false, runs);
        assertEquals(List.of(0, 1, 2), parts.get(0).handles());
        assertEquals(List.of(0, 1), parts.get(1).handles());
        int run = 0;
        for (PeerPart part : parts) {
            for (PeerRun local : part.message().runs()) {
                PeerRun whole = runs.get(run++);
                assertEquals(whole.handleIndex(), part.handles().get(local.handleIndex()));
                assertEquals(whole.pfn(), local.pfn());
                assertEquals(whole.pages(), local.pages());
            }
        }
    }

    @Test
    void grantWithoutPagesIsRefused() {
        assertEquals("a grant has pages: runs=0", assertThrows(IllegalArgumentException.class,
                () -> GpadlMessages.splitPeer(REL_ID, GPADL, true, List.of())).getMessage());
    }

    private static long[] pages(long first, int count) {
        return IntStream.range(0, count).mapToLong(i -> first + i).toArray();
    }
}
