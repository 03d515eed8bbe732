// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.stress;

import java.lang.foreign.MemorySegment;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZIZ_Result;
import org.ringway.ring.IncomingRing;
import org.ringway.ring.OutgoingRing;
import org.ringway.ring.RingMemory;

/// A reader that has emptied the ring goes to sleep while a writer publishes: one of them notices.
///
/// Packet 1 is there, and the reader awake. It takes what there is, gives it back, asks for a
/// signal and looks once more. Yields: whether the writer of packet 2 signals; how many packets the
/// reader took; whether the last look found one.
@JCStressTest
@Outcome(id = "false, 2, false", expect = Expect.ACCEPTABLE,
        desc = "both packets were there before the reader was through")
@Outcome(id = "false, 1, true", expect = Expect.ACCEPTABLE,
        desc = "the packet came while signals were masked, the last look finds it")
@Outcome(id = "true, 1, true", expect = Expect.ACCEPTABLE,
        desc = "the packet came between unmasking and the last look: a signal for nothing")
@Outcome(id = "true, 1, false", expect = Expect.ACCEPTABLE,
        desc = "the packet came after the last look, the signal wakes the reader")
@Outcome(id = "false, 1, false", expect = Expect.FORBIDDEN,
        desc = "LOST WAKE-UP: a packet is there, the reader sleeps, nobody signals")
@Outcome(expect = Expect.FORBIDDEN, desc = "a signal to a reader that had masked or was not empty")
@State
public class MaskRecheckStress {
    private static final MemorySegment PAYLOAD = Rings.payload(8, 1);

    private final RingMemory memory = Rings.empty();
    private final OutgoingRing out = new OutgoingRing(memory);
    private final IncomingRing in = new IncomingRing(memory);

    /// One packet is there, signals are masked.
    public MaskRecheckStress() {
        out.tryWrite(1, false, PAYLOAD);
        out.publish();
    }

    /// Publishes one more packet.
    ///
    /// @param r whether the reader must be signalled
    @Actor
    public void writer(ZIZ_Result r) {
        out.tryWrite(2, false, PAYLOAD);
        r.r1 = out.publish();
    }

    /// Takes what there is and goes to sleep.
    ///
    /// @param r how many, and whether there was one more after all
    @Actor
    public void reader(ZIZ_Result r) {
        int taken = 0;
        while (in.next() != null) {
            taken++;
        }
        in.commit();
        r.r2 = taken;
        r.r3 = in.unmaskAndRecheck();
    }
}
