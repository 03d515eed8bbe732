// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.ringway.ProtocolException;
import org.ringway.memory.GpaRange;
import org.ringway.memory.GpadlId;
import org.ringway.wire.RelId;
import org.ringway.wire.WireBytes;

/// Collects the page ranges of one GPADL from its header and bodies.
///
/// What goes on behind the declared bytes is ignored, and so is half a quadword at the end of a
/// message: UEFI posts 240 bytes every time. A list that stays too short just never completes.
/// Every error here concerns this GPADL alone; the caller decides whether to answer it with a
/// status or to hang up.
///
/// - **Thread:** one. **Blocking:** never.
/// - **Allocation:** at most twice the bytes that arrived, and never more than 64 KiB.
public final class GpadlAssembly {
    /// The least a range needs: its header and one page number.
    private static final int MIN_RANGE_BYTES = GpaRange.HEADER_BYTES + Long.BYTES;

    private final RelId relId;
    private final GpadlId gpadl;
    private final int rangeBytes;
    private final int rangeCount;
    private byte[] collected = new byte[0];
    private int length;

    /// Begins with the header, and the ranges in it.
    ///
    /// @param header as received
    /// @throws ProtocolException if the declared bytes are none, no whole quadwords, or too few for
    ///     so many ranges; or if there are no ranges
    public GpadlAssembly(StandardToRoot.GpadlHeader header) {
        this.relId = header.relId();
        this.gpadl = header.gpadl();
        this.rangeBytes = header.rangeBytes();
        this.rangeCount = header.rangeCount();
        if (rangeBytes < 1 || rangeBytes % Long.BYTES != 0) {
            throw new ProtocolException(
                    "GpadlHeader.rangeBytes: no whole quadwords: rangeBytes=" + rangeBytes);
        }
        if (rangeCount < 1 || rangeCount > rangeBytes / MIN_RANGE_BYTES) {
            throw new ProtocolException("GpadlHeader.rangeCount: not so many ranges fit:"
                    + " rangeCount=" + rangeCount + " rangeBytes=" + rangeBytes);
        }
        append(header.data());
    }

    /// Goes on with a body.
    ///
    /// @param body as received, for the same GPADL
    /// @throws ProtocolException if nothing is missing any more
    public void add(StandardToRoot.GpadlBody body) {
        if (!body.gpadl().equals(gpadl)) {
            throw new IllegalArgumentException(
                    "body of another GPADL: expected=" + gpadl + " found=" + body.gpadl());
        }
        if (isComplete()) {
            throw new ProtocolException("GpadlBody.gpadl: the list is complete: gpadl="
                    + Integer.toUnsignedString(gpadl.value()) + " rangeBytes=" + rangeBytes);
        }
        append(body.data());
    }

    private void append(WireBytes data) {
        int whole = data.length() - data.length() % Long.BYTES;
        int taken = Math.min(whole, rangeBytes - length);
        int needed = length + taken;
        if (needed > collected.length) {
            collected = Arrays.copyOf(collected, Math.min(rangeBytes, 2 * needed));
        }
        MemorySegment.copy(
                data.asSegment(), 0, MemorySegment.ofArray(collected), length, taken);
        length = needed;
    }

    /// {@return the channel it belongs to}
    public RelId relId() {
        return relId;
    }

    /// {@return its number}
    public GpadlId gpadl() {
        return gpadl;
    }

    /// {@return whether all declared bytes are here}
    public boolean isComplete() {
        return length == rangeBytes;
    }

    /// {@return the ranges, checked; bytes behind the last of them mean nothing}
    ///
    /// @throws IllegalStateException if some are missing yet
    /// @throws ProtocolException if a range is not legal, or not all fit into the declared bytes
    public List<GpaRange> ranges() {
        if (!isComplete()) {
            throw new IllegalStateException(
                    "ranges are missing: bytes=" + length + " rangeBytes=" + rangeBytes);
        }
        try {
            return GpaRange.decode(MemorySegment.ofArray(collected).asSlice(0, length), rangeCount);
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("GPADL " + Integer.toUnsignedString(gpadl.value()) + ": "
                    + e.getMessage());
        }
    }
}
