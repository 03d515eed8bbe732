// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

import java.time.Duration;
import java.util.List;
import org.ringway.cli.bench.Comparison;
import org.ringway.cli.bench.Pace;
import org.ringway.cli.bench.Workload;
import org.ringway.cli.bench.Workload.Kind;

/// What is compared with what.
final class Plan {
    static final Pace FULL = new Pace(7, Duration.ofMillis(700), Duration.ofSeconds(2), 4);
    static final Pace QUICK = new Pace(5, Duration.ofMillis(120), Duration.ofMillis(300), 2);

    private static final long KIB = 1 << 10;
    private static final long MIB = 1 << 20;

    private static final String RINGWAY = "ringway/plain/usual";
    private static final String SPINNING = "ringway/plain/spin";
    private static final String BLOCKING = "ringway/plain/block";
    private static final String LENDING = "ringway/lend/usual";
    private static final String HANDING_OFF = "ringway/handoff/usual";
    private static final String AERON = "aeron/plain/spin";
    private static final String AGRONA = "agrona/plain/spin";
    private static final String TCP = "tcp/plain/usual";
    private static final String UNIX = "unix/plain/usual";
    private static final String PIPE = "pipe/plain/usual";

    private Plan() {}

    static List<Comparison> comparisons() {
        return List.of(
                trips(32, SPINNING, AERON, AGRONA, "c/line", "tcp/plain/spin", "unix/plain/spin",
                        RINGWAY, BLOCKING, UNIX, TCP, PIPE, "c/socketpair", "c/eventfd"),
                trips(64 * KIB, SPINNING, AERON, AGRONA, RINGWAY, UNIX, TCP, PIPE),
                gather(32, "ringway/batch/spin", RINGWAY, AERON, AGRONA, UNIX, TCP, PIPE, "c/copy"),
                send(32, SPINNING, RINGWAY, "ringway/reserve/spin", AERON, AGRONA, UNIX, TCP, PIPE,
                        "c/copy"),
                send(KIB, SPINNING, RINGWAY, "ringway/reserve/spin", AERON, AGRONA, UNIX, TCP,
                        PIPE, "c/copy"),
                send(64 * KIB, SPINNING, RINGWAY, BLOCKING, LENDING, HANDING_OFF, AERON, AGRONA,
                        UNIX, TCP, PIPE, "c/copy", "c/memcpy"),
                send(MIB, SPINNING, RINGWAY, LENDING, HANDING_OFF, AERON, AGRONA, UNIX, TCP, PIPE,
                        "c/copy", "c/memcpy"),
                send(16 * MIB, SPINNING, RINGWAY, LENDING, HANDING_OFF, AERON, AGRONA, UNIX, TCP,
                        PIPE, "c/copy", "c/memcpy"));
    }

    private static Comparison trips(long bytes, String... contenders) {
        return new Comparison(new Workload(Kind.ROUND_TRIP, bytes), List.of(contenders));
    }

    private static Comparison send(long bytes, String... contenders) {
        return new Comparison(new Workload(Kind.SEND, bytes), List.of(contenders));
    }

    private static Comparison gather(long bytes, String... contenders) {
        return new Comparison(new Workload(Kind.GATHER, bytes), List.of(contenders));
    }
}
