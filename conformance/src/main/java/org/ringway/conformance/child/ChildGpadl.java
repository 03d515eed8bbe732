// SPDX-License-Identifier: Apache-2.0
package org.ringway.conformance.child;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.ringway.conformance.script.Broken;
import org.ringway.protocol.StandardToRoot.GpadlHeader;
import org.ringway.wire.RelId;
import org.ringway.wire.WireBytes;

/// Pages that the child grants, put together from its messages.
final class ChildGpadl {
    private static final int RANGE_HEADER = 8;
    private static final int PAGE = 4096;

    private final RelId relId;
    private final int ranges;
    private final ByteBuffer list;

    ChildGpadl(GpadlHeader header) {
        relId = header.relId();
        ranges = header.rangeCount();
        list = ByteBuffer.allocate(header.rangeBytes()).order(ByteOrder.LITTLE_ENDIAN);
        add(header.data());
    }

    /// Takes the next bytes; what is beyond the declared ones is padding.
    void add(WireBytes data) {
        list.put(data.toArray(), 0, Math.min(data.length(), list.remaining()));
    }

    RelId relId() {
        return relId;
    }

    boolean isWhole() {
        return !list.hasRemaining();
    }

    int pages() {
        return (list.capacity() - RANGE_HEADER) / Long.BYTES;
    }

    /// {@return the first page of a grant of one whole range of consecutive pages}
    long firstPfn() {
        long first = list.getLong(RANGE_HEADER);
        boolean isOne = ranges == 1 && list.getInt(0) == pages() * PAGE && list.getInt(4) == 0;
        for (int page = 1; isOne && page < pages(); page++) {
            isOne = list.getLong(RANGE_HEADER + Long.BYTES * page) == first + page;
        }
        Broken.unless(isOne, "expected one range of whole consecutive pages, got ranges=" + ranges
                + " bytes=" + list.getInt(0) + " offset=" + list.getInt(4) + " pages=" + pages());
        return first;
    }
}
