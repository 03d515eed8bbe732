// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringway.cli.bench.Comparison;
import org.ringway.cli.bench.Contender;
import org.ringway.cli.bench.Cores;
import org.ringway.cli.bench.ProcessPair;
import org.ringway.cli.bench.transport.TransportName;
import org.ringway.cli.process.TemporaryBus;

/// Everybody who takes part: pairs of processes, programs in C, and what is installed here.
final class Field implements AutoCloseable {
    private final TemporaryBus bus;
    private final Cores cores;
    private final Map<String, Contender> contenders = new HashMap<>();
    private final @Nullable Iperf iperf;

    Field(TemporaryBus bus, Cores cores) throws IOException {
        this.bus = bus;
        this.cores = cores;
        this.iperf = Iperf.start(cores);
    }

    Map<String, Contender> contenders() {
        return contenders;
    }

    /// Without those that are not installed.
    Comparison ofThoseHere(Comparison comparison) {
        return new Comparison(comparison.workload(), comparison.contenders().stream()
                .filter(name -> iperf != null || !name.equals(Iperf.NAME)).toList());
    }

    void start(List<Comparison> comparisons) throws IOException, InterruptedException {
        Path floor = Floor.build(bus.folder());
        for (Comparison comparison : comparisons) {
            for (String name : comparison.contenders()) {
                if (!contenders.containsKey(name)) {
                    contenders.put(name, start(floor, name));
                }
            }
        }
    }

    /// Runs those that have much code to compile; before that, they would be compared by it.
    void warm(List<Comparison> comparisons, Duration each)
            throws IOException, InterruptedException {
        for (Comparison comparison : comparisons) {
            for (String name : comparison.contenders()) {
                if (name.startsWith("grpc-")) {
                    contenders.get(name).run(comparison.workload(), each.toNanos());
                }
            }
        }
    }

    private Contender start(Path floor, String name) throws IOException {
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
