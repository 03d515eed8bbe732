// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.ringway.ProtocolException;

/// Bytes that the other side points at, in place: in pages of its own that it has granted, or in
/// those of this side that are bound to a transfer-page set.
///
/// The views die with this object, and where a packet named them, at the latest with its
/// completion. The other side can write the pages all the while: copy what you check before you
/// trust it.
///
/// - **Thread:** the one that opened it.
public final class ExternalData implements AutoCloseable {
    private final Arena scope = Arena.ofConfined();
    private final List<Pages> leased = new ArrayList<>(1);
    private List<MemorySegment> segments = List.of();

    ExternalData() {}

    void add(Pages pages, long offset, long bytes) {
        if (!pages.tryLease()) {
            throw new ProtocolException("packet names pages whose grant was taken back");
        }
        leased.add(pages);
        append(pages.view(offset, bytes, scope));
    }

    /// Mostly there is one.
    private void append(MemorySegment segment) {
        if (segments.isEmpty()) {
            segments = List.of(segment);
            return;
        }
        if (segments.size() == 1) {
            segments = new ArrayList<>(segments);
        }
        segments.add(segment);
    }

    /// {@return the bytes in order, one segment where they lie side by side; read-only if the grant
    /// is}
    public List<MemorySegment> segments() {
        return segments.size() == 1 ? segments : List.copyOf(segments);
    }

    /// {@return all bytes as one segment}
    /// @throws IllegalStateException if they lie in more than one place; see [#segments]
    public MemorySegment segment() {
        if (segments.size() != 1) {
            throw new IllegalStateException(
                    "external data is not one segment: segments=" + segments.size());
        }
        return segments.getFirst();
    }

    /// {@return how many bytes in all}
    public long byteSize() {
        long bytes = 0;
        for (MemorySegment segment : segments) {
            bytes += segment.byteSize();
        }
        return bytes;
    }

    /// Ends the views and the lease. Idempotent.
    @Override
    public void close() {
        if (scope.scope().isAlive()) {
            scope.close();
            for (int i = 0; i < leased.size(); i++) {
                leased.get(i).endLease();
            }
        }
    }
}
