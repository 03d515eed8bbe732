// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.stress;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.ringway.ring.Packet;
import org.ringway.ring.RingMemory;

/// Rings and payloads for the tests. A ring is on the heap: a test makes millions of them.
final class Rings {
    /// Payload of a packet that leaves no room for a second one in a ring of one page.
    static final int FILLING = 4064;

    private static final long RING_BYTES = 2 * 4096;

    private Rings() {}

    /// An empty ring of one page.
    static RingMemory empty() {
        return RingMemory.of(
                MemorySegment.ofArray(new long[(int) RING_BYTES / Long.BYTES]), 1, false);
    }

    /// A payload whose quadwords all have this value.
    static MemorySegment payload(int bytes, long value) {
        long[] quadwords = new long[bytes / Long.BYTES];
        Arrays.fill(quadwords, value);
        return MemorySegment.ofArray(quadwords);
    }

    /// The value of all quadwords, or -1 if they differ.
    static long valueOf(Packet packet) {
        MemorySegment payload = packet.payload();
        long value = payload.get(ValueLayout.JAVA_LONG, 0);
        for (long at = 0; at < payload.byteSize(); at += Long.BYTES) {
            if (payload.get(ValueLayout.JAVA_LONG, at) != value) {
                return -1;
            }
        }
        return value;
    }
}
