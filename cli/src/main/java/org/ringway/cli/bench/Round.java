// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench;

/// One turn of a contender.
///
/// @param measurement what it did
/// @param others how much of one processor everybody else used meanwhile, 1 for all of it
/// @param lineBefore nanoseconds that a cache line took from one core to the other and back, just
///     before; 0 where there are no two cores
/// @param lineAfter the same just after
/// @param brokerNanos CPU time that the root used meanwhile; 0 where there is none
public record Round(
        Measurement measurement, double others, double lineBefore, double lineAfter,
        long brokerNanos) {
    /// Beyond this share of a processor a round is disturbed.
    private static final double MOST_OTHERS = 0.1;
    /// Cores of a virtual machine are moved closer together or further apart at times.
    private static final double MOST_CHANGE = 1.5;

    /// {@return whether others worked so much that the numbers may not mean a thing, or a core was
    /// moved meanwhile}
    public boolean isDisturbed() {
        return others > MOST_OTHERS || !isNear(lineBefore, lineAfter);
    }

    /// {@return how much of one processor the root used}
    public double brokerShare() {
        return (double) brokerNanos / measurement.nanos();
    }

    /// {@return the mean of before and after}
    public double lineNanos() {
        return (lineBefore + lineAfter) / 2;
    }

    /// Whether the cores were as far apart in one round as in another.
    ///
    /// @param other of the same machine
    /// @return whether to compare them
    public boolean isLike(Round other) {
        return isNear(lineNanos(), other.lineNanos());
    }

    /// Whether two distances are about the same.
    static boolean isNear(double one, double other) {
        return Math.max(one, other) <= MOST_CHANGE * Math.min(one, other);
    }
}
