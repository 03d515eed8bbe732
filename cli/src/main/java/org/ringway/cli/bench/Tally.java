// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench;

import java.util.regex.Pattern;

/// What one process has counted in a round; its text goes through a pipe.
///
/// @param messages sent and received
/// @param nanos from the first message to the end, as the near end saw it; 0 at the far end
/// @param cpuNanos CPU time of the process meanwhile
/// @param allocatedBytes on the heap, by the thread that did the work
/// @param signals wake-ups sent; for byte streams, calls
/// @param switches times the thread went to sleep in the kernel
/// @param p50 nanoseconds per round trip, as of [Latencies]; 0 where nobody took the time of each
/// @param p99 the same
/// @param p999 the same
record Tally(long messages, long nanos, long cpuNanos, long allocatedBytes, long signals,
        long switches, long p50, long p99, long p999) {
    private static final Pattern VALUE = Pattern.compile("=(\\d+)");

    /// @param text as [#toString] makes it
    static Tally parse(String text) {
        long[] values = VALUE.matcher(text).results()
                .mapToLong(value -> Long.parseLong(value.group(1))).toArray();
        return new Tally(values[0], values[1], values[2], values[3], values[4], values[5],
                values[6], values[7], values[8]);
    }
}
