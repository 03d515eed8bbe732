// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.c;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import org.ringway.channel.BusChannel;
import org.ringway.channel.SharedBuffer;
import org.ringway.child.ChildPartition;
import org.ringway.platform.Access;

/// Asks a program in C, lends it pages, and checks what it did: in-band bytes come back inverted,
/// lent ones are summed, and raised by one where they can be written.
record Conversation(ChildPartition java, BusChannel channel) {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int BYTES = 40_000;
    private static final int PART_AT = 4_000;
    private static final int PART = 20_000;

    void ask() throws InterruptedException {
        byte[] question = new byte[64];
        byte[] inverted = new byte[64];
        for (int i = 0; i < question.length; i++) {
            question[i] = (byte) (5 * i);
            inverted[i] = (byte) ~question[i];
        }
        byte[] answer = new byte[64];

        int bytes = channel.request(
                MemorySegment.ofArray(question), MemorySegment.ofArray(answer));

        assertEquals(64, bytes);
        assertArrayEquals(inverted, answer);
    }

    void lend(Access access) throws InterruptedException {
        try (SharedBuffer buffer = java.allocate(BYTES, access)) {
            byte[] expected = new byte[BYTES];
            for (int i = 0; i < BYTES; i++) {
                expected[i] = (byte) (11 * i);
            }
            MemorySegment.copy(expected, 0, buffer.bytes(), JAVA_BYTE, 0, BYTES);
            long[] sum = new long[1];

            channel.request(buffer.slice(PART_AT, PART), MemorySegment.ofArray(new byte[8]),
                    MemorySegment.ofArray(sum), LIMIT);

            long expectedSum = 0;
            for (int i = PART_AT; i < PART_AT + PART; i++) {
                expectedSum += Byte.toUnsignedInt(expected[i]);
                expected[i] = (byte) (expected[i] + (access == Access.READ_WRITE ? 1 : 0));
            }
            assertEquals(expectedSum, sum[0]);
            assertArrayEquals(expected, buffer.bytes().asSlice(0, BYTES).toArray(JAVA_BYTE));
        }
    }
}
