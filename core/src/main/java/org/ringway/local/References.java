// SPDX-License-Identifier: Apache-2.0
package org.ringway.local;

import org.ringway.memory.LeaseCount;

/// Counts handles, mappings and doorbells of one thing, and takes it down after the last.
///
/// Unlike a bare [LeaseCount] there is no owner who says when the end begins: it begins when nobody
/// is left, because a new reference can only be made from one that is still held.
final class References {
    private final LeaseCount count = new LeaseCount();
    private final Runnable last;

    References(Runnable last) {
        this.last = last;
    }

    void retain() {
        if (!count.tryAcquire()) {
            throw new IllegalStateException("nobody holds this any more");
        }
    }

    void release() {
        count.release();
        if (count.leases() == 0 && count.retire()) {
            last.run();
        }
    }
}
