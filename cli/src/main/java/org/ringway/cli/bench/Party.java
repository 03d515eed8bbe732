// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.ringway.cli.bench.transport.Conduit;
import org.ringway.cli.process.ProcessCpu;

/// One end at work: a round at a time, with what it costs this process.
///
/// - **Thread:** the conduit's, by which it is counted.
final class Party {
    private static final ThreadMXBean THREADS =
            (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Conduit conduit;
    private final boolean near;
    private final KernelThread thread;

    Party(Conduit conduit, boolean near, KernelThread thread) {
        this.conduit = conduit;
        this.near = near;
        this.thread = thread;
    }

    void prepare(Workload workload) throws IOException, InterruptedException {
        conduit.prepare(workload.bytes(), workload.kind() == Workload.Kind.GATHER);
    }

    Tally run(Workload workload, long nanos) throws IOException, InterruptedException {
        Latencies latencies = new Latencies();
        try (Loops loops = new Loops(conduit, workload.bytes())) {
            long signals = conduit.signals();
            long switches = thread.switches();
            long cpu = ProcessCpu.ownNanos();
            long allocated = THREADS.getCurrentThreadAllocatedBytes();
            Loops.Timed timed = run(loops, workload, nanos, latencies);
            return new Tally(timed.messages(), timed.nanos(),
                    ProcessCpu.ownNanos() - cpu,
                    THREADS.getCurrentThreadAllocatedBytes() - allocated,
                    conduit.signals() - signals, thread.switches() - switches,
                    latencies.atMost(0.5), latencies.atMost(0.99), latencies.atMost(0.999));
        }
    }

    private Loops.Timed run(Loops loops, Workload workload, long nanos, Latencies latencies)
            throws IOException, InterruptedException {
        return switch (workload.kind()) {
            case SEND, GATHER -> near
                    ? loops.sendFor(nanos, workload.kind() == Workload.Kind.SEND)
                    : new Loops.Timed(loops.takeAll(), 0);
            case OPEN -> near ? loops.opensFor(nanos, latencies)
                    : new Loops.Timed(loops.answerAll(), 0);
            case IDLE -> near ? loops.idleFor(nanos) : new Loops.Timed(loops.takeAll(), 0);
            case ROUND_TRIP -> near ? loops.roundTripsFor(nanos, latencies)
                    : new Loops.Timed(loops.answerAll(), 0);
        };
    }
}
