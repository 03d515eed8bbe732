// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ringway.cli.Json;
import org.ringway.cli.ProgressBar;
import org.ringway.cli.bench.BenchJson;
import org.ringway.cli.bench.BenchTable;
import org.ringway.cli.bench.Comparison;
import org.ringway.cli.bench.Contest;
import org.ringway.cli.bench.Cores;
import org.ringway.cli.bench.LinePingPong;
import org.ringway.cli.bench.Machine;
import org.ringway.cli.bench.Results;
import org.ringway.cli.bench.page.BenchPage;
import org.ringway.cli.process.ProcessCpu;
import org.ringway.cli.process.TemporaryBus;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Everything side by side. Rounds that a folder has already are not done again, so a run that was
/// cut short is taken up by the same command.
@Command(name = "verify/bench/run", sortOptions = false, mixinStandardHelpOptions = true,
        description = "Measure Ringway, its peers and the machine.")
public final class Bench implements Callable<Integer> {
    @Option(names = "--quick", description = "About five minutes instead of twenty-five.")
    private boolean quick;

    @Option(names = "--only", paramLabel = "REGEX",
            description = "Only comparisons whose workload matches, such as 'round_trip/.*';"
                + " none: print what there is.")
    private String only = ".*";

    @Option(names = "--who", paramLabel = "REGEX",
            description = "Only contenders whose name matches, such as '(ringway|aeron)/.*'.")
    private String who = ".*";

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
            return measure(bus, comparisons, results, bar) ? 0 : 1;
        } finally {
            write(results);
        }
    }

    private Comparison ofThoseWanted(Comparison comparison) {
        return new Comparison(comparison.workload(), comparison.contenders().stream()
                .filter(name -> name.matches(who)).toList());
    }

    private void write(Results results) throws IOException {
        Machine machine = Machine.here();
        Map<String, @Nullable Object> json = BenchJson.of(results, machine);
        json.put("goals", GoalTable.json(results));
        Files.writeString(folder.resolve("results.json"), Json.text(json) + "\n");
        Files.writeString(folder.resolve("page.html"), BenchPage.of(results, machine));
        Files.writeString(folder.resolve("goals.md"), GoalTable.markdown(results));
        BenchTable.print(results, new PrintWriter(System.out, true));
        System.out.print(GoalTable.markdown(results));
    }

    /// @return whether nobody has failed
    private boolean measure(TemporaryBus bus, List<Comparison> comparisons, Results results,
            ProgressBar bar) throws IOException, InterruptedException {
        if (comparisons.isEmpty()) {
            return true;
        }
        Process root = bus.startRoot("--max-offers", "2047");
        Cores cores = Cores.find();
        Duration warmUp = quick ? Duration.ofMillis(300) : Duration.ofSeconds(15);
        try (Field field = new Field(bus, cores, warmUp);
                LinePingPong line = new LinePingPong(cores)) {
            List<Comparison> possible = comparisons.stream()
                    .map(field::ofThoseHere).map(this::ofThoseWanted).toList();
            field.expect(possible);
            new Contest(field, quick ? Plan.QUICK : Plan.FULL, results, line::nanos,
                    () -> ProcessCpu.nanos(root.pid()))
                    .run(possible, fraction -> bar.show("measuring", fraction));
            return !field.hasFailed();
        }
    }
}
