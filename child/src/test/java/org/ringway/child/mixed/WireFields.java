// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.mixed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// Which fields of recorded messages another run or another version may fill differently, by
/// offsets that stand here for themselves: today's codec has no say in what the old bytes mean.
final class WireFields {
    static final int BASE = 0x5257_0000;
    static final int GPADL_HEADER = 8;
    static final int OPEN_RESULT = 6;
    static final int ANNOUNCE_REGION = BASE + 6;
    static final int PEER_GPADL = BASE + 10;
    static final int PEER_OPEN = BASE + 14;

    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong U64 =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /// Numbers that a root draws by lot; who says one later says the same.
    private static final Map<Integer, List<Integer>> DRAWN = Map.of(
            BASE + 1, List.of(16), BASE + 2, List.of(16), PEER_OPEN, List.of(16),
            BASE + 16, List.of(16), BASE + 18, List.of(8, 16));
    /// What a version knows and where it wants its interrupts, and words for people: from, to.
    private static final Map<Integer, List<Integer>> FREE = Map.of(
            5, List.of(20, 24), BASE + 1, List.of(12, 16), BASE + 2, List.of(28, 32),
            BASE + 3, List.of(14, 16), BASE + 20, List.of(8, 12), BASE + 23, List.of(56, 62),
            BASE + 25, List.of(24, 232));

    private final Map<Long, Long> drawn = new HashMap<>();

    static int u32(byte[] bytes, int at) {
        return MemorySegment.ofArray(bytes).get(U32, at);
    }

    static long u64(byte[] bytes, int at) {
        return MemorySegment.ofArray(bytes).get(U64, at);
    }

    /// Refuses what is not said as it was once said. A newer version may go on behind.
    void check(Step.Message recorded, byte[] said) {
        byte[] old = recorded.bytes();
        assertTrue(said.length >= old.length, () -> "shorter than it was: " + recorded
                + " said=" + HexFormat.of().formatHex(said));
        byte[] today = Arrays.copyOf(said, old.length);
        byte[] then = old.clone();
        if (recorded.type() == u32(said, 0)) {
            for (int at : DRAWN.getOrDefault(recorded.type(), List.of())) {
                drawn.put(u64(old, at), u64(said, at));
                Arrays.fill(today, at, at + Long.BYTES, (byte) 0);
                Arrays.fill(then, at, at + Long.BYTES, (byte) 0);
            }
            List<Integer> free = FREE.getOrDefault(recorded.type(), List.of(0, 0));
            Arrays.fill(today, free.getFirst(), free.getLast(), (byte) 0);
            Arrays.fill(then, free.getFirst(), free.getLast(), (byte) 0);
        }
        assertEquals(HexFormat.of().formatHex(then), HexFormat.of().formatHex(today),
                () -> "not as it was: " + recorded);
    }

    /// {@return recorded bytes with the numbers that were drawn this time}
    ///
    /// @param recorded a message of a side that is not there
    byte[] said(Step.Message recorded) {
        byte[] bytes = recorded.bytes().clone();
        MemorySegment segment = MemorySegment.ofArray(bytes);
        for (int at : DRAWN.getOrDefault(recorded.type(), List.of())) {
            long number = segment.get(U64, at);
            segment.set(U64, at, drawn.getOrDefault(number, number));
        }
        return bytes;
    }
}
