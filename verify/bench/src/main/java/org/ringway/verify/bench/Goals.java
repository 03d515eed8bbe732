// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

import static org.ringway.verify.bench.Contenders.AERON;
import static org.ringway.verify.bench.Contenders.AGRONA;
import static org.ringway.verify.bench.Contenders.BATCHING;
import static org.ringway.verify.bench.Contenders.BLOCKING;
import static org.ringway.verify.bench.Contenders.COPY;
import static org.ringway.verify.bench.Contenders.DOORBELL;
import static org.ringway.verify.bench.Contenders.GRPC_STREAM;
import static org.ringway.verify.bench.Contenders.GRPC_STREAM_TCP;
import static org.ringway.verify.bench.Contenders.GRPC_UNARY;
import static org.ringway.verify.bench.Contenders.GRPC_UNARY_TCP;
import static org.ringway.verify.bench.Contenders.HANDING_OFF;
import static org.ringway.verify.bench.Contenders.IPERF;
import static org.ringway.verify.bench.Contenders.LENDING;
import static org.ringway.verify.bench.Contenders.LENT;
import static org.ringway.verify.bench.Contenders.LINE;
import static org.ringway.verify.bench.Contenders.MEMCPY;
import static org.ringway.verify.bench.Contenders.OPEN_CHANNEL;
import static org.ringway.verify.bench.Contenders.OPEN_TCP;
import static org.ringway.verify.bench.Contenders.PIPE;
import static org.ringway.verify.bench.Contenders.POOLING;
import static org.ringway.verify.bench.Contenders.RINGWAY;
import static org.ringway.verify.bench.Contenders.SPINNING;
import static org.ringway.verify.bench.Contenders.STANDING;
import static org.ringway.verify.bench.Contenders.TCP;
import static org.ringway.verify.bench.Contenders.UNIX;
import static org.ringway.verify.bench.Contenders.amongChannels;
import static org.ringway.verify.bench.Contenders.amongPartitions;
import static org.ringway.verify.bench.Goal.Bound.atLeast;
import static org.ringway.verify.bench.Goal.Bound.atMost;
import static org.ringway.verify.bench.Goal.Bound.between;
import static org.ringway.verify.bench.Plan.KIB;
import static org.ringway.verify.bench.Plan.MIB;

import java.util.List;
import java.util.stream.Stream;
import org.ringway.cli.bench.Workload;
import org.ringway.cli.bench.Workload.Kind;

/// What Ringway is to reach; docs/performance.md shows what it does.
final class Goals {
    private static final Workload TRIP = new Workload(Kind.ROUND_TRIP, 32);
    private static final Workload LARGE_TRIP = new Workload(Kind.ROUND_TRIP, 64 * KIB);
    private static final Workload GATHER = new Workload(Kind.GATHER, 32);
    private static final Workload SMALL = new Workload(Kind.SEND, 32);
    private static final Workload MEDIUM = new Workload(Kind.SEND, KIB);
    private static final Workload LARGE = new Workload(Kind.SEND, 64 * KIB);
    private static final Workload HUGE = new Workload(Kind.SEND, MIB);
    private static final Workload BULK = new Workload(Kind.SEND, 16 * MIB);
    private static final Workload OPEN = new Workload(Kind.OPEN, 32);
    private static final Workload IDLE = new Workload(Kind.IDLE, 32);

    private Goals() {}

    static List<Goal> all() {
        return Stream.of(latency(), rates(), bytes(), leases(), costs(), scale(), grpc(),
                        StreamGoals.all())
                .flatMap(List::stream).toList();
    }

    private static List<Goal> latency() {
        String spinning = "round trip 32 B, spinning, p50";
        String blocking = "round trip 32 B, blocking, p50";
        return List.of(
                new Goal.Ratio(spinning, "Aeron IPC", atMost(1.0), TRIP, SPINNING, AERON,
                        Metric.P50),
                new Goal.Ratio(spinning, "cache-line ping-pong in C", atMost(1.7), TRIP, SPINNING,
                        LINE, Metric.P50),
                new Goal.Ratio("round trip 32 B, spinning, p99.9", "Agrona", atMost(1.0), TRIP,
                        SPINNING, AGRONA, Metric.P999),
                new Goal.Ratio("round trip 64 KiB, spinning, p50", "Aeron IPC", atMost(0.65),
                        LARGE_TRIP, SPINNING, AERON, Metric.P50),
                new Goal.Ratio("round trip 32 B, default wait, busy, p50", "Unix socket, blocking",
                        atMost(0.05), TRIP, RINGWAY, UNIX, Metric.P50),
                new Goal.Ratio(blocking, "doorbell ping-pong in C", atMost(1.15), TRIP, BLOCKING,
                        DOORBELL, Metric.P50),
                new Goal.Ratio(blocking, "Unix socket, blocking", atMost(1.0), TRIP, BLOCKING,
                        UNIX, Metric.P50));
    }

    private static List<Goal> rates() {
        String packed = "messages/s 32 B, packed";
        String medium = "messages/s 1 KiB, one send each";
        return List.of(
                new Goal.Ratio("messages/s 32 B, batched", "Aeron IPC", atLeast(1.3), GATHER,
                        BATCHING, AERON, Metric.MESSAGES),
                new Goal.Ratio(packed, "TCP, gathered writes", atLeast(1.2), GATHER, RINGWAY, TCP,
                        Metric.MESSAGES),
                new Goal.Ratio(packed, "Unix socket, gathered writes", atLeast(1.2), GATHER,
                        RINGWAY, UNIX, Metric.MESSAGES),
                new Goal.Ratio("messages/s 32 B, one send each", "Agrona", atLeast(1.1), SMALL,
                        SPINNING, AGRONA, Metric.MESSAGES),
                new Goal.Ratio(medium, "Aeron IPC", atLeast(2.5), MEDIUM, SPINNING, AERON,
                        Metric.MESSAGES),
                new Goal.Ratio(medium, "Agrona", atLeast(1.2), MEDIUM, SPINNING, AGRONA,
                        Metric.MESSAGES),
                new Goal.Ratio(medium, "copy through shared memory in C", atLeast(0.65), MEDIUM,
                        SPINNING, COPY, Metric.MESSAGES));
    }

