// SPDX-License-Identifier: Apache-2.0
package org.ringway.sockets;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Objects;

/// What is left of some buffers, as segments.
///
/// - **Thread:** one.
final class Buffers {
    private final ByteBuffer[] buffers;
    private final int offset;
    private final MemorySegment[] segments;
    private long bytes;

    Buffers(ByteBuffer[] buffers, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, buffers.length);
        this.buffers = buffers;
        this.offset = offset;
        this.segments = new MemorySegment[length];
        for (int i = 0; i < length; i++) {
            segments[i] = MemorySegment.ofBuffer(buffers[offset + i]);
            bytes += segments[i].byteSize();
        }
    }

    void requireWritable() {
        for (MemorySegment segment : segments) {
            if (segment.isReadOnly()) {
                throw new IllegalArgumentException("buffer is read-only");
            }
        }
    }

    MemorySegment[] segments() {
        return segments;
    }

    long bytes() {
        return bytes;
    }

    /// Moves the positions behind so many bytes.
    void advance(long count) {
        long left = count;
        for (int i = offset; left > 0; i++) {
            ByteBuffer buffer = buffers[i];
            int part = (int) Math.min(left, buffer.remaining());
            buffer.position(buffer.position() + part);
            left -= part;
        }
    }
}
