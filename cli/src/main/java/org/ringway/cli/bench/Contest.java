// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.DoubleConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.ringway.cli.CommandFailure;

/// Lets contenders work in turns: A B C, A B C, …
///
/// Each has its code compiled first, and warms up before the turns that count. Before a round the
/// two cores should be as far apart as they mostly are, and a round that others on this host have
/// disturbed, or in which the cores were moved, is done again; both a few times at most and while
/// there is time. The least disturbed round stands.
public final class Contest {
    private static final int WARM_UPS = 4;
    /// A piece of the time in which code is compiled.
    private static final Duration PIECE = Duration.ofMillis(250);
    private static final Duration PAUSE = Duration.ofMillis(60);
    /// Looks at cores that are not where they usually are.
    private static final int MOST_LOOKS = 20;

    private final Cast cast;
    private final Pace pace;
    private final Results results;
    private final LineProbe line;
    private final LongSupplier broker;
    private final Schedule schedule;
    private final UsualDistance distance = new UsualDistance();
    private final Set<String> compiled = new HashSet<>();

    /// Measures the cache line between two rounds.
    @FunctionalInterface
    public interface LineProbe {
        /// {@return nanoseconds there and back; 0 where there are no two cores}
        ///
        /// @throws InterruptedException if interrupted
        double nanos() throws InterruptedException;
    }

    /// @param cast those who are compared
    /// @param pace how long and how often
    /// @param results takes the rounds; those it has already are not done again
    /// @param line looked at before and after each round
    /// @param broker CPU nanoseconds that the root has used so far
    public Contest(Cast cast, Pace pace, Results results,
            LineProbe line, LongSupplier broker) {
        this.cast = cast;
        this.pace = pace;
        this.results = results;
        this.line = line;
        this.broker = broker;
        this.schedule = new Schedule(pace);
    }

    /// Does comparisons one after the other.
    ///
    /// @param comparisons what to do
    /// @param progress told the fraction that is done
    /// @throws IOException if a contender fails
    /// @throws InterruptedException if interrupted
    public void run(List<Comparison> comparisons, DoubleConsumer progress)
            throws IOException, InterruptedException {
        schedule.begin(comparisons);
        for (Comparison comparison : comparisons) {
            boolean isDone = isDone(comparison);
            if (!isDone) {
                long before = System.nanoTime();
                cast.enter(comparison);
                schedule.passed(System.nanoTime() - before);
            }
            Set<String> failed = new HashSet<>();
            for (int turn = 0; turn <= pace.rounds(); turn++) {
                for (String name : comparison.contenders()) {
                    if (!isDone && !failed.contains(name)
                            && !tryWork(comparison.workload(), name, turn)) {
                        failed.add(name);
                    }
                    schedule.done(turn);
                    progress.accept(schedule.fraction());
                }
            }
            cast.leave(comparison);
        }
    }

    private boolean isDone(Comparison comparison) {
        return comparison.contenders().stream().allMatch(name ->
                results.rounds(comparison.workload(), name).size() >= pace.rounds());
    }

    private boolean tryWork(Workload workload, String name, int turn)
            throws IOException, InterruptedException {
        try {
            work(workload, name, turn);
            return true;
        } catch (CommandFailure e) {
            cast.failed(name, e);
            return false;
        }
    }

    /// Turn 0 warms up.
    private void work(Workload workload, String name, int turn)
            throws IOException, InterruptedException {
        if (results.rounds(workload, name).size() >= pace.rounds()) {
            return;
        }
        Contender contender = cast.contender(name);
        if (turn == 0) {
            if (compiled.add(name)) {
                compile(contender, workload);
            }
            warmUp(contender, workload);
        } else if (!results.has(workload, name, turn)) {
            results.add(workload, name, turn, leastDisturbed(contender, workload));
        }
    }

    /// In pieces: two ends that spin leave the compilers no core.
    private void compile(Contender contender, Workload workload)
            throws IOException, InterruptedException {
        long begin = System.nanoTime();
        for (long left = pace.first().toNanos(); left > 0; left -= PIECE.toNanos()) {
            contender.run(workload, Math.min(left, PIECE.toNanos()));
            Thread.sleep(PAUSE);
        }
        schedule.passed(System.nanoTime() - begin);
    }

    /// System calls are counted in the last piece, as counting takes time from who makes them.
    private void warmUp(Contender contender, Workload workload)
            throws IOException, InterruptedException {
        long nanos = pace.warmUp().toNanos() / WARM_UPS;
        for (int i = 1; i < WARM_UPS; i++) {
            contender.run(workload, nanos);
            Thread.sleep(PAUSE);
        }
        SystemCalls calls = callsOf(contender.processes());
        Measurement last = contender.run(workload, nanos);
        OptionalLong counted = calls == null ? OptionalLong.empty() : calls.end();
        if (counted.isPresent()) {
            results.addSystemCalls(
                    workload, contender.name(), last.perMessage(counted.getAsLong()));
        }
        Thread.sleep(PAUSE);
    }

    private static @Nullable SystemCalls callsOf(List<Long> processes) {
        try {
            return processes.isEmpty() ? null : SystemCalls.of(processes);
        } catch (IOException notInstalled) {
            return null;
        }
    }

    private Round leastDisturbed(Contender contender, Workload workload)
            throws IOException, InterruptedException {
        Round best = round(contender, workload);
        for (int i = 1; i < pace.tries() && !distance.suits(best) && !schedule.isLate(); i++) {
            best = distance.better(best, round(contender, workload));
        }
        return best;
    }

    private Round round(Contender contender, Workload workload)
            throws IOException, InterruptedException {
        double before = awaitUsualDistance();
        Surroundings surroundings = new Surroundings(
                () -> contender.cpuNanos() + broker.getAsLong());
        long brokerBefore = broker.getAsLong();
        Measurement measurement = contender.run(workload, pace.round().toNanos());
        double others = surroundings.others();
        long brokerNanos = broker.getAsLong() - brokerBefore;
        return new Round(measurement, others, before, line.nanos(), brokerNanos);
    }

    /// Cores that were moved apart come back, but not always soon.
    private double awaitUsualDistance() throws InterruptedException {
        double nanos = line.nanos();
        for (int i = 1; i < MOST_LOOKS && !distance.isUsual(nanos) && !schedule.isLate(); i++) {
            Thread.sleep(PAUSE);
            nanos = line.nanos();
        }
        distance.saw(nanos);
        return nanos;
    }
}
