// SPDX-License-Identifier: Apache-2.0
package org.ringway.conformance.child;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import org.ringway.platform.Mapping;
import org.ringway.platform.Platform;

/// A ring as words and bytes, which may be written at any time by whoever keeps to no rule.
///
/// @param bytes control page, then the data pages once
record RawRing(MemorySegment bytes) {
    static final int WRITE_INDEX = 0;
    static final int READ_INDEX = 4;
    static final int MASK = 8;
    static final int WISH = 12;
    static final int FEATURES = 64;
    /// A full ring must not look empty.
    static final int KEPT_FREE = 8;

    private static final VarHandle WORD = ValueLayout.JAVA_INT.varHandle();

    static RawRing over(Mapping mapping) {
        return new RawRing(mapping.bytes());
    }

    int size() {
        return (int) bytes.byteSize() - Platform.PAGE_BYTES;
    }

    /// Ordered with everything before and after it, as a full fence on both sides would.
    int word(int at) {
        return (int) WORD.getVolatile(bytes, (long) at);
    }

    void word(int at, int value) {
        WORD.setVolatile(bytes, (long) at, value);
    }

    boolean isPosition(int index) {
        return index >= 0 && index < size() && index % Long.BYTES == 0;
    }

    int distance(int from, int to) {
        return to >= from ? to - from : to - from + size();
    }

    int free(int write, int read) {
        return size() - distance(read, write) - KEPT_FREE;
    }

    int advance(int at, int count) {
        return (at + count) % size();
    }

    void put(int at, byte[] record) {
        int first = Math.min(record.length, size() - at);
        MemorySegment source = MemorySegment.ofArray(record);
        MemorySegment.copy(source, 0, bytes, Platform.PAGE_BYTES + (long) at, first);
        MemorySegment.copy(source, first, bytes, Platform.PAGE_BYTES, record.length - first);
    }

    byte[] get(int at, int count) {
        byte[] copy = new byte[count];
        int first = Math.min(count, size() - at);
        MemorySegment target = MemorySegment.ofArray(copy);
        MemorySegment.copy(bytes, Platform.PAGE_BYTES + (long) at, target, 0, first);
        MemorySegment.copy(bytes, Platform.PAGE_BYTES, target, first, count - first);
        return copy;
    }
}
