// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import org.ringway.platform.Mapping;
import org.ringway.platform.Platform;

/// A ring as bytes that may be changed at any time, by whoever keeps to no rule.
///
/// @param bytes control page, then the data pages twice in a row
record RawRing(MemorySegment bytes) {
    private static final VarHandle WORD = ValueLayout.JAVA_INT.varHandle();
    private static final long WRITE_INDEX_AT = 0;
    private static final long READ_INDEX_AT = 4;
    private static final long PENDING_SEND_SIZE_AT = 12;
    /// In a packet's descriptor, after its type: where the payload begins, in 8 bytes.
    private static final int OFFSET8_AT = 2;
    /// And where the packet ends, in 8 bytes.
    private static final int LENGTH8_AT = 4;

    static RawRing over(Mapping mapping) {
        return new RawRing(mapping.bytes());
    }

    int pages() {
        return 1 + (int) (bytes.byteSize() / Platform.PAGE_BYTES - 1) / 2;
    }

    int dataBytes() {
        return (pages() - 1) * Platform.PAGE_BYTES;
    }

    void writeIndex(int index) {
        WORD.setVolatile(bytes, WRITE_INDEX_AT, index);
    }

    int writeIndex() {
        return (int) WORD.getVolatile(bytes, WRITE_INDEX_AT);
    }

    void readIndex(int index) {
        WORD.setVolatile(bytes, READ_INDEX_AT, index);
    }

    int readIndex() {
        return (int) WORD.getVolatile(bytes, READ_INDEX_AT);
    }

    void pendingSendSize(int size) {
        WORD.setVolatile(bytes, PENDING_SEND_SIZE_AT, size);
    }

    /// Rewrites where the payload of the packet at a position begins.
    void offset8(int position, int eighths) {
        putShort(position + OFFSET8_AT, eighths);
    }

    /// Rewrites how long the packet at a position is.
    void length8(int position, int eighths) {
        putShort(position + LENGTH8_AT, eighths);
    }

    private void putShort(int at, int value) {
        bytes.set(ValueLayout.JAVA_SHORT, Platform.PAGE_BYTES + (long) at, (short) value);
    }

    void putInt(int position, int value) {
        bytes.set(ValueLayout.JAVA_INT, Platform.PAGE_BYTES + (long) position, value);
    }

    void putLong(int position, long value) {
        bytes.set(ValueLayout.JAVA_LONG, Platform.PAGE_BYTES + (long) position, value);
    }
}
