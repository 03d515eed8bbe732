// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench;

/// How often each time was measured, to one part in 64.
///
/// - **Thread:** one. **Allocation:** none after construction.
public final class Latencies {
    private static final int PRECISION_BITS = 6;
    private static final int STEPS = 1 << PRECISION_BITS;
    /// Enough for 2^41 nanoseconds, half an hour.
    private static final int OCTAVES = 36;

    private final long[] counts = new long[(OCTAVES + 1) * STEPS];
    private long count;

    /// Adds a time.
    ///
    /// @param nanos not negative; more than half an hour counts as that
    public void add(long nanos) {
        counts[index(nanos)]++;
        count++;
    }

    /// {@return how many were added}
    public long count() {
        return count;
    }

    /// The time that so many of the measured ones do not exceed.
    ///
    /// @param fraction of them, 0 to 1
    /// @return nanoseconds, rounded up to the next step; 0 if nothing was added
    public long atMost(double fraction) {
        long wanted = (long) Math.ceil(fraction * count);
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted && seen > 0) {
                return largestAt(i);
            }
        }
        return 0;
    }

    /// Exact below 128; above, the step within its power of two.
    private int index(long nanos) {
        if (nanos < STEPS) {
            return (int) Math.max(0, nanos);
        }
        int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos) - PRECISION_BITS;
        int index = (shift << PRECISION_BITS) + (int) (nanos >>> shift);
        return Math.min(index, counts.length - 1);
    }

    private static long largestAt(int index) {
        if (index < 2 * STEPS) {
            return index;
        }
        int shift = (index >>> PRECISION_BITS) - 1;
        long first = (long) (index - (shift << PRECISION_BITS)) << shift;
        return first + (1L << shift) - 1;
    }
}
