// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringway.memory.GpaRange;
import org.ringway.ring.OutgoingRing;

/// What a request can lend until it is completed. The parts that users must not call stand here and
/// not in the types themselves.
sealed interface Loan permits SharedBuffer.Lendable, TransferPool.Slots {
    /// Begins to lend.
    ///
    /// @throws IllegalStateException if it cannot be lent
    static void begin(@Nullable Loan loan) {
        switch (loan) {
            case null -> { }
            case SharedBuffer.Slice slice -> begin(slice);
            case SharedBuffer.Chain chain -> begin(chain.slices());
            case TransferPool.Slots slots -> slots.lend();
        }
    }

    private static void begin(SharedBuffer.Slice slice) {
        if (!slice.buffer().tryLend()) {
            throw new IllegalStateException("the buffer is closed and cannot be lent");
        }
    }

    /// All or none.
    private static void begin(List<SharedBuffer.Slice> slices) {
        for (int i = 0; i < slices.size(); i++) {
            try {
                begin(slices.get(i));
            } catch (IllegalStateException e) {
                end(slices.subList(0, i));
                throw e;
            }
        }
    }

    private static void end(List<SharedBuffer.Slice> slices) {
        slices.forEach(slice -> slice.buffer().endLease());
    }

    /// The packet was never sent.
    static void withdraw(@Nullable Loan loan) {
        switch (loan) {
            case null -> { }
            case SharedBuffer.Slice slice -> slice.buffer().endLease();
            case SharedBuffer.Chain chain -> end(chain.slices());
            case TransferPool.Slots slots -> slots.withdraw();
        }
    }

    /// The completion is there, or the channel is over.
    static void end(@Nullable Loan loan) {
        switch (loan) {
            case null -> { }
            case SharedBuffer.Slice slice -> slice.buffer().endLease();
            case SharedBuffer.Chain chain -> end(chain.slices());
            case TransferPool.Slots slots -> slots.giveBack();
        }
    }

    /// Tries to write the packet.
    ///
    /// @return whether there was room
    static boolean write(@Nullable Loan loan, OutgoingRing ring, long id, MemorySegment payload) {
        return switch (loan) {
            case null -> ring.tryWrite(id, true, payload);
            case SharedBuffer.Slice slice -> write(slice, ring, id, payload);
            case SharedBuffer.Chain chain -> write(chain.slices(), ring, id, payload);
            case TransferPool.Slots slots -> ring.tryWriteTransfer(id, slots.pages(), payload);
        };
    }

    private static boolean write(
            SharedBuffer.Slice lent, OutgoingRing ring, long id, MemorySegment payload) {
        int index = lent.buffer().regionOf(lent.offset());
        SharedBuffer.Region region = lent.buffer().regions().get(index);
        long within = lent.offset() - lent.buffer().startOf(index);
        return within + lent.byteSize() <= region.bytes()
                ? ring.tryWriteDirect(id, region.firstPfn(), within, lent.byteSize(), payload)
                : write(List.of(lent), ring, id, payload);
    }

    private static boolean write(List<SharedBuffer.Slice> slices, OutgoingRing ring,
            long id, MemorySegment payload) {
        List<GpaRange> ranges = new ArrayList<>();
        for (SharedBuffer.Slice slice : slices) {
            slice.buffer().addRanges(slice.offset(), slice.byteSize(), ranges);
        }
        return ring.tryWriteDirect(id, ranges, payload);
    }
}
