// SPDX-License-Identifier: Apache-2.0
package org.ringway.ring;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;

/// What a ring promises over any memory, as tests: its bytes, its signals, and what a hostile other
/// side can do. A kind of memory passes by extending this class.
public abstract class RingContract {
    /// For subclasses.
    protected RingContract() {}

    /// One ring as both sides have it, zero to begin with.
    ///
    /// @param writer what the writing side mapped
    /// @param reader what the reading side mapped, of the same pages
    /// @param bytes the same pages again, at least the control page and the data pages once
    public record Sides(RingMemory writer, RingMemory reader, MemorySegment bytes) {}

    /// {@return a ring, used for one test}
    /// @param dataPages its data pages
    protected abstract Sides sides(int dataPages);

    @Nested
    @DisplayName("bytes of known packets")
    class Vectors extends VectorContract {
        Vectors() {
            super(RingContract.this);
        }
    }

    @Nested
    @DisplayName("writing")
    class Writing extends WritingContract {
        Writing() {
            super(RingContract.this);
        }
    }

    @Nested
    @DisplayName("reading")
    class Reading extends ReadingContract {
        Reading() {
            super(RingContract.this);
        }
    }

    @Nested
    @DisplayName("signals")
    class Signals extends SignalContract {
        Signals() {
            super(RingContract.this);
        }
    }

    @Nested
    @DisplayName("waiting for space")
    class Space extends SpaceContract {
        Space() {
            super(RingContract.this);
        }
    }

    @Nested
    @DisplayName("a hostile control page")
    class HostileIndices extends HostileIndexContract {
        HostileIndices() {
            super(RingContract.this);
        }
    }

    @Nested
    @DisplayName("hostile packets")
    class HostilePackets extends HostilePacketContract {
        HostilePackets() {
            super(RingContract.this);
        }
    }

    @Nested
    @DisplayName("bytes that change under the reader")
    class DoubleFetches extends DoubleFetchContract {
        DoubleFetches() {
            super(RingContract.this);
        }
    }

    @Nested
    @DisplayName("random traffic")
    class RandomTraffic extends RandomTrafficContract {
        RandomTraffic() {
            super(RingContract.this);
        }
    }
}
