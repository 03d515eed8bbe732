// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringway.ProtocolException;
import org.ringway.memory.GpaRange;
import org.ringway.memory.GpadlId;
import org.ringway.protocol.StandardToRoot.GpadlBody;
import org.ringway.protocol.StandardToRoot.GpadlHeader;
import org.ringway.wire.RelId;
import org.ringway.wire.WireBytes;

/// GPADLs whose parts do not fit together: G2, G3, G4, G10.
final class GpadlAssemblyTest {
    private static final RelId REL_ID = new RelId(9);
    private static final GpadlId GPADL = new GpadlId(0x000E_1E10);
    private static final GpaRange THREE_PAGES = GpaRange.ofPages(0x77, 3);

    private static byte[] encoded(GpaRange range) {
        byte[] bytes = new byte[range.encodedBytes()];
        range.encode(MemorySegment.ofArray(bytes), 0);
        return bytes;
    }

    private static GpadlHeader header(int rangeBytes, int rangeCount, byte[] data) {
        return new GpadlHeader(REL_ID, GPADL, rangeBytes, rangeCount, WireBytes.of(data));
    }

    private static GpadlBody body(byte[] data) {
        return new GpadlBody(0, GPADL, WireBytes.of(data));
    }

    private static String refusal(Runnable act) {
        return assertThrows(ProtocolException.class, act::run).getMessage();
    }

    @Test
    @DisplayName("G2: a body for a list that is complete")
    void g2BodyForACompleteList() {
        GpadlAssembly assembly = new GpadlAssembly(header(32, 1, encoded(THREE_PAGES)));
        assertTrue(assembly.isComplete());
        assertEquals("GpadlBody.gpadl: the list is complete: gpadl=925200 rangeBytes=32",
                refusal(() -> assembly.add(body(new byte[8]))));
        assertEquals(List.of(THREE_PAGES), assembly.ranges());
    }

    @Test
    void bodyOfAnotherListIsTheCallersMistake() {
        GpadlAssembly assembly = new GpadlAssembly(header(32, 1, new byte[8]));
        GpadlBody other = new GpadlBody(0, new GpadlId(1), WireBytes.of(new byte[24]));
        assertEquals("body of another GPADL: expected=gpadl 925200 found=gpadl 1",
                assertThrows(IllegalArgumentException.class,
                        () -> assembly.add(other)).getMessage());
    }

    @Test
    @DisplayName("G3: what goes on behind the declared bytes is ignored, in header and body")
    void g3MoreThanDeclared() {
        byte[] all = Arrays.copyOf(encoded(THREE_PAGES), 216);
        Arrays.fill(all, 32, 216, (byte) 0xEE);
        assertEquals(List.of(THREE_PAGES), new GpadlAssembly(header(32, 1, all)).ranges());

        GpadlAssembly assembly = new GpadlAssembly(header(32, 1, Arrays.copyOf(all, 16)));
        assembly.add(body(Arrays.copyOfRange(all, 16, 216)));
        assertEquals(List.of(THREE_PAGES), assembly.ranges());
    }

    @Test
    @DisplayName("G3: half a quadword at the end of a padded message is not data")
    void g3HalfAQuadword() {
        byte[] all = encoded(THREE_PAGES);
        GpadlAssembly assembly = new GpadlAssembly(header(32, 1, Arrays.copyOf(all, 20)));
        assembly.add(body(Arrays.copyOfRange(all, 16, 32)));
        assertEquals(List.of(THREE_PAGES), assembly.ranges());
    }

    @Test
    @DisplayName("G3: a list with fewer pages than declared never completes")
    void g3FewerThanDeclared() {
        GpadlAssembly assembly = new GpadlAssembly(header(32, 1, new byte[16]));
        assembly.add(body(new byte[8]));
        assembly.add(body(new byte[0]));
        assertFalse(assembly.isComplete());
        assertEquals("ranges are missing: bytes=24 rangeBytes=32",
                assertThrows(IllegalStateException.class, assembly::ranges).getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 12, 65535})
    @DisplayName("G4: a length that is no whole quadwords, or nothing")
    void g4NoWholeQuadwords(int rangeBytes) {
        assertEquals("GpadlHeader.rangeBytes: no whole quadwords: rangeBytes=" + rangeBytes,
                refusal(() -> new GpadlAssembly(header(rangeBytes, 1, new byte[0]))));
    }

    @ParameterizedTest
    @CsvSource({"8, 1", "16, 2", "32, 3", "16, 0", "65528, 4096", "65528, 65535"})
    @DisplayName("G4: a length too small for so many ranges, or no range")
    void g4TooSmallForTheRanges(int rangeBytes, int rangeCount) {
        assertEquals("GpadlHeader.rangeCount: not so many ranges fit: rangeCount=" + rangeCount
                + " rangeBytes=" + rangeBytes,
                refusal(() -> new GpadlAssembly(header(rangeBytes, rangeCount, new byte[0]))));
    }

    @Test
    @DisplayName("G4: ranges that are not legal, or reach past the declared bytes")
    void g4IllegalRanges() {
        byte[] twoRanges = Arrays.copyOf(encoded(THREE_PAGES), 48);
        assertEquals("GPADL 925200: page list is cut short: pages=3 bytes=16",
                refusal(() -> new GpadlAssembly(header(24, 1, twoRanges)).ranges()));
        assertEquals("GPADL 925200: range is empty or too long: byteCount=0",
                refusal(() -> new GpadlAssembly(header(48, 2, twoRanges)).ranges()));
    }

    @Test
    @DisplayName("G10: the largest header that a peer can declare costs it as many messages")
    void g10NothingIsAllocatedOnTheSendersWord() {
        GpadlAssembly assembly = new GpadlAssembly(header(0xFFF8, 1, new byte[0]));
        byte[] range = encoded(GpaRange.ofPages(5, 8190));
        int messages = 0;
        for (int at = 0; at < range.length; at += 224, messages++) {
            assertFalse(assembly.isComplete());
            assembly.add(body(Arrays.copyOfRange(range, at, Math.min(range.length, at + 224))));
        }
        assertEquals(293, messages);
        assertEquals(List.of(GpaRange.ofPages(5, 8190)), assembly.ranges());
    }
}
