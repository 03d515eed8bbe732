// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench;

/// One turn of a contender.
///
/// @param measurement what it did
/// @param others how much of one processor everybody else used meanwhile, 1 for all of it
/// @param lineNanos how long a cache line took from one core to the other and back, just before and
///     after; 0 where there are no two cores
public record Round(Measurement measurement, double others, double lineNanos) {
    /// Beyond this share of a processor a round is disturbed.
    private static final double MOST_OTHERS = 0.1;

    /// {@return whether others worked so much that the numbers may not mean a thing}
    public boolean isDisturbed() {
        return others > MOST_OTHERS;
    }
}
