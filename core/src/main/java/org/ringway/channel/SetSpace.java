// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringway.memory.LeaseCount;
import org.ringway.memory.TransferRange;

/// The room in a transfer-page set, in units. Slots do not reach from one part of the set into the
/// next, which may lie anywhere.
///
/// - **Thread:** any. **Blocking:** never.
final class SetSpace {
    private static final int MAX_UNITS = 1 << 24;

    private record Shelf(TransferSet.Part part, FreeUnits units) {}

    /// One range: which units, and how many of their bytes.
    record Slot(Shelf shelf, int firstUnit, int units, TransferRange range) {
        MemorySegment bytes() {
            TransferSet.Part part = shelf.part;
            return part.pages().bytes().asSlice(
                    range.byteOffset() - part.start(), range.byteCount());
        }
    }

    private final TransferSet set;
    private final int unitBytes;
    private final List<Shelf> shelves = new ArrayList<>();
    private final LeaseCount users = new LeaseCount();

    /// Leases the pages until the space is retired and every slot is back.
    SetSpace(TransferSet set, int unitBytes) {
        this.set = set;
        this.unitBytes = unitBytes;
        if (unitBytes < 1 || set.byteSize() / unitBytes > MAX_UNITS) {
            throw new IllegalArgumentException("unit is too small: unitBytes=" + unitBytes
                    + " setBytes=" + set.byteSize() + " maxUnits=" + MAX_UNITS);
        }
        try {
            set.parts().forEach(this::add);
        } catch (RuntimeException e) {
            endLeases();
            throw e;
        }
    }

    private void add(TransferSet.Part part) {
        if (!part.pages().tryLease()) {
            throw new IllegalStateException(
                    "pages of the set were taken back: set=" + set.id().value());
        }
        shelves.add(new Shelf(part, new FreeUnits((int) (part.pages().byteSize() / unitBytes))));
        if (part.pages().bytes().isReadOnly()) {
            throw new IllegalArgumentException(
                    "pages of the set are read-only: set=" + set.id().value());
        }
    }

    private void endLeases() {
        shelves.forEach(shelf -> shelf.part.pages().endLease());
    }

    long freeBytes() {
        return shelves.stream().mapToLong(shelf -> (long) shelf.units.free() * unitBytes).sum();
    }

    /// Takes a slot for each range, or none at all.
    @Nullable List<Slot> tryTake(long[] bytes) {
        for (long each : bytes) {
            requireFits(each);
        }
        if (!users.tryAcquire()) {
            throw new IllegalStateException("the pool is closed: set=" + set.id().value());
        }
        List<Slot> slots = new ArrayList<>(bytes.length);
        for (long each : bytes) {
            Slot slot = find(each);
            if (slot == null) {
                giveBack(slots);
                return null;
            }
            slots.add(slot);
        }
        return slots;
    }

    private void requireFits(long bytes) {
        long most = 0;
        for (Shelf shelf : shelves) {
            most = Math.max(most, (long) shelf.units.units() * unitBytes);
        }
        if (bytes < 1 || bytes > most) {
            throw new IllegalArgumentException("range does not fit into the transfer set: bytes="
                    + bytes + " largest=" + most);
        }
    }

    private @Nullable Slot find(long bytes) {
        int units = (int) ((bytes + unitBytes - 1) / unitBytes);
        for (Shelf shelf : shelves) {
            int first = shelf.units.tryTake(units);
            if (first >= 0) {
                long offset = shelf.part.start() + (long) first * unitBytes;
                return new Slot(shelf, first, units, new TransferRange(offset, bytes));
            }
        }
        return null;
    }

    void giveBack(List<Slot> slots) {
        for (Slot slot : slots) {
            slot.shelf.units.giveBack(slot.firstUnit, slot.units);
        }
        if (users.release()) {
            endLeases();
        }
    }

    /// No slot is given out any more. Can be called again.
    void retire() {
        if (users.retire()) {
            endLeases();
        }
    }
}
