// SPDX-License-Identifier: Apache-2.0
package org.ringway.ring;

import org.ringway.RingCorruptException;

/// Checks the indices that the other side writes.
final class Indices {
    private Indices() {}

    /// An index must be a position in the ring.
    static int check(RingMemory memory, String name, int index) {
        if (!memory.isPosition(index)) {
            throw new RingCorruptException("index is no position in the ring: " + name + "="
                    + Integer.toUnsignedString(index) + " dataBytes=" + memory.dataBytes());
        }
        return index;
    }

    /// An index only ever moves forward, and never past what there is.
    static int advanced(RingMemory memory, String name, int known, int index, int limit) {
        check(memory, name, index);
        if (memory.distance(known, index) > memory.distance(known, limit)) {
            throw new RingCorruptException("index moved backwards or too far: " + name + "=" + index
                    + " before=" + known + " limit=" + limit);
        }
        return index;
    }
}
