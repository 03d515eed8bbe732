// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/// All rounds, by workload, contender and turn; kept in a file if a run is to be taken up again.
///
/// - **Thread:** one at a time.
public final class Results {
    private static final String GAP = "\t";
    private static final String CALLS = "system calls";

    private final Map<Workload, Map<String, Map<Integer, Round>>> rounds = new LinkedHashMap<>();
    private final Map<Workload, Map<String, Double>> systemCalls = new HashMap<>();
    private final @Nullable Path file;

    private Results(@Nullable Path file) {
        this.file = file;
    }

    /// {@return results that are gone with this process}
    public static Results inMemory() {
        return new Results(null);
    }

    /// Reads what there is in a file, and adds to it.
    ///
    /// @param file one line per round; need not exist
    /// @return the results
    /// @throws IOException if there is no reading it
    public static Results in(Path file) throws IOException {
        Results results = new Results(file);
        if (Files.exists(file)) {
            Files.readAllLines(file).forEach(results::parse);
        }
        return results;
    }

    private void parse(String line) {
        String[] words = line.split(GAP);
        if (words[2].equals(CALLS)) {
            putSystemCalls(Workload.parse(words[0]), words[1], Double.parseDouble(words[3]));
            return;
        }
        put(Workload.parse(words[0]), words[1], Integer.parseInt(words[2]),
                new Round(Measurement.parse(words[6]), Double.parseDouble(words[3]),
                        Double.parseDouble(words[4]), Double.parseDouble(words[5]),
                        Long.parseLong(words[7])));
    }

    void add(Workload workload, String contender, int turn, Round round) throws IOException {
        put(workload, contender, turn, round);
        append(String.join(GAP, workload.toString(), contender, Integer.toString(turn),
                Double.toString(round.others()), Double.toString(round.lineBefore()),
                Double.toString(round.lineAfter()), round.measurement().toString(),
                Long.toString(round.brokerNanos())));
    }

    private void append(String line) throws IOException {
        if (file != null) {
            Files.writeString(file, line + "\n",
                    StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    void addSystemCalls(Workload workload, String contender, double perMessage)
            throws IOException {
        putSystemCalls(workload, contender, perMessage);
        append(String.join(GAP, workload.toString(), contender, CALLS,
                Double.toString(perMessage)));
    }

    private void putSystemCalls(Workload workload, String contender, double perMessage) {
        systemCalls.computeIfAbsent(workload, _ -> new HashMap<>()).put(contender, perMessage);
    }

    /// {@return how often all threads of both sides entered the kernel for a message or a round
    /// trip, counted while warming up; null where it could not be counted}
    ///
    /// @param workload what was done
    /// @param contender who did it
    public @Nullable Double systemCalls(Workload workload, String contender) {
        return systemCalls.getOrDefault(workload, Map.of()).get(contender);
    }

    private void put(Workload workload, String contender, int turn, Round round) {
        rounds.computeIfAbsent(workload, _ -> new LinkedHashMap<>())
                .computeIfAbsent(contender, _ -> new TreeMap<>())
                .put(turn, round);
    }

    boolean has(Workload workload, String contender, int turn) {
        return turns(workload, contender).containsKey(turn);
    }

    private Map<Integer, Round> turns(Workload workload, String contender) {
        return rounds.getOrDefault(workload, Map.of()).getOrDefault(contender, Map.of());
    }

    /// {@return what was done, in order}
    public Set<Workload> workloads() {
        return rounds.keySet();
    }

    /// {@return who did it, in order}
    ///
    /// @param workload what
    public Set<String> contenders(Workload workload) {
        return rounds.getOrDefault(workload, Map.of()).keySet();
    }

    /// {@return the rounds of a contender, in order; empty if it did none}
    ///
    /// @param workload what it did
    /// @param contender its name
    public Collection<Round> rounds(Workload workload, String contender) {
        return turns(workload, contender).values();
    }

    /// What the rounds of a contender say.
    ///
    /// @param workload what it did
    /// @param contender its name; has done at least one round
    /// @param metric which number of each round
    /// @return the spread of that number
    public Spread spread(
            Workload workload, String contender, ToDoubleFunction<Measurement> metric) {
        return Spread.of(rounds(workload, contender).stream()
                .mapToDouble(round -> metric.applyAsDouble(round.measurement())));
    }

    /// How two contenders compare, turn by turn, in turns that are alike.
    ///
    /// @param workload what both did
    /// @param one above the line
    /// @param other below the line
    /// @param metric which number
    /// @return the spread of the ratios; null if they had no such turn
    public @Nullable Spread ratio(Workload workload, String one, String other,
            ToDoubleFunction<Measurement> metric) {
        double[] ratios = ratios(turns(workload, one), turns(workload, other), metric, true);
        return ratios.length == 0 ? null : Spread.of(DoubleStream.of(ratios));
    }

    /// The same turn by turn, of one contender at two workloads or of two at one.
    ///
    /// @param one above the line
    /// @param other below the line
    /// @param metric which number
    /// @param onlyAlike whether to leave out turns between which the cores were moved
    /// @return the ratios, perhaps none
    public double[] ratios(Entry one, Entry other, ToDoubleFunction<Measurement> metric,
            boolean onlyAlike) {
        return ratios(turns(one.workload, one.contender), turns(other.workload, other.contender),
                metric, onlyAlike);
    }

    /// Somebody who did something.
    ///
    /// @param workload what
    /// @param contender who
    public record Entry(Workload workload, String contender) {}

    private static double[] ratios(Map<Integer, Round> ones, Map<Integer, Round> others,
            ToDoubleFunction<Measurement> metric, boolean onlyAlike) {
        List<Double> ratios = new ArrayList<>();
        ones.forEach((turn, round) -> {
            Round beside = others.get(turn);
            if (beside != null && (!onlyAlike || round.isLike(beside))) {
                ratios.add(metric.applyAsDouble(round.measurement())
                        / metric.applyAsDouble(beside.measurement()));
            }
        });
        return ratios.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
