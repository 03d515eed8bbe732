// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ringway.cli.CommonOptions;
import org.ringway.cli.Json;
import org.ringway.cli.ProgressBar;
import org.ringway.cli.bench.Workload.Kind;
import org.ringway.cli.bench.page.BenchPage;
import org.ringway.cli.bench.transport.TransportName;
import org.ringway.cli.process.ProcessCpu;
import org.ringway.cli.process.TemporaryBus;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Shows what each way to carry messages costs on this host.
@Command(name = "bench", sortOptions = false,
        description = "Compare Ringway and its streams with TCP, a Unix socket and a pipe, on this"
                + " machine.",
        footer = {"",
            "Two processes for each; they take turns, for less than two minutes. The numbers are"
                + " worth as much as the machine is quiet meanwhile."})
public final class BenchCommand implements Callable<Integer> {
    private static final Pace PACE = new Pace(3, Duration.ofMillis(250),
            Duration.ofMillis(2500), Duration.ofMillis(300), 2, Duration.ofSeconds(40));
    private static final List<String> EVERYBODY = List.of("ringway/plain/usual",
            "stream/plain/usual", "tcp/plain/usual", "unix/plain/usual", "pipe/plain/usual");
    private static final String SPINNING = "ringway/plain/spin";
    private static final String LENDING = "ringway/lend/usual";

    @Mixin
    private CommonOptions common;

    @Option(names = "--html", paramLabel = "FILE", description = "Write a page with plots, too.")
    private @Nullable Path page;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Results results = Results.inMemory();
        try (ProgressBar bar = new ProgressBar(System.err);
                TemporaryBus bus = new TemporaryBus("bench")) {
            bar.show("starting", 0);
            measure(bus, results, bar);
        }
        if (page != null) {
            Files.writeString(page, BenchPage.of(results, Machine.here()));
        }
        if (common.json()) {
            spec.commandLine().getOut().println(
                    Json.text(BenchJson.of(results, Machine.here())));
        } else {
            BenchTable.print(results, spec.commandLine().getOut());
        }
        return CommandLine.ExitCode.OK;
    }

    private static void measure(TemporaryBus bus, Results results, ProgressBar bar)
            throws IOException, InterruptedException {
        Cores cores = Cores.find();
        List<Comparison> comparisons = comparisons(cores.areTwo());
        Process root = bus.startRoot();
        Map<String, Contender> contenders = new LinkedHashMap<>();
        for (Comparison comparison : comparisons) {
            for (String name : comparison.contenders()) {
                if (!contenders.containsKey(name)) {
                    contenders.put(name,
                            ProcessPair.start(bus, TransportName.parse(name), cores));
                }
            }
        }
        try (LinePingPong line = new LinePingPong(cores)) {
            new Contest(contenders::get, PACE, results, cores.areTwo() ? line::nanos : () -> 0,
                    () -> ProcessCpu.nanos(root.pid()))
                    .run(comparisons, fraction -> bar.show("measuring", fraction));
        }
    }

    private static List<Comparison> comparisons(boolean twoCores) {
        List<String> spinning = plus(EVERYBODY, twoCores ? List.of(SPINNING) : List.of());
        List<Comparison> comparisons = new ArrayList<>();
        comparisons.add(new Comparison(new Workload(Kind.GATHER, 32), EVERYBODY));
        LongStream.of(32, 1 << 10, 64 << 10, 1 << 20, 16 << 20).forEach(bytes ->
                comparisons.add(new Comparison(new Workload(Kind.SEND, bytes),
                        bytes < 64 << 10 ? EVERYBODY : plus(EVERYBODY, List.of(LENDING)))));
        LongStream.of(32, 64 << 10).forEach(bytes ->
                comparisons.add(new Comparison(new Workload(Kind.ROUND_TRIP, bytes), spinning)));
        return comparisons;
    }

    private static List<String> plus(List<String> names, List<String> more) {
        return Stream.concat(names.stream(), more.stream()).toList();
    }
}
