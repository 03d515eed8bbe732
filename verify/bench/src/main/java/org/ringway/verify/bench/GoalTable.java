// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringway.cli.bench.Figures;
import org.ringway.cli.bench.Results;
import org.ringway.cli.bench.Spread;

/// The goals beside what was measured, for `docs/performance.md` and for programs.
final class GoalTable {
    private GoalTable() {}

    /// {@return a table in Markdown; what was not measured is left out}
    static String markdown(Results results) {
        StringBuilder table = new StringBuilder("""
                | what | against | goal | measured (min to max) | Ringway | the other | rounds | |
                |---|---|---|---|---|---|---|---|
                """);
        for (Goal goal : Goals.all()) {
            Goal.Finding found = goal.find(results);
            if (found != null) {
                table.append(row(goal, found));
            }
        }
        return table.toString();
    }

    private static String row(Goal goal, Goal.Finding found) {
        Spread value = found.value();
        Double theirs = found.theirs();
        boolean times = theirs != null
                && !(goal instanceof Goal.Difference || goal instanceof Goal.Broker);
        String unit = times ? " ×" : " " + goal.unit();
        return "| %s | %s | %s%s | %s%s | %s | %s | %s | %s |\n".formatted(
                goal.what(), goal.against(),
                goal.bound().text(), unit, value.text(), unit,
                Figures.text(found.ours()) + " " + goal.unit(),
                theirs == null ? "" : Figures.text(theirs) + " " + goal.unit(),
                found.rounds(),
                goal.bound().isMet(value.median()) ? "met" : "**missed**");
    }

    /// {@return the same for a program}
    static List<Map<String, @Nullable Object>> json(Results results) {
        return Goals.all().stream().map(goal -> Goal.json(goal, goal.find(results))).toList();
    }
}
