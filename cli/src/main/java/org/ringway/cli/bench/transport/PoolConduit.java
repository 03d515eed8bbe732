// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench.transport;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.ringway.channel.BusChannel;
import org.ringway.channel.SharedBuffer;
import org.ringway.channel.TransferPool;
import org.ringway.child.ChildPartition;
import org.ringway.memory.TransferSetId;
import org.ringway.platform.Access;

/// As [LendConduit], by offset into a transfer-page set instead of the numbers of the pages.
final class PoolConduit extends LendConduit {
    private @Nullable SharedBuffer buffer;
    private @Nullable TransferPool pool;
    private TransferPool.@Nullable Slots slots;
    private int sets;

    PoolConduit(ChildPartition self, BusChannel channel, boolean lends, Touch touch) {
        super(self, channel, lends, touch);
    }

    @Override
    public void prepare(long messageBytes, boolean gathered) throws InterruptedException {
        if (pool != null && buffer != null && bytes != messageBytes) {
            channel.transferSets().remove(pool.set());
            buffer.close();
            pool = null;
        }
        super.prepare(messageBytes, gathered);
    }

    @Override
    MemorySegment room() throws InterruptedException {
        if (pool == null) {
            pool = open();
        }
        TransferPool.Slots taken = pool.take(bytes);
        slots = taken;
        return taken.segment();
    }

    private TransferPool open() throws InterruptedException {
        SharedBuffer all = self.allocate((SLOTS + 1) * bytes, Access.READ_ONLY);
        buffer = all;
        TransferSetId set = new TransferSetId(++sets);
        channel.transferSets().announce(set, all);
        return channel.transferSets().pool(set, Math.toIntExact(bytes));
    }

    @Override
    void lend() throws InterruptedException {
        TransferPool.Slots filled = slots;
        if (filled == null) {
            throw new IllegalStateException("nothing to lend: no room was taken");
        }
        filled.start(command, completions);
        slots = null;
    }
}
