// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

import static org.ringway.verify.bench.Contenders.FORWARD;
import static org.ringway.verify.bench.Contenders.MEMCPY;
import static org.ringway.verify.bench.Contenders.STREAM;
import static org.ringway.verify.bench.Contenders.STREAM_BLOCKING;
import static org.ringway.verify.bench.Contenders.STREAM_LARGE;
import static org.ringway.verify.bench.Contenders.TCP;
import static org.ringway.verify.bench.Contenders.UNIX;
import static org.ringway.verify.bench.Goal.Bound.atLeast;
import static org.ringway.verify.bench.Goal.Bound.atMost;

import java.util.List;
import org.ringway.cli.bench.Workload;
import org.ringway.cli.bench.Workload.Kind;

/// What streams are to reach, beside the sockets that programs use now.
final class StreamGoals {
    static final long TRIP_BYTES = 64;

    private static final Workload TRIP = new Workload(Kind.ROUND_TRIP, TRIP_BYTES);
    private static final Workload LARGE = new Workload(Kind.SEND, 64 * Plan.KIB);
    private static final Workload HUGE = new Workload(Kind.SEND, Plan.MIB);

    private StreamGoals() {}

    static List<Goal> all() {
        String plain = "stream, GiB/s by 64 KiB writes";
        String large = "stream with rings of 1 MiB, GiB/s by 64 KiB writes";
        String usual = "stream, round trip 64 B, default wait, p50";
        String blocking = "stream, round trip 64 B, blocking, p50";
        return List.of(
                new Goal.Ratio(plain, "TCP", atLeast(8), LARGE, STREAM, TCP, Metric.BYTES),
                new Goal.Ratio(plain, "Unix socket", atLeast(5), LARGE, STREAM, UNIX,
                        Metric.BYTES),
                new Goal.Ratio(large, "TCP", atLeast(8), LARGE, STREAM_LARGE, TCP, Metric.BYTES),
                new Goal.Ratio(large, "Unix socket", atLeast(5), LARGE, STREAM_LARGE, UNIX,
                        Metric.BYTES),
                new Goal.Ratio("stream, GiB/s by 1 MiB writes", "memcpy of one core", atLeast(0.7),
                        HUGE, STREAM, MEMCPY, Metric.BYTES),
                new Goal.Ratio("stream with rings of 1 MiB, GiB/s by 1 MiB writes",
                        "memcpy of one core", atLeast(0.7), HUGE, STREAM_LARGE, MEMCPY,
                        Metric.BYTES),
                new Goal.Ratio(usual, "Unix socket, blocking", atMost(0.1), TRIP, STREAM, UNIX,
                        Metric.P50),
                new Goal.Ratio(usual, "TCP, blocking", atMost(0.07), TRIP, STREAM, TCP,
                        Metric.P50),
                new Goal.Ratio(blocking, "Unix socket, blocking", atMost(1.05), TRIP,
                        STREAM_BLOCKING, UNIX, Metric.P50),
                new Goal.Ratio(blocking, "TCP, blocking", atMost(0.75), TRIP, STREAM_BLOCKING, TCP,
                        Metric.P50),
                new Goal.Ratio("TCP through two forwards, GiB/s by 64 KiB writes", "TCP",
                        atLeast(0.5), LARGE, FORWARD, TCP, Metric.BYTES));
    }
}
