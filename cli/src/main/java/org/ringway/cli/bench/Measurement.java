// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench;

import java.util.regex.Pattern;

/// What a contender did in a round, and what it took.
///
/// @param messages sent and received, or round trips made
/// @param bytes of all messages, one way
/// @param nanos the near end's clock
/// @param cpuNanos CPU time of both processes
/// @param allocatedBytes on the heaps of both
/// @param signals wake-ups sent by both; for byte streams calls, which all enter the kernel
/// @param switches times both went to sleep in the kernel
/// @param p50 half of the round trips took at most so many nanoseconds; 0 for throughput
/// @param p99 99 of 100 did
/// @param p999 999 of 1,000 did
public record Measurement(long messages, long bytes, long nanos, long cpuNanos,
        long allocatedBytes, long signals, long switches, long p50, long p99, long p999) {
    private static final double GIB = 1L << 30;
    private static final Pattern VALUE = Pattern.compile("=(\\d+)");

    static Measurement of(Workload workload, Tally near, Tally far) {
        return new Measurement(near.messages(), near.messages() * workload.bytes(), near.nanos(),
                near.cpuNanos() + far.cpuNanos(), near.allocatedBytes() + far.allocatedBytes(),
                near.signals() + far.signals(), near.switches() + far.switches(),
                near.p50(), near.p99(), near.p999());
    }

    /// @param text as [#toString] makes it
    static Measurement parse(String text) {
        long[] values = VALUE.matcher(text).results()
                .mapToLong(value -> Long.parseLong(value.group(1))).toArray();
        return new Measurement(values[0], values[1], values[2], values[3], values[4], values[5],
                values[6], values[7], values[8], values[9]);
    }

    /// {@return messages, or round trips, per second}
    public double perSecond() {
        return messages / (nanos / 1e9);
    }

    /// {@return GiB per second, one way}
    public double gibPerSecond() {
        return bytes / GIB / (nanos / 1e9);
    }

    /// {@return CPU seconds of both sides per GiB, one way}
    public double cpuSecondsPerGib() {
        return cpuNanos / 1e9 / (bytes / GIB);
    }

    /// {@return CPU time of both sides per time, 1 for one processor}
    public double cpuShare() {
        return (double) cpuNanos / nanos;
    }

    /// {@return nanoseconds per message or round trip, on average}
    public double nanosEach() {
        return (double) nanos / messages;
    }

    /// {@return something that was counted, per message}
    ///
    /// @param counted for instance [#signals]
    public double perMessage(long counted) {
        return (double) counted / messages;
    }
}
