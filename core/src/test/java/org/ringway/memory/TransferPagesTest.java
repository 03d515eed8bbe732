// SPDX-License-Identifier: Apache-2.0
package org.ringway.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

final class TransferPagesTest {
    private static final long U32_MAX = 0xFFFF_FFFFL;

    private static void assertRefused(String text, Executable act) {
        assertEquals(text, assertThrows(IllegalArgumentException.class, act).getMessage());
    }

    @Test
    void setsHaveSixteenBits() {
        assertEquals("transfer set 65535", new TransferSetId(0xFFFF).toString());
        assertRefused("transfer set id out of range: value=65536 range=0..65535",
                () -> new TransferSetId(0x1_0000));
        assertRefused("transfer set id out of range: value=-1 range=0..65535",
                () -> new TransferSetId(-1));
    }

    @Test
    void rangesHaveThirtyTwoBitsAndAreNotEmpty() {
        assertRefused("range is empty or too long: byteCount=0", () -> new TransferRange(0, 0));
        assertRefused("range is empty or too long: byteCount=4294967296",
                () -> new TransferRange(0, U32_MAX + 1));
        assertRefused("range starts outside 32 bits: byteOffset=4294967296",
                () -> new TransferRange(U32_MAX + 1, 1));
        assertRefused("range starts outside 32 bits: byteOffset=-1",
                () -> new TransferRange(-1, 1));
    }

    @Test
    void largestNumbersComeBackAsTheyWere() {
        TransferPages pages = new TransferPages(new TransferSetId(0xFFFF), true,
                List.of(new TransferRange(U32_MAX, U32_MAX), new TransferRange(0, 1)));
        long[] words = {pages.word(0), pages.word(1), pages.word(2)};
        assertEquals(3, pages.words());
        assertEquals(pages, TransferPages.decode(words));
        assertEquals(U32_MAX + 1, pages.byteSize());
    }

    @Test
    void listIsCopiedAndNeverEmpty() {
        List<TransferRange> ranges = new ArrayList<>(List.of(new TransferRange(0, 1)));
        TransferPages pages = new TransferPages(new TransferSetId(1), false, ranges);
        ranges.clear();
        assertEquals(1, pages.ranges().size());
        assertRefused("packet names no ranges: rangeCount=0",
                () -> new TransferPages(new TransferSetId(1), false, ranges));
    }

    @Test
    void partOfASetKeepsBothNumbers() {
        TransferSetPart part =
                new TransferSetPart(new TransferSetId(0xFFFF), new GpadlId(-2));
        assertEquals(part, TransferSetPart.ofWord(part.word()));
        assertEquals(0xFFFF_FFFF_FFFEL, part.word());
    }
}
