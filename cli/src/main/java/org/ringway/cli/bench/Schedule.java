// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench;

import java.util.List;

/// How far a run has come, and whether it takes longer than it may.
final class Schedule {
    private final Pace pace;
    private long start;
    private long planned;
    private long done;

    Schedule(Pace pace) {
        this.pace = pace;
    }

    void begin(List<Comparison> comparisons) {
        start = System.nanoTime();
        done = 0;
        planned = comparisons.stream()
                .mapToLong(each -> pace.of(each.contenders().size()).toNanos()).sum();
    }

    /// Time has passed in which nobody was measured.
    void passed(long nanos) {
        start += nanos;
    }

    /// A contender has had its turn; turn 0 warms up.
    void done(int turn) {
        done += (turn == 0 ? pace.warmUp() : pace.round()).toNanos();
    }

    double fraction() {
        return (double) done / planned;
    }

    /// {@return whether all would take more than [Pace#most] if it went on like this}
    boolean isLate() {
        return System.nanoTime() - start > fraction() * pace.most().toNanos();
    }
}
