// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringway.cli.bench.Cores;
import org.ringway.cli.bench.Measurement;
import org.ringway.cli.bench.ProcessPair;
import org.ringway.cli.bench.Workload;
import org.ringway.cli.bench.Workload.Kind;
import org.ringway.cli.bench.transport.TransportName;
import org.ringway.cli.process.TemporaryBus;

@Timeout(120)
@DisplayName("each transport carries messages between two processes, and none is lost")
class SmokeTest {
    private static final long NANOS = 5_000_000;

    private static TemporaryBus bus;

    @BeforeAll
    static void startRoot() throws IOException {
        bus = new TemporaryBus("smoke");
        bus.startRoot();
    }

    @AfterAll
    static void endAll() throws IOException {
        bus.close();
    }

    static Stream<String> transports() {
        return Stream.of("ringway/plain/usual", "ringway/batch/usual", "ringway/reserve/usual",
                "ringway/lend/usual", "ringway/lent/usual", "ringway/handoff/usual",
                "ringway/standing/usual", "ringway/pool/usual", "ringway/poolhandoff/usual",
                "among/channels-3/usual", "among/partitions-4/usual", "aeron/plain/usual",
                "agrona/plain/usual", "grpc-ringway/unary/usual", "grpc-ringway/stream/usual",
                "grpc-tcp/unary/usual", "grpc-tcp/stream/usual", "stream/plain/usual",
                "stream/plain/block", "stream/plain/spin", "stream/large/usual",
                "forward/plain/usual", "tcp/plain/usual", "unix/plain/usual", "pipe/plain/usual");
    }

    @ParameterizedTest
    @MethodSource("transports")
    void countsAndChecksMessagesOfEachSize(String name) throws IOException {
        ProcessPair pair = ProcessPair.start(bus, TransportName.parse(name), Cores.find());
        for (Workload workload : workloads(name)) {
            Measurement measured = pair.run(workload, NANOS);
            assertTrue(measured.messages() > 0, workload + " " + measured);
            assertTrue(measured.nanos() >= NANOS, workload + " " + measured);
            assertEquals(workload.bytes() * measured.messages(), measured.bytes());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"opening/ringway/usual", "opening/tcp/usual", "opening/unix/usual",
        "opening/join/usual"})
    void opensAgainAndAgain(String name) throws IOException {
        Workload open = new Workload(Kind.OPEN, 32);
        ProcessPair pair = ProcessPair.start(bus, TransportName.parse(name), Cores.find());
        assertTrue(pair.run(open, NANOS).p50() > 0);
        assertTrue(pair.run(open, 10 * NANOS).messages() > 0);
    }

    @Test
    void countsWhatIdleChannelsCost() throws IOException {
        ProcessPair pair = ProcessPair.start(
                bus, TransportName.parse("ringway/plain/block"), Cores.find());
        Measurement idle = pair.run(new Workload(Kind.IDLE, 32), NANOS);
        assertTrue(idle.nanos() >= NANOS && idle.cpuNanos() > 0, idle.toString());
    }

    /// Calls of one message each overtake one another, so they are made one at a time.
    private static List<Workload> workloads(String name) {
        return Stream.of(new Workload(Kind.SEND, 32), new Workload(Kind.GATHER, 32),
                        new Workload(Kind.SEND, 64 << 10), new Workload(Kind.SEND, 1 << 20),
                        new Workload(Kind.ROUND_TRIP, 32))
                .filter(each -> each.kind() == Kind.ROUND_TRIP || !name.contains("/unary/"))
                .toList();
    }
}
