// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// How far apart two cores are most of the time, as a cache line tells: the median so far. A host
/// moves the cores of a virtual machine, for seconds or for minutes.
///
/// - **Thread:** one.
final class UsualDistance {
    /// Until so many are known, each is usual.
    private static final int FEW = 5;

    private final List<Double> seen = new ArrayList<>();

    void saw(double nanos) {
        int at = Collections.binarySearch(seen, nanos);
        seen.add(at < 0 ? -at - 1 : at, nanos);
    }

    boolean isUsual(double nanos) {
        return seen.size() < FEW || Round.isNear(nanos, seen.get(seen.size() / 2));
    }

    /// Whether a round need not be done again.
    boolean suits(Round round) {
        return !round.isDisturbed() && isUsual(round.lineNanos());
    }

    /// Which one stands of a round that does not suit and the same done again.
    Round better(Round before, Round again) {
        return suits(again) || again.others() < before.others() ? again : before;
    }
}
