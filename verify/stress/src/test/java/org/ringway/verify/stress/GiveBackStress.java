// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.stress;

import java.lang.foreign.MemorySegment;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZJ_Result;
import org.ringway.ring.IncomingRing;
import org.ringway.ring.OutgoingRing;
import org.ringway.ring.Packet;
import org.ringway.ring.RingMemory;

/// Bytes that the reader gives back are overwritten only after it has read them.
///
/// Packet 1 fills the ring. The writer tries to put packet 2 into the same bytes; the reader yields
/// the value of what it read of packet 1.
@JCStressTest
@Outcome(id = "false, 1", expect = Expect.ACCEPTABLE, desc = "no room yet")
@Outcome(id = "true, 1", expect = Expect.ACCEPTABLE, desc = "given back, then overwritten")
@Outcome(expect = Expect.FORBIDDEN, desc = "bytes were overwritten while they were read")
@State
public class GiveBackStress {
    private static final MemorySegment ONE = Rings.payload(Rings.FILLING, 1);
    private static final MemorySegment TWO = Rings.payload(Rings.FILLING, 2);

    private final RingMemory memory = Rings.empty();
    private final OutgoingRing out = new OutgoingRing(memory);
    private final IncomingRing in = new IncomingRing(memory);

    /// A ring that is full.
    public GiveBackStress() {
        out.tryWrite(1, false, ONE);
        out.publish();
    }

    /// Overwrites what was given back.
    ///
    /// @param r whether there was room
    @Actor
    public void writer(ZJ_Result r) {
        r.r1 = out.tryWrite(2, false, TWO);
    }

    /// Reads, then gives back.
    ///
    /// @param r what was read
    @Actor
    public void reader(ZJ_Result r) {
        Packet packet = in.next();
        r.r2 = packet == null ? 0 : Rings.valueOf(packet);
        in.commit();
    }
}
