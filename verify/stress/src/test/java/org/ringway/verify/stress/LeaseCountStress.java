// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZZ_Result;
import org.ringway.memory.LeaseCount;

/// Somebody looks at pages while their end begins: exactly one takes them down, and only after the
/// last look.
///
/// The pages hold 1, taken down they hold 2. Yields: what a lease saw, 0 if there was none; whether
/// its end took the pages down; whether the beginning of the end did.
@JCStressTest
@Outcome(id = "0, false, true", expect = Expect.ACCEPTABLE, desc = "too late for a lease")
@Outcome(id = "1, false, true", expect = Expect.ACCEPTABLE, desc = "looked before the end began")
@Outcome(id = "1, true, false", expect = Expect.ACCEPTABLE,
        desc = "the end began during the lease, and came with the lease's end")
@Outcome(id = "1, false, false", expect = Expect.FORBIDDEN, desc = "nobody takes the pages down")
@Outcome(id = "1, true, true", expect = Expect.FORBIDDEN, desc = "both take the pages down")
@Outcome(expect = Expect.FORBIDDEN, desc = "looked at pages that were taken down")
@State
public class LeaseCountStress {
    private final LeaseCount count = new LeaseCount();
    private int pages = 1;

    /// Looks under a lease.
    ///
    /// @param r what it saw, and whether it took the pages down
    @Actor
    public void lease(IZZ_Result r) {
        if (count.tryAcquire()) {
            r.r1 = pages;
            r.r2 = count.release();
            if (r.r2) {
                pages = 2;
            }
        }
    }

    /// Begins the end.
    ///
    /// @param r whether it took the pages down
    @Actor
    public void end(IZZ_Result r) {
        r.r3 = count.retire();
        if (r.r3) {
            pages = 2;
        }
    }
}
