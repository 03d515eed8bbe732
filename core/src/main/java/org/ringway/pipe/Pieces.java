// SPDX-License-Identifier: Apache-2.0
package org.ringway.pipe;

import java.lang.foreign.MemorySegment;
import org.ringway.ring.Packet;

/// Segments one after the other, and how far they are used up.
///
/// - **Thread:** one.
final class Pieces implements StreamInput.Taker, StreamOutput.Giver {
    private final MemorySegment[] segments;
    private int piece;
    private long next;
    private long left;

    Pieces(MemorySegment... segments) {
        this.segments = segments;
        for (MemorySegment segment : segments) {
            left += segment.byteSize();
        }
    }

    @Override
    public long left() {
        return left;
    }

    @Override
    public int give(MemorySegment room, long at, int bytes) {
        for (int done = 0; done < bytes;) {
            int part = part(bytes - done);
            MemorySegment.copy(segments[piece], next, room, at + done, part);
            done += advance(part);
        }
        return bytes;
    }

    @Override
    public int take(Packet frame, int from, int bytes) {
        int most = (int) Math.min(bytes, left);
        for (int done = 0; done < most;) {
            int part = part(most - done);
            frame.copyPayload(from + done, segments[piece], next, part);
            done += advance(part);
        }
        return most;
    }

    @Override
    public boolean goesOn() {
        return left > 0;
    }

    /// How many of these bytes lie in the present segment; goes to the next one if it is used up.
    private int part(int bytes) {
        while (next == segments[piece].byteSize()) {
            piece++;
            next = 0;
        }
        return (int) Math.min(bytes, segments[piece].byteSize() - next);
    }

    private int advance(int bytes) {
        next += bytes;
        left -= bytes;
        return bytes;
    }
}
