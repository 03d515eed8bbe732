// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import org.ringway.memory.LeaseCount;

/// The last two leases end at once, after the end has begun: the later one takes down.
@JCStressTest
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "the first lease was the last")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "the second lease was the last")
@Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "nobody takes down")
@Outcome(id = "true, true", expect = Expect.FORBIDDEN, desc = "both take down")
@State
public class TwoLeasesStress {
    private final LeaseCount count = new LeaseCount();

    /// Two leases, and the end has begun.
    public TwoLeasesStress() {
        count.tryAcquire();
        count.tryAcquire();
        count.retire();
    }

    /// Ends a lease.
    ///
    /// @param r whether it was the last
    @Actor
    public void first(ZZ_Result r) {
        r.r1 = count.release();
    }

    /// Ends the other.
    ///
    /// @param r whether it was the last
    @Actor
    public void second(ZZ_Result r) {
        r.r2 = count.release();
    }
}
