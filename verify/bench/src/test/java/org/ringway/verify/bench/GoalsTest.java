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
                + " 1.25 (0.500 to 2.00) × | 0.300 µs | 0.300 µs | 2 of 2 |"
                + " **missed** |"), table);
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
    void roundsThatAreNotAlikeAreTakenIfTooFewAre() throws IOException {
        String[] lines = new String[8];
        for (int turn = 1; turn <= 4; turn++) {
            lines[2 * turn - 2] = line("send/1024", "ringway/plain/spin", turn, 100 * turn);
            lines[2 * turn - 1] = line("send/1024", "agrona/plain/spin", turn, 100)
                    .replaceFirst("\t100\t100\t", turn < 3 ? "\t100\t100\t" : "\t600\t600\t");
        }
        String all = GoalTable.markdown(rounds(lines));
        assertTrue(all.contains("2.50 (1.00 to 4.00) ×") && all.contains("| all 4 |"), all);
        lines[5] = line("send/1024", "agrona/plain/spin", 3, 100);
        String alike = GoalTable.markdown(rounds(lines));
        assertTrue(alike.contains("2.00 (1.00 to 3.00) ×") && alike.contains("| 3 of 4 |"), alike);
    }

    @Test
    void transferPagesMustNeitherBeSlowerNorFaster() throws IOException {
        String table = GoalTable.markdown(rounds(
                line("send/65536", "ringway/pool/usual", 1, 120),
                line("send/65536", "ringway/lend/usual", 1, 100),
                line("send/1048576", "ringway/pool/usual", 1, 105),
                line("send/1048576", "ringway/lend/usual", 1, 100)));
        assertTrue(table.contains("0.9 to 1.1 × | 1.20 (1.20 to 1.20) ×"), table);
        assertEquals(1, table.split("\\*\\*missed\\*\\*", -1).length - 1, table);
    }

    @Test
    void everyGoalIsAboutSomethingThatIsMeasured() {
        List<Comparison> plan = Plan.comparisons();
        for (Goal goal : Goals.all()) {
            switch (goal) {
                case Goal.Ratio g -> assertPlanned(plan, g.workload(), g.one(), g.other());
                case Goal.Difference g -> assertPlanned(plan, g.workload(), g.one(), g.other());
                case Goal.Value g -> assertPlanned(plan, g.workload(), g.one(), g.one());
                case Goal.Broker g -> {
                    assertPlanned(plan, g.workload(), g.one(), g.one());
                    assertPlanned(plan, g.idle(), g.one(), g.one());
                }
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
