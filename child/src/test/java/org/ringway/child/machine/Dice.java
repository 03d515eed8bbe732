// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import java.util.SplittableRandom;
import org.ringway.memory.GpadlId;
import org.ringway.wire.OfferContent;
import org.ringway.wire.PortId;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;

/// Chance from a seed, and numbers that nobody has used before.
final class Dice {
    private final SplittableRandom random;
    private long counter;

    Dice(long seed) {
        random = new SplittableRandom(seed);
    }

    boolean coin() {
        return random.nextBoolean();
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    int anything() {
        return random.nextInt();
    }

    /// {@return a number for the first time}
    long next() {
        return ++counter;
    }

    /// {@return a number that may have been used}
    long counted() {
        return random.nextLong(counter);
    }

    PortId portId() {
        return new PortId(below(3));
    }

    Status status() {
        return below(4) == 0 ? Status.UNSUCCESSFUL : Status.OK;
    }

    RelId relId() {
        return new RelId(1 + below(6));
    }

    GpadlId gpadl() {
        return new GpadlId(1 + below((int) Math.min(counter, 500)));
    }

    OfferContent content() {
        return MachineCase.content(relId());
    }
}