    private static List<Goal> bytes() {
        String large = "GiB/s 64 KiB, in and out";
        String huge = "GiB/s 1 MiB, in fragments";
        return List.of(
                new Goal.Ratio(large, "Aeron IPC", atLeast(3.5), LARGE, SPINNING, AERON,
                        Metric.BYTES),
                new Goal.Ratio(large, "TCP", atLeast(15), LARGE, SPINNING, TCP, Metric.BYTES),
                new Goal.Ratio(large, "Agrona", atLeast(1.05), LARGE, SPINNING, AGRONA,
                        Metric.BYTES),
                new Goal.Ratio(large, "copy through shared memory in C", atLeast(0.95), LARGE,
                        SPINNING, COPY, Metric.BYTES),
                new Goal.Ratio(large, "memcpy of one core", atLeast(0.75), LARGE, SPINNING, MEMCPY,
                        Metric.BYTES),
                new Goal.Ratio(huge, "TCP", atLeast(8), HUGE, SPINNING, TCP, Metric.BYTES),
                new Goal.Ratio(huge, "Unix socket", atLeast(4.5), HUGE, SPINNING, UNIX,
                        Metric.BYTES),
                new Goal.Ratio(huge, "iperf3, zero copy", atLeast(3.5), HUGE, SPINNING, IPERF,
                        Metric.BYTES),
                new Goal.Scaling("hand-offs/s of 16 MiB, standing grant", "of 64 KiB",
                        atLeast(0.95), BULK, LARGE, STANDING, Metric.MESSAGES));
    }

    /// A message in pages already is lent and copied out, or copied into the ring and out of it;
    /// one that is not is copied into pages, of either kind.
    private static List<Goal> leases() {
        return Stream.of(LARGE, HUGE, BULK).flatMap(each -> {
            String size = ", GiB/s " + Workload.size(each.bytes());
            return Stream.<Goal>of(
                    new Goal.Ratio("lease by PFN list" + size, "in-band copy", atLeast(1), each,
                            LENT, RINGWAY, Metric.BYTES),
                    new Goal.Ratio("transfer pages, filled" + size, "lease by PFN list, filled",
                            between(0.9, 1.1), each, POOLING, LENDING, Metric.BYTES));
        }).toList();
    }

    private static List<Goal> costs() {
        return List.of(
                new Goal.Ratio("CPU of 64 KiB, blocking", "TCP", atMost(0.1), LARGE, BLOCKING, TCP,
                        Metric.CPU),
                new Goal.Difference("CPU of an idle open channel, default wait",
                        "a JVM that reads a pipe", atMost(0.001), IDLE, RINGWAY, PIPE,
                        Metric.CPU_SHARE),
                new Goal.Value("signals per message, 64 KiB, default wait", atMost(0.01), LARGE,
                        RINGWAY, Metric.SIGNALS),
                new Goal.Value("allocation per message, 32 B, one send each", atMost(0.01), SMALL,
                        SPINNING, Metric.ALLOCATED),
                new Goal.Value("allocation per message, 32 B, batched", atMost(1), GATHER, BATCHING,
                        Metric.ALLOCATED),
                new Goal.Value("allocation per message, 32 B, packed", atMost(0.01), GATHER,
                        RINGWAY, Metric.ALLOCATED),
                new Goal.Value("allocation per round trip, 32 B", atMost(0.01), TRIP, SPINNING,
                        Metric.ALLOCATED),
                new Goal.Value("allocation per lease, both sides", atMost(64), LARGE, HANDING_OFF,
                        Metric.ALLOCATED),
                new Goal.Broker("root CPU on payload", atMost(0.0001), LARGE, IDLE, RINGWAY));
    }

    private static List<Goal> grpc() {
        String other = "gRPC over TCP, NIO";
        return List.of(
                new Goal.Ratio("gRPC, unary call of 32 B, p50", other, atMost(0.7), TRIP,
                        GRPC_UNARY, GRPC_UNARY_TCP, Metric.P50),
                new Goal.Ratio("gRPC, streamed 64 KiB, GiB/s", other, atLeast(1.5), LARGE,
                        GRPC_STREAM, GRPC_STREAM_TCP, Metric.BYTES));
    }

    private static List<Goal> scale() {
        String thousand = "one busy channel among 1,000";
        return List.of(
                new Goal.Ratio(thousand + ", messages/s 1 KiB", "alone", atLeast(0.95), MEDIUM,
                        amongChannels(1000), amongChannels(1), Metric.MESSAGES),
                new Goal.Ratio(thousand + ", round trip 32 B", "alone", atMost(1.05), TRIP,
                        amongChannels(1000), amongChannels(1), Metric.P50),
                new Goal.Ratio("one busy pair among 32 partitions, messages/s 1 KiB", "2",
                        atLeast(0.95), MEDIUM, amongPartitions(32), amongPartitions(2),
                        Metric.MESSAGES),
                new Goal.Ratio("channel open, p50", "TCP connect and accept", atMost(5), OPEN,
                        OPEN_CHANNEL, OPEN_TCP, Metric.P50));
    }
}
