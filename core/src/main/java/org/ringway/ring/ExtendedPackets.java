// SPDX-License-Identifier: Apache-2.0
package org.ringway.ring;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.ringway.memory.GpaRange;
import org.ringway.memory.TransferPages;
import org.ringway.memory.TransferSetPart;
import org.ringway.platform.Platform;

/// Writes packets that have something between descriptor and payload: page ranges, ranges of a set,
/// a part of a set.
///
/// - **Thread:** the ring's writer. **Allocation:** none.
final class ExtendedPackets {
    private static final int DIRECT_HEADER_BYTES = 8;

    private final OutgoingRing ring;
    private final RingMemory memory;

    ExtendedPackets(OutgoingRing ring, RingMemory memory) {
        this.ring = ring;
        this.memory = memory;
    }

    boolean tryDirect(long transactionId, List<GpaRange> ranges, MemorySegment payload) {
        long listBytes = DIRECT_HEADER_BYTES;
        for (GpaRange range : ranges) {
            listBytes += range.encodedBytes();
        }
        int dataOffset = checkedRanges(ranges.size(), listBytes);
        int record = ring.roomFor(dataOffset, payload);
        if (record == 0) {
            return false;
        }
        int at = put(ring.position(PacketDescriptor.BYTES), (long) ranges.size() << 32);
        for (GpaRange range : ranges) {
            at = put(at, GpaRange.header(range.byteCount(), range.byteOffset()));
            for (long pfn : range.pfns()) {
                at = put(at, pfn);
            }
        }
        ring.finish(PacketType.DIRECT, transactionId, true, dataOffset, record, payload);
        return true;
    }

    boolean tryDirect(long transactionId, long firstPfn, long offset, long byteCount,
            MemorySegment payload) {
        long from = firstPfn + offset / Platform.PAGE_BYTES;
        int byteOffset = (int) (offset % Platform.PAGE_BYTES);
        long pages = GpaRange.pagesFor(byteCount, byteOffset);
        long listBytes = DIRECT_HEADER_BYTES + GpaRange.HEADER_BYTES + pages * Long.BYTES;
        int dataOffset = checkedRanges(1, listBytes);
        int record = ring.roomFor(dataOffset, payload);
        if (record == 0) {
            return false;
        }
        int at = put(ring.position(PacketDescriptor.BYTES), 1L << 32);
        at = put(at, GpaRange.header(byteCount, byteOffset));
        for (long i = 0; i < pages; i++) {
            at = put(at, from + i);
        }
        ring.finish(PacketType.DIRECT, transactionId, true, dataOffset, record, payload);
        return true;
    }

    boolean tryTransfer(long transactionId, TransferPages pages, MemorySegment payload) {
        int dataOffset = checkedRanges(pages.ranges().size(), (long) pages.words() * Long.BYTES);
        int record = ring.roomFor(dataOffset, payload);
        if (record == 0) {
            return false;
        }
        int at = ring.position(PacketDescriptor.BYTES);
        for (int i = 0; i < pages.words(); i++) {
            at = put(at, pages.word(i));
        }
        ring.finish(PacketType.TRANSFER_PAGES, transactionId, true, dataOffset, record, payload);
        return true;
    }

    /// @param type adds the part or removes the whole set
    boolean trySetPart(PacketType type, TransferSetPart part) {
        int dataOffset = PacketDescriptor.BYTES + Long.BYTES;
        int record = ring.roomFor(dataOffset, OutgoingRing.NOTHING);
        if (record == 0) {
            return false;
        }
        put(ring.position(PacketDescriptor.BYTES), part.word());
        ring.finish(type, 0, false, dataOffset, record, OutgoingRing.NOTHING);
        return true;
    }

    private int checkedRanges(int ranges, long listBytes) {
        if (ranges == 0 || listBytes > ring.largestPayload()) {
            throw new IllegalArgumentException(
                    "page ranges do not fit into any packet of this ring: ranges=" + ranges
                            + " listBytes=" + listBytes + " largest=" + ring.largestPayload());
        }
        return PacketDescriptor.BYTES + (int) listBytes;
    }

    private int put(int at, long word) {
        memory.putLong(at, word);
        return memory.advance(at, Long.BYTES);
    }
}
