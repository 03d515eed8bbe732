// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ringway.memory.GpaRange;
import org.ringway.memory.LeaseCount;
import org.ringway.platform.Access;
import org.ringway.platform.Mapping;
import org.ringway.platform.Platform;
import org.ringway.wire.PartitionId;

/// Pages of this partition that can be lent to others, packet by packet.
///
/// The bytes lie in one or more regions side by side. A partition that has seen a region may keep
/// its mapping for ever, so a writable buffer belongs to the first partition it is lent to, and its
/// pages are never used for anything else; a read-only one can be lent to any number.
///
/// - **Thread:** any; what two sides write at once is theirs to agree on.
/// - **Blocking:** never.
public final class SharedBuffer implements AutoCloseable {
    /// Consecutive pages under consecutive numbers.
    ///
    /// @param firstPfn number of the first
    /// @param pages how many
    public record Region(long firstPfn, int pages) {
        long bytes() {
            return (long) pages * Platform.PAGE_BYTES;
        }
    }

    /// What a packet can lend: a part of a buffer, or several.
    public sealed interface Lendable extends Loan permits Slice, Chain {
        /// {@return the parts, in order}
        List<Slice> slices();
    }

    /// Parts of one buffer or more, to be lent with one packet: for the other side bytes in this
    /// order, in as many segments.
    ///
    /// @param slices the parts, at least one
    public record Chain(List<Slice> slices) implements Lendable {
        /// Copies the list.
        public Chain {
            slices = List.copyOf(slices);
            if (slices.isEmpty()) {
                throw new IllegalArgumentException("a chain must have a part: slices=0");
            }
        }

        /// {@return a chain of some parts}
        ///
        /// @param slices the parts, in order
        public static Chain of(Slice... slices) {
            return new Chain(List.of(slices));
        }
    }

    /// A part of a buffer, to be lent with a packet.
    ///
    /// @param buffer whose part it is
    /// @param offset its first byte
    /// @param byteSize how many bytes, at least one
    public record Slice(SharedBuffer buffer, long offset, long byteSize) implements Lendable {
        /// Checks the numbers.
        public Slice {
            Objects.checkFromIndexSize(offset, byteSize, buffer.byteSize());
            if (byteSize == 0) {
                throw new IllegalArgumentException("slice is empty: offset=" + offset);
            }
        }

        @Override
        public List<Slice> slices() {
            return List.of(this);
        }

        /// {@return the bytes}
        public MemorySegment bytes() {
            return buffer.bytes().asSlice(offset, byteSize);
        }
    }

    private final Mapping mapping;
    private final List<Region> regions;
    private final Access peerAccess;
    private final Consumer<SharedBuffer> retired;
    private final LeaseCount leases = new LeaseCount();
    private final AtomicReference<@Nullable PartitionId> boundTo = new AtomicReference<>();
    private boolean gone;

    /// Takes over mapped regions; called by the partition that allocates.
    ///
    /// @param mapping the regions side by side, closed by this object
    /// @param regions their numbers, in order
    /// @param peerAccess what a partition it is lent to can do
    /// @param retired runs once when the buffer is closed and the last lease has ended
    public SharedBuffer(Mapping mapping, List<Region> regions, Access peerAccess,
            Consumer<SharedBuffer> retired) {
        this.mapping = mapping;
        this.regions = List.copyOf(regions);
        this.peerAccess = peerAccess;
        this.retired = retired;
    }

    /// {@return all bytes, readable and writable here; valid until the buffer is closed and no
    /// lease is left}
    public MemorySegment bytes() {
        return mapping.bytes();
    }

    /// {@return how many bytes}
    public long byteSize() {
        return mapping.bytes().byteSize();
    }

    /// {@return the regions, in order}
    public List<Region> regions() {
        return regions;
    }

    /// {@return what a partition it is lent to can do}
    public Access peerAccess() {
        return peerAccess;
    }

    /// {@return how many packets have lent a part and are not completed}
    public int leases() {
        return leases.leases();
    }

    /// {@return the whole buffer, to be lent}
    public Slice all() {
        return slice(0, byteSize());
    }

    /// {@return a part, to be lent}
    ///
    /// @param offset its first byte
    /// @param bytes how many, at least one
    /// @throws IndexOutOfBoundsException if the part does not lie within the buffer
    public Slice slice(long offset, long bytes) {
        return new Slice(this, offset, bytes);
    }

    /// Reserves a writable buffer for one partition, for good; a read-only one is for all.
    ///
    /// @param peer the partition that is to see it
    /// @return whether it may
    public boolean bindTo(PartitionId peer) {
        return peerAccess == Access.READ_ONLY
                || boundTo.compareAndSet(null, peer) || peer.equals(boundTo.get());
    }

    /// No new lease from now on; the pages go when the last lease has ended. Idempotent.
    ///
    /// @throws IllegalStateException if a file or a socket is reading or writing the bytes in this
    ///     moment; close again when it is through
    @Override
    public void close() {
        leases.retire();
        if (leases.leases() == 0) {
            retire();
        }
    }

    MemorySegment view(long offset, long bytes, Arena scope) {
        return mapping.view(offset, bytes, scope);
    }

    boolean tryLend() {
        return leases.tryAcquire();
    }

    void endLease() {
        if (leases.release()) {
            retire();
        }
    }

    private void retire() {
        synchronized (leases) {
            if (gone) {
                return;
            }
            mapping.close();
            gone = true;
        }
        retired.accept(this);
    }

    /// Which region a byte lies in.
    int regionOf(long offset) {
        int index = 0;
        for (long left = offset; left >= regions.get(index).bytes(); index++) {
            left -= regions.get(index).bytes();
        }
        return index;
    }

    /// The first byte of a region.
    long startOf(int region) {
        long start = 0;
        for (int i = 0; i < region; i++) {
            start += regions.get(i).bytes();
        }
        return start;
    }

    /// The page ranges of a slice, one for each region it touches.
    void addRanges(long offset, long bytes, List<GpaRange> ranges) {
        long start = 0;
        for (Region region : regions) {
            long from = Math.max(offset, start);
            long to = Math.min(offset + bytes, start + region.bytes());
            if (from < to) {
                ranges.add(rangeOf(region, from - start, to - from));
            }
            start += region.bytes();
        }
    }

    private static GpaRange rangeOf(Region region, long offset, long bytes) {
        long firstPfn = region.firstPfn + offset / Platform.PAGE_BYTES;
        int byteOffset = (int) (offset % Platform.PAGE_BYTES);
        long[] pfns = new long[(int) GpaRange.pagesFor(bytes, byteOffset)];
        for (int i = 0; i < pfns.length; i++) {
            pfns[i] = firstPfn + i;
        }
        return new GpaRange(bytes, byteOffset, pfns);
    }
}
