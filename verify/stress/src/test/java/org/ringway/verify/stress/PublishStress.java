// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.stress;

import java.lang.foreign.MemorySegment;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;
import org.ringway.ring.IncomingRing;
import org.ringway.ring.OutgoingRing;
import org.ringway.ring.Packet;
import org.ringway.ring.RingMemory;

/// A batch of two packets, 1 and 2, becomes visible at once and with all its bytes.
///
/// The reader looks twice; a look yields the value of the payload found, or 0 for nothing.
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "looked twice before the batch came")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "the batch came between the looks")
@Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "the batch was there")
@Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "half a batch was visible")
@Outcome(expect = Expect.FORBIDDEN, desc = "a packet was visible before its bytes")
@State
public class PublishStress {
    private static final MemorySegment ONE = Rings.payload(64, 1);
    private static final MemorySegment TWO = Rings.payload(64, 2);

    private final RingMemory memory = Rings.empty();
    private final OutgoingRing out = new OutgoingRing(memory);
    private final IncomingRing in = new IncomingRing(memory);

    /// Publishes the batch.
    @Actor
    public void writer() {
        out.tryWrite(1, false, ONE);
        out.tryWrite(2, false, TWO);
        out.publish();
    }

    /// Looks twice.
    ///
    /// @param r what was found
    @Actor
    public void reader(JJ_Result r) {
        r.r1 = look();
        r.r2 = look();
    }

    private long look() {
        Packet packet = in.next();
        return packet == null ? 0 : Rings.valueOf(packet);
    }
}
