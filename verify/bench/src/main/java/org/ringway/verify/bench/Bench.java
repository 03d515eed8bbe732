// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.ringway.cli.Json;
import org.ringway.cli.ProgressBar;
import org.ringway.cli.bench.BenchJson;
import org.ringway.cli.bench.BenchTable;
import org.ringway.cli.bench.Comparison;
import org.ringway.cli.bench.Contender;
import org.ringway.cli.bench.Contest;
import org.ringway.cli.bench.Cores;
import org.ringway.cli.bench.LinePingPong;
import org.ringway.cli.bench.Machine;
import org.ringway.cli.bench.ProcessPair;
import org.ringway.cli.bench.Results;
import org.ringway.cli.bench.page.BenchPage;
import org.ringway.cli.bench.transport.TransportName;
import org.ringway.cli.process.TemporaryBus;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Everything side by side. Rounds that a folder has already are not done again, so a run that was
/// cut short is taken up by the same command.
@Command(name = "verify/bench/run", sortOptions = false, mixinStandardHelpOptions = true,
        description = "Measure Ringway, its peers and the machine.")
public final class Bench implements Callable<Integer> {
    @Option(names = "--quick", description = "About three minutes instead of thirty.")
    private boolean quick;

    @Option(names = "--only", paramLabel = "REGEX",
            description = "Only comparisons whose workload matches, such as 'round_trip/.*'.")
    private String only = ".*";

    @Option(names = "--to", paramLabel = "DIR", required = true,
            description = "Where rounds are kept and results go.")
    private Path folder;

    /// Measures and exits.
    ///
    /// @param args options
    public static void main(String[] args) {
        System.exit(new CommandLine(new Bench())
                .setOverwrittenOptionsAllowed(true).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Results results = Results.in(folder.resolve("rounds.tsv"));
        List<Comparison> comparisons = Plan.comparisons().stream()
                .filter(each -> each.workload().toString().matches(only)).toList();
        try (ProgressBar bar = new ProgressBar(System.err);
                TemporaryBus bus = new TemporaryBus("bench")) {
            bus.startRoot();
            measure(bus, comparisons, results, bar);
        }
        Machine machine = Machine.here();
        Files.writeString(folder.resolve("results.json"),
                Json.text(BenchJson.of(results, machine)) + "\n");
        Files.writeString(folder.resolve("page.html"), BenchPage.of(results, machine));
        BenchTable.print(results, new PrintWriter(System.out, true));
        return 0;
    }

    private void measure(TemporaryBus bus, List<Comparison> comparisons, Results results,
            ProgressBar bar) throws IOException, InterruptedException {
        Cores cores = Cores.find();
        Map<String, Contender> contenders = new HashMap<>();
        Path floor = Floor.build(bus.folder());
        for (Comparison comparison : comparisons) {
            for (String name : comparison.contenders()) {
                if (!contenders.containsKey(name)) {
                    contenders.put(name, name.startsWith(Floor.FAMILY)
                            ? Floor.of(floor, name, cores)
                            : ProcessPair.start(bus, TransportName.parse(name), cores));
                }
            }
        }
        try (LinePingPong line = new LinePingPong(cores)) {
            new Contest(contenders, quick ? Plan.QUICK : Plan.FULL, results, line::nanos)
                    .run(comparisons, fraction -> bar.show("measuring", fraction));
        }
    }
}
