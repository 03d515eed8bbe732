// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.stress;

import java.lang.foreign.MemorySegment;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import org.ringway.ring.IncomingRing;
import org.ringway.ring.OutgoingRing;
import org.ringway.ring.RingMemory;

/// A writer without room goes to sleep while the reader gives room back: one of them notices.
///
/// The ring is full. Yields: whether the writer's second look found room; whether the reader
/// signals.
@JCStressTest
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE,
        desc = "given back before the wish was seen, the second look finds the room")
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE,
        desc = "given back between wish and second look: a signal for nothing")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE,
        desc = "given back after the second look, the signal wakes the writer")
@Outcome(id = "false, false", expect = Expect.FORBIDDEN,
        desc = "LOST WAKE-UP: there is room, the writer sleeps, nobody signals")
@State
public class PendingSendSizeStress {
    private static final MemorySegment PAYLOAD = Rings.payload(Rings.FILLING, 1);

    private final RingMemory memory = Rings.empty();
    private final OutgoingRing out = new OutgoingRing(memory);
    private final IncomingRing in = new IncomingRing(memory);

    /// A ring that is full, a packet that was refused, and a reader that has looked at the first.
    public PendingSendSizeStress() {
        out.tryWrite(1, false, PAYLOAD);
        out.publish();
        out.tryWrite(2, false, PAYLOAD);
        in.next();
    }

    /// Goes to sleep.
    ///
    /// @param r whether there was room after all
    @Actor
    public void writer(ZZ_Result r) {
        r.r1 = out.requestSpace();
    }

    /// Gives room back.
    ///
    /// @param r whether the writer must be signalled
    @Actor
    public void reader(ZZ_Result r) {
        r.r2 = in.commit();
    }
}
