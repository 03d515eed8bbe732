// SPDX-License-Identifier: Apache-2.0
package org.ringway.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// Counts who looks at something that is to go away, and finds the moment when nobody does any
/// more.
///
/// The low bits of one word count the leases, the sign bit says that the end has begun. Exactly one
/// call of [#release] or [#retire] answers `true`: it has to take the thing down.
///
/// - **Thread:** any. **Blocking:** never. **Allocation:** none.
public final class LeaseCount {
    private static final int RETIRED = Integer.MIN_VALUE;
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(LeaseCount.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile int state;

    /// Nobody looks yet.
    public LeaseCount() {}

    /// Starts a lease, unless the end has begun.
    ///
    /// @return whether the caller may look until it calls [#release]
    public boolean tryAcquire() {
        int seen = state;
        while (seen >= 0) {
            int found = (int) STATE.compareAndExchange(this, seen, seen + 1);
            if (found == seen) {
                return true;
            }
            seen = found;
        }
        return false;
    }

    /// Ends a lease.
    ///
    /// @return `true` if it was the last one and the end has begun
    /// @throws IllegalStateException if there is no lease to end
    public boolean release() {
        int before = (int) STATE.getAndAdd(this, -1);
        if ((before & ~RETIRED) == 0) {
            STATE.getAndAdd(this, 1);
            throw new IllegalStateException("lease released more often than acquired");
        }
        return before - 1 == RETIRED;
    }

    /// Begins the end: no new lease from now on.
    ///
    /// @return `true` if nobody looks, and no earlier call began the end
    public boolean retire() {
        return (int) STATE.getAndBitwiseOr(this, RETIRED) == 0;
    }

    /// {@return how many leases there are}
    public int leases() {
        return state & ~RETIRED;
    }
}
