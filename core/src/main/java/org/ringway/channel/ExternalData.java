// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ringway.ProtocolException;

/// Bytes that the other side points at, in place: in pages of its own that it has granted, or in
/// those of this side that are bound to a transfer-page set.
///
/// The views die with this object, and where a packet named them, at the latest with its
/// completion. The other side can write the pages all the while: copy what you check before you
/// trust it.
///
/// - **Thread:** the one that opened it. **Allocation:** none but for segments made on demand.
public final class ExternalData implements AutoCloseable {
    private record Piece(Pages pages, long offset, long bytes) {}

    /// The first piece; mostly there is no other, and no object for it.
    private @Nullable Pages pages;
    private long offset;
    private long bytes;
    private List<Piece> more = List.of();
    private @Nullable Arena scope;
    private List<MemorySegment> segments = List.of();

    ExternalData() {}

    void add(Pages leased, long from, long length) {
        if (!leased.tryLease()) {
            throw new ProtocolException("packet names pages whose grant was taken back");
        }
        if (pages == null) {
            pages = leased;
            offset = from;
            bytes = length;
            return;
        }
        if (more.isEmpty()) {
            more = new ArrayList<>();
        }
        more.add(new Piece(leased, from, length));
    }

    private Pages first() {
        if (pages == null) {
            throw new IllegalStateException("external data is closed");
        }
        return pages;
    }

    /// {@return the bytes in order, one segment where they lie side by side; read-only if the grant
    /// is}
    /// @throws IllegalStateException if it is closed
    public List<MemorySegment> segments() {
        Pages first = first();
        if (segments.isEmpty()) {
            Arena views = Arena.ofConfined();
            scope = views;
            MemorySegment head = first.view(offset, bytes, views);
            if (more.isEmpty()) {
                segments = List.of(head);
            } else {
                List<MemorySegment> all = new ArrayList<>(List.of(head));
                more.forEach(piece -> all.add(
                        piece.pages.view(piece.offset, piece.bytes, views)));
                segments = List.copyOf(all);
            }
        }
        return segments;
    }

    /// {@return all bytes as one segment}
    /// @throws IllegalStateException if they lie in more than one place, see [#segments], or it is
    ///     closed
    public MemorySegment segment() {
        if (segments().size() != 1) {
            throw new IllegalStateException(
                    "external data is not one segment: segments=" + segments.size());
        }
        return segments.getFirst();
    }

    /// Copies a part, without making a segment of it.
    ///
    /// @param from first byte of the part
    /// @param target as long as the part
    /// @throws IndexOutOfBoundsException if the part does not lie within the bytes
    /// @throws IllegalStateException if it is closed
    public void copyTo(long from, MemorySegment target) {
        Objects.checkFromIndexSize(from, target.byteSize(), byteSize());
        long at = copy(first(), offset, bytes, from, target, 0);
        long start = bytes;
        for (int i = 0; i < more.size(); i++) {
            Piece piece = more.get(i);
            at = copy(piece.pages, piece.offset, piece.bytes, from - start, target, at);
            start += piece.bytes;
        }
    }

    /// Copies what of a piece is wanted.
    ///
    /// @param skipped bytes of it that are not; negative if the part began before it
    /// @return where the next piece goes in the target
    private static long copy(Pages pages, long offset, long bytes, long skipped,
            MemorySegment target, long at) {
        long from = Math.max(skipped, 0);
        long count = Math.min(bytes - from, target.byteSize() - at);
        if (count <= 0) {
            return at;
        }
        MemorySegment.copy(pages.bytes(), offset + from, target, at, count);
        return at + count;
    }

    /// {@return how many bytes in all}
    public long byteSize() {
        long sum = bytes;
        for (int i = 0; i < more.size(); i++) {
            sum += more.get(i).bytes;
        }
        return sum;
    }

    /// Ends the views and the lease. Idempotent.
    @Override
    public void close() {
        if (pages == null) {
            return;
        }
        if (scope != null) {
            scope.close();
        }
        pages.endLease();
        pages = null;
        for (int i = 0; i < more.size(); i++) {
            more.get(i).pages.endLease();
        }
    }
}
