// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringway.cli.bench.Workload.Kind;

class ResultsTest {
    private static final Workload WORKLOAD = new Workload(Kind.SEND, 32);

    @TempDir
    private Path folder;

    @Test
    void theSpreadOfAnEvenCountTakesTheMiddleTwo() {
        assertEquals(new Spread(2.5, 1, 9), Spread.of(DoubleStream.of(9, 1, 2, 3)));
    }

    @Test
    void ratiosAreTakenTurnByTurn() throws IOException {
        Results results = Results.inMemory();
        results.add(WORKLOAD, "a", 1, round(10));
        results.add(WORKLOAD, "b", 1, round(5));
        results.add(WORKLOAD, "a", 2, round(100));
        results.add(WORKLOAD, "b", 2, round(100));
        results.add(WORKLOAD, "a", 3, round(7));
        assertEquals(new Spread(1.5, 1, 2),
                results.ratio(WORKLOAD, "a", "b", Measurement::messages));
        assertNull(results.ratio(WORKLOAD, "a", "c", Measurement::messages));
    }

    @Test
    void turnsAreNotComparedIfTheCoresWereMovedBetween() throws IOException {
        Results results = Results.inMemory();
        results.add(WORKLOAD, "a", 1, round(10));
        results.add(WORKLOAD, "b", 1, new Round(measurement(5), 0, 600, 600, 0));
        assertNull(results.ratio(WORKLOAD, "a", "b", Measurement::messages));
    }

    @Test
    void aRoundIsDisturbedByOthersAndByAMove() {
        assertFalse(round(1).isDisturbed());
        assertTrue(new Round(measurement(1), 0.2, 100, 100, 0).isDisturbed());
        assertTrue(new Round(measurement(1), 0, 100, 600, 0).isDisturbed());
        assertFalse(new Round(measurement(1), 0, 0, 0, 0).isDisturbed());
    }

    @Test
    void aRunIsTakenUpWhereItStopped() throws IOException, InterruptedException {
        Path file = folder.resolve("rounds");
        List<String> calls = new ArrayList<>();
        Pace pace = new Pace(2, Duration.ofNanos(1), Duration.ofNanos(3), Duration.ofNanos(8), 1,
                Duration.ofMinutes(1));
        List<Comparison> all = List.of(new Comparison(WORKLOAD, List.of("a", "b")));
        Map<String, Contender> contenders =
                Map.of("a", contender("a", calls), "b", contender("b", calls));
        Results before = Results.in(file);
        before.add(WORKLOAD, "a", 1, round(1));
        before.add(WORKLOAD, "a", 2, round(2));
        before.add(WORKLOAD, "b", 1, round(3));

        Results after = Results.in(file);
        new Contest(contenders::get, pace, after, () -> 7, () -> 0).run(all, _ -> { });

        List<String> expected = new ArrayList<>(List.of("b first"));
        expected.addAll(Collections.nCopies(4, "b warm-up"));
        expected.add("b round");
        assertEquals(expected, calls);
        assertEquals(List.of(round(1), round(2)),
                List.copyOf(after.rounds(WORKLOAD, "a")));
        assertEquals(List.copyOf(after.rounds(WORKLOAD, "b")),
                List.copyOf(Results.in(file).rounds(WORKLOAD, "b")));
    }

    @Test
    void aRoundIsDoneAgainIfTheCoresWereMovedMeanwhile() {
        UsualDistance distance = new UsualDistance();
        Round moved = new Round(measurement(1), 0, 100, 600, 0);
        Round good = new Round(measurement(1), 0.05, 100, 101, 0);
        Round far = new Round(measurement(1), 0.01, 600, 601, 0);
        assertFalse(distance.suits(moved));
        assertTrue(distance.suits(far), "nobody knows what is usual");
        for (double nanos : new double[] {600, 100, 100, 110, 100}) {
            distance.saw(nanos);
        }
        assertFalse(distance.suits(far));
        assertTrue(distance.suits(good));
        assertSame(good, distance.better(moved, good));
        assertSame(moved, distance.better(moved, far));
    }

    @Test
    void aRoundWaitsUntilTheCoresAreWhereTheyUsuallyAre()
            throws IOException, InterruptedException {
        List<Double> lines = new ArrayList<>(Collections.nCopies(10, 100.0));
        lines.addAll(List.of(600.0, 600.0, 102.0, 102.0));
        Pace pace = new Pace(6, Duration.ofNanos(1), Duration.ZERO, Duration.ofNanos(8), 1,
                Duration.ofHours(1));
        Results results = Results.inMemory();
        new Contest(Map.of("a", contender("a", new ArrayList<>()))::get, pace, results,
                lines.iterator()::next, () -> 0)
                .run(List.of(new Comparison(WORKLOAD, List.of("a"))), _ -> { });
        assertEquals(List.of(100.0, 100.0, 100.0, 100.0, 100.0, 102.0),
                results.rounds(WORKLOAD, "a").stream().map(Round::lineNanos).toList());
    }

    private static Round round(long messages) {
        return new Round(measurement(messages), 0.03125, 123.5, 125, 77);
    }

    private static Measurement measurement(long messages) {
        return new Measurement(messages, messages * 32, 1_000, 2_000, 0, 1, 2, 3, 4, 5);
    }

    private static Contender contender(String name, List<String> calls) {
        return new Contender() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Measurement run(Workload workload, long nanos) {
                calls.add(name + List.of(" round", " warm-up", " first").get((int) nanos - 1));
                return measurement(4);
            }

            @Override
            public long cpuNanos() {
                return 0;
            }
        };
    }
}
