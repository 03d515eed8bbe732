// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

import static org.ringway.verify.bench.Contenders.AERON;
import static org.ringway.verify.bench.Contenders.AGRONA;
import static org.ringway.verify.bench.Contenders.BATCHING;
import static org.ringway.verify.bench.Contenders.BLOCKING;
import static org.ringway.verify.bench.Contenders.COPY;
import static org.ringway.verify.bench.Contenders.DOORBELL;
import static org.ringway.verify.bench.Contenders.EVENTFD;
import static org.ringway.verify.bench.Contenders.FORWARD;
import static org.ringway.verify.bench.Contenders.GRPC_STREAM;
import static org.ringway.verify.bench.Contenders.GRPC_STREAM_TCP;
import static org.ringway.verify.bench.Contenders.GRPC_UNARY;
import static org.ringway.verify.bench.Contenders.GRPC_UNARY_BLOCKING;
import static org.ringway.verify.bench.Contenders.GRPC_UNARY_TCP;
import static org.ringway.verify.bench.Contenders.HANDING_OFF;
import static org.ringway.verify.bench.Contenders.IN_PLACE;
import static org.ringway.verify.bench.Contenders.IPERF;
import static org.ringway.verify.bench.Contenders.JOIN;
import static org.ringway.verify.bench.Contenders.LENDING;
import static org.ringway.verify.bench.Contenders.LENT;
import static org.ringway.verify.bench.Contenders.LINE;
import static org.ringway.verify.bench.Contenders.MEMCPY;
import static org.ringway.verify.bench.Contenders.OPEN_CHANNEL;
import static org.ringway.verify.bench.Contenders.OPEN_TCP;
import static org.ringway.verify.bench.Contenders.OPEN_UNIX;
import static org.ringway.verify.bench.Contenders.PIPE;
import static org.ringway.verify.bench.Contenders.POOLING;
import static org.ringway.verify.bench.Contenders.POOLING_HAND_OFF;
import static org.ringway.verify.bench.Contenders.RINGWAY;
import static org.ringway.verify.bench.Contenders.SPINNING;
import static org.ringway.verify.bench.Contenders.STANDING;
import static org.ringway.verify.bench.Contenders.STREAM;
import static org.ringway.verify.bench.Contenders.STREAM_BLOCKING;
import static org.ringway.verify.bench.Contenders.STREAM_LARGE;
import static org.ringway.verify.bench.Contenders.TCP;
import static org.ringway.verify.bench.Contenders.TCP_SPINNING;
import static org.ringway.verify.bench.Contenders.UNIX;
import static org.ringway.verify.bench.Contenders.UNIX_SPINNING;
import static org.ringway.verify.bench.Contenders.amongChannels;
import static org.ringway.verify.bench.Contenders.amongPartitions;

import java.time.Duration;
import java.util.List;
import org.ringway.cli.bench.Comparison;
import org.ringway.cli.bench.Pace;
import org.ringway.cli.bench.Workload;
import org.ringway.cli.bench.Workload.Kind;

/// What is compared with what.
final class Plan {
    static final Pace FULL = new Pace(
            7, Duration.ofMillis(600), Duration.ofSeconds(1), Duration.ofSeconds(2),
            3, Duration.ofMinutes(18));
    static final Pace QUICK = new Pace(
            5, Duration.ofMillis(120), Duration.ZERO, Duration.ofMillis(300),
            2, Duration.ofMinutes(5));

    static final long KIB = 1 << 10;
    static final long MIB = 1 << 20;

    private Plan() {}

    static List<Comparison> comparisons() {
        return List.of(
                trips(32, SPINNING, AERON, AGRONA, LINE, TCP_SPINNING, UNIX_SPINNING,
                        RINGWAY, BLOCKING, UNIX, TCP, PIPE, DOORBELL, EVENTFD),
                trips(StreamGoals.TRIP_BYTES, STREAM, STREAM_BLOCKING, UNIX, TCP, FORWARD),
                trips(64 * KIB, SPINNING, AERON, AGRONA, RINGWAY, UNIX, TCP, PIPE),
                gather(32, BATCHING, RINGWAY, AERON, AGRONA, UNIX, TCP, PIPE, COPY),
                send(32, SPINNING, RINGWAY, IN_PLACE, AERON, AGRONA, UNIX, TCP, PIPE, COPY),
                send(KIB, SPINNING, RINGWAY, IN_PLACE, AERON, AGRONA, UNIX, TCP, PIPE, COPY),
                send(64 * KIB, SPINNING, RINGWAY, BLOCKING, LENDING, LENT, POOLING, HANDING_OFF,
                        POOLING_HAND_OFF, STANDING, STREAM, STREAM_LARGE, STREAM_BLOCKING, FORWARD,
                        AERON, AGRONA, UNIX, TCP, PIPE, COPY, MEMCPY),
                send(MIB, SPINNING, RINGWAY, LENDING, LENT, POOLING, HANDING_OFF, POOLING_HAND_OFF,
                        STREAM, STREAM_LARGE, AERON, AGRONA, UNIX, TCP, PIPE, IPERF, COPY, MEMCPY),
                send(16 * MIB, SPINNING, RINGWAY, LENDING, LENT, POOLING, HANDING_OFF,
                        POOLING_HAND_OFF, STANDING, AERON, AGRONA, UNIX, TCP, PIPE, COPY, MEMCPY),
                trips(32, GRPC_UNARY, GRPC_UNARY_BLOCKING, GRPC_UNARY_TCP),
                send(64 * KIB, GRPC_STREAM, GRPC_STREAM_TCP),
                compare(Kind.OPEN, 32, OPEN_CHANNEL, OPEN_TCP, OPEN_UNIX, JOIN),
                compare(Kind.IDLE, 32, RINGWAY, PIPE),
                trips(32, amongChannels(1), amongChannels(10), amongChannels(100),
                        amongChannels(1000), amongPartitions(2), amongPartitions(8),
                        amongPartitions(32)),
                send(KIB, amongChannels(1), amongChannels(10), amongChannels(100),
                        amongChannels(1000), amongPartitions(2), amongPartitions(8),
                        amongPartitions(32)));
    }

    private static Comparison trips(long bytes, String... contenders) {
        return compare(Kind.ROUND_TRIP, bytes, contenders);
    }

    private static Comparison send(long bytes, String... contenders) {
        return compare(Kind.SEND, bytes, contenders);
    }

    private static Comparison gather(long bytes, String... contenders) {
        return compare(Kind.GATHER, bytes, contenders);
    }

    private static Comparison compare(Kind kind, long bytes, String... contenders) {
        return new Comparison(new Workload(kind, bytes), List.of(contenders));
    }
}
