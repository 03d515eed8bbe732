// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringway.cli.bench.Comparison;
import org.ringway.cli.bench.Measurement;
import org.ringway.cli.bench.Results;
import org.ringway.cli.bench.Workload;
import org.ringway.cli.bench.Workload.Kind;

@Timeout(60)
final class GoalsTest {
    @TempDir
    private Path folder;

    private Results rounds(String... lines) throws IOException {
        Path file = folder.resolve("rounds");
        Files.write(file, List.of(lines));
        return Results.in(file);
    }

    private static String line(String workload, String contender, int turn, long messages) {
        Measurement measured = new Measurement(messages, messages * 32, 1_000_000_000, 0, 0, 0, 0,
                messages, 0, messages);
        return String.join("\t", workload, contender, Integer.toString(turn), "0", "100", "100",
                measured.toString(), "0");
    }

    @Test
    void theTableHasTheRatiosOfThePlan() throws IOException {
        String table = GoalTable.markdown(rounds(
                line("round_trip/32", "ringway/plain/spin", 1, 200),
                line("round_trip/32", "ringway/plain/spin", 2, 400),
                line("round_trip/32", "aeron/plain/spin", 1, 400),
                line("round_trip/32", "aeron/plain/spin", 2, 200)));
        assertTrue(table.contains("| round trip 32 B, spinning, p50 | Aeron IPC | ≤ 1.0 × |"
                + " 1.25 (0.500 to 2.00) × | 0.300 µs | 0.300 µs | **missed** |"), table);
        assertFalse(table.contains("Agrona"), "what was not measured: " + table);
    }

    @Test
    void aGoalCanBeMissed() throws IOException {
        String table = GoalTable.markdown(rounds(
                line("gather/32", "ringway/plain/usual", 1, 1_000_000),
                line("gather/32", "tcp/plain/usual", 1, 1_000_000)));
        assertTrue(table.contains("| ≥ 1.2 × | 1.00 (1.00 to 1.00) × |"), table);
        assertTrue(table.contains("**missed**"), table);
    }

    @Test
    void everyGoalIsAboutSomethingThatIsMeasured() {
        List<Comparison> plan = Plan.comparisons();
        for (Goal goal : Goals.all()) {
            switch (goal) {
                case Goal.Ratio g -> assertPlanned(plan, g.workload(), g.one(), g.other());
                case Goal.Difference g -> assertPlanned(plan, g.workload(), g.one(), g.other());
                case Goal.Value g -> assertPlanned(plan, g.workload(), g.one(), g.one());
                case Goal.Broker g -> assertPlanned(plan, g.workload(), g.one(), g.one());
                case Goal.Scaling g -> {
                    assertPlanned(plan, g.one(), g.contender(), g.contender());
                    assertPlanned(plan, g.other(), g.contender(), g.contender());
                }
            }
        }
        assertEquals(Kind.ROUND_TRIP, plan.getFirst().workload().kind());
    }

    /// Both in one comparison: else they would not take turns.
    private static void assertPlanned(
            List<Comparison> plan, Workload workload, String one, String other) {
        assertTrue(plan.stream().anyMatch(each -> each.workload().equals(workload)
                && each.contenders().containsAll(List.of(one, other))),
                workload + " " + one + " " + other);
    }
}
