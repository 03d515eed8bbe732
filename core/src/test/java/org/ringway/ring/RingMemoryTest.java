// SPDX-License-Identifier: Apache-2.0
package org.ringway.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringway.local.LocalPlatform;
import org.ringway.platform.Handle;
import org.ringway.platform.Mapping;
import org.ringway.platform.PageRun;

/// What can be a ring at all.
final class RingMemoryTest {
    private static String refusal(long bytes, int dataPages, boolean mirrored) {
        MemorySegment segment = MemorySegment.ofArray(new long[(int) bytes / 8]);
        return assertThrows(IllegalArgumentException.class,
                () -> RingMemory.of(segment, dataPages, mirrored)).getMessage();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 16_385, Integer.MIN_VALUE, Integer.MAX_VALUE})
    @DisplayName("R8: a ring without data pages, or with more than 64 MiB of them")
    void r8PageCountOutOfRange(int dataPages) {
        assertEquals("dataPages must be in 1..16384: dataPages=" + dataPages,
                refusal(8192, dataPages, false));
    }

    @Test
    @DisplayName("R8: memory whose length is not that of the pages")
    void r8LengthIsNotThatOfThePages() {
        assertEquals("ring memory has the wrong size: bytes=8184 needed=8192",
                refusal(8184, 1, false));
        assertEquals("ring memory has the wrong size: bytes=12288 needed=8192",
                refusal(12_288, 1, false));
        assertEquals("ring memory has the wrong size: bytes=8192 needed=12288",
                refusal(8192, 1, true));
    }

    @Test
    void mappingOfAPlatformIsARing() {
        LocalPlatform platform = new LocalPlatform();
        try (Handle region = platform.allocate(5).getFirst();
                Mapping mapping = platform.mapRing(List.of(new PageRun(region, 0, 5)))) {
            RingMemory memory = RingMemory.of(mapping, 5, platform.mirrorsRings());
            assertEquals(4 * 4096, memory.dataBytes());
        }
    }
}
