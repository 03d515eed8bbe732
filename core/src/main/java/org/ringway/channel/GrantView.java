// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.ringway.memory.LeaseCount;
import org.ringway.platform.Mapping;

/// This side's mapping of pages that the other side has granted; lives until the grant is taken
/// back and the last lease has ended.
final class GrantView implements Pages {
    private final Mapping mapping;
    private final MemorySegment bytes;
    private final boolean readOnly;
    private final LeaseCount leases = new LeaseCount();
    private Runnable torndown = () -> {};
    private boolean isDown;

    GrantView(Mapping mapping, boolean readOnly) {
        this.mapping = mapping;
        this.bytes = readOnly ? mapping.bytes().asReadOnly() : mapping.bytes();
        this.readOnly = readOnly;
    }

    @Override
    public boolean tryLease() {
        return leases.tryAcquire();
    }

    @Override
    public long byteSize() {
        return bytes.byteSize();
    }

    @Override
    public MemorySegment bytes() {
        return bytes;
    }

    @Override
    public MemorySegment view(long offset, long length, Arena scope) {
        MemorySegment view = mapping.view(offset, length, scope);
        return readOnly ? view.asReadOnly() : view;
    }

    @Override
    public void endLease() {
        if (leases.release()) {
            takeDown();
        }
    }

    /// No new lease from now on. Can be called again: the channel's end retires what is taken back
    /// later.
    ///
    /// @param told runs when the mapping is gone, instead of what an earlier call said
    void retire(Runnable told) {
        boolean gone;
        synchronized (this) {
            torndown = told;
            gone = isDown;
        }
        if (gone) {
            told.run();
        } else if (leases.retire()) {
            takeDown();
        }
    }

    private void takeDown() {
        mapping.close();
        Runnable told;
        synchronized (this) {
            isDown = true;
            told = torndown;
        }
        told.run();
    }

    int leases() {
        return leases.leases();
    }
}
