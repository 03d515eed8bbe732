// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringway.ProtocolException;
import org.ringway.memory.TransferPages;
import org.ringway.memory.TransferRange;
import org.ringway.memory.TransferSetId;

/// Pages that packets name by offset: the parts of the set, one behind the other.
///
/// - **Thread:** any to open what packets name; [SetTable] for the rest. **Blocking:** never.
final class TransferSet {
    /// Offsets have 32 bits.
    static final long MAX_BYTES = 1L << 32;

    /// @param start its first byte in the set
    /// @param end the byte after its last
    record Part(Pages pages, long start, long end) {}

    private final TransferSetId id;
    private final boolean isOwn;
    private volatile List<Part> parts = List.of();
    private @Nullable TransferPool pool;
    private boolean announced;

    /// @param isOwn whether the pages are this side's
    TransferSet(TransferSetId id, boolean isOwn) {
        this.id = id;
        this.isOwn = isOwn;
    }

    TransferSetId id() {
        return id;
    }

    boolean isOwn() {
        return isOwn;
    }

    List<Part> parts() {
        return parts;
    }

    long byteSize() {
        return parts.isEmpty() ? 0 : parts.getLast().end;
    }

    /// @return `false` if offsets would not reach the end of it
    boolean tryAdd(Pages pages) {
        long start = byteSize();
        long end = start + pages.byteSize();
        if (end > MAX_BYTES) {
            return false;
        }
        List<Part> more = new ArrayList<>(parts);
        more.add(new Part(pages, start, end));
        parts = List.copyOf(more);
        return true;
    }

    @Nullable TransferPool pool() {
        return pool;
    }

    /// Set once: two pools over the same bytes would give them away twice.
    void setPool(TransferPool first) {
        pool = first;
    }

    boolean isAnnounced() {
        return announced;
    }

    void setAnnounced() {
        announced = true;
    }

    /// Leases what a packet names.
    ///
    /// @throws ProtocolException if that is not all within the set, or was taken back
    ExternalData open(TransferPages pages) {
        ExternalData data = new ExternalData();
        try {
            for (TransferRange range : pages.ranges()) {
                add(data, range);
            }
            return data;
        } catch (RuntimeException e) {
            data.close();
            throw e;
        }
    }

    private void add(ExternalData data, TransferRange range) {
        long from = range.byteOffset();
        long to = from + range.byteCount();
        if (to > byteSize()) {
            throw new ProtocolException("packet names bytes outside the transfer set: set="
                    + id.value() + " byteOffset=" + from + " byteCount=" + range.byteCount()
                    + " setBytes=" + byteSize());
        }
        for (Part part : parts) {
            long first = Math.max(from, part.start);
            long last = Math.min(to, part.end);
            if (first < last) {
                data.add(part.pages, first - part.start, last - first);
            }
        }
    }
}
