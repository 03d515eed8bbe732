// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.ringway.memory.LeaseCount;
import org.ringway.platform.Mapping;

/// This side's mapping of pages that the other side has granted; lives until the grant is taken
/// back and the last lease has ended.
final class GrantView {
    private final Mapping mapping;
    private final boolean readOnly;
    private final LeaseCount leases = new LeaseCount();
    private Runnable torndown = () -> {};
    private boolean isDown;

    GrantView(Mapping mapping, boolean readOnly) {
        this.mapping = mapping;
        this.readOnly = readOnly;
    }

    boolean tryLease() {
        return leases.tryAcquire();
    }

    MemorySegment view(long offset, long bytes, Arena scope) {
        MemorySegment view = mapping.view(offset, bytes, scope);
        return readOnly ? view.asReadOnly() : view;
    }

    void endLease() {
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
}
