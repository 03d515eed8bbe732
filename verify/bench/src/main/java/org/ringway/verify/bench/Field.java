// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.ringway.cli.CommandFailure;
import org.ringway.cli.bench.Cast;
import org.ringway.cli.bench.Comparison;
import org.ringway.cli.bench.Contender;
import org.ringway.cli.bench.Cores;
import org.ringway.cli.bench.ProcessPair;
import org.ringway.cli.bench.Workload;
import org.ringway.cli.bench.transport.TransportName;
import org.ringway.cli.process.TemporaryBus;

/// Everybody who takes part: pairs of processes, programs in C, and what is installed here.
///
/// Pairs are there from the first comparison that needs them to the last: each that has joined the
/// bus is told of every offer on it.
final class Field implements Cast, AutoCloseable {
    private static final String GRPC = "grpc-";

    private final TemporaryBus bus;
    private final Cores cores;
    private final Duration warmUp;
    private final Path floor;
    private final Queue<Comparison> ahead = new ArrayDeque<>();
    private final Map<String, Contender> contenders = new HashMap<>();
    private final @Nullable Iperf iperf;
    private boolean hasFailed;

    /// @param warmUp how long those work first who have much code to compile
    Field(TemporaryBus bus, Cores cores, Duration warmUp)
            throws IOException, InterruptedException {
        this.bus = bus;
        this.cores = cores;
        this.warmUp = warmUp;
        this.floor = Floor.build(bus.folder());
        this.iperf = Iperf.start(cores);
    }

    /// What is to come, in this order.
    void expect(List<Comparison> comparisons) {
        ahead.addAll(comparisons);
    }

    @Override
    public Contender contender(String name) {
        Contender started = contenders.get(name);
        if (started == null) {
            throw new CommandFailure(name + " is not there", "it has failed before");
        }
        return started;
    }

    /// Without those that are not installed.
    Comparison ofThoseHere(Comparison comparison) {
        return new Comparison(comparison.workload(), comparison.contenders().stream()
                .filter(name -> iperf != null || !name.equals(Iperf.NAME)).toList());
    }

    @Override
    public void enter(Comparison comparison) throws IOException, InterruptedException {
        for (String name : comparison.contenders()) {
            try {
                enter(comparison.workload(), name);
            } catch (CommandFailure e) {
                failed(name, e);
            }
        }
    }

    private void enter(Workload workload, String name) throws IOException, InterruptedException {
        if (!contenders.containsKey(name)) {
            Contender started = start(name);
            contenders.put(name, started);
            if (name.startsWith(GRPC)) {
                started.run(workload, warmUp.toNanos());
            }
        }
    }

    /// All others go on without it; its processes are gone.
    @Override
    public void failed(String name, CommandFailure why) {
        System.err.println("\n" + why.getMessage());
        hasFailed = true;
        end(contenders.remove(name));
    }

    boolean hasFailed() {
        return hasFailed;
    }

    @Override
    public void leave(Comparison comparison) {
        ahead.remove(comparison);
        contenders.entrySet().removeIf(each -> !isAhead(each.getKey()) && end(each.getValue()));
    }

    private boolean isAhead(String name) {
        return ahead.stream().anyMatch(each -> each.contenders().contains(name));
    }

    private static boolean end(@Nullable Contender contender) {
        if (contender instanceof ProcessPair pair) {
            pair.close();
        }
        return true;
    }

    private Contender start(String name) throws IOException {
        if (iperf != null && name.equals(Iperf.NAME)) {
            return iperf;
        }
        return name.startsWith(Floor.FAMILY) ? Floor.of(floor, name, cores)
                : ProcessPair.start(bus, TransportName.parse(name), cores);
    }

    @Override
    public void close() {
        if (iperf != null) {
            iperf.close();
        }
    }
}
