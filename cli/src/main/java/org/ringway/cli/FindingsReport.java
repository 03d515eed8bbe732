// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.ringway.conformance.Finding;
import org.ringway.conformance.Finding.Outcome;
import org.ringway.conformance.Rule;

/// One line per rule, and a last one that counts; or all of it as one object.
final class FindingsReport {
    private static final String LINE = "%-4s %-9s  %s: %s%n";
    private static final String SHORT_LINE = "%-4s %s%n";

    private final String side;
    private final boolean json;
    private final PrintWriter out;

    FindingsReport(String side, boolean json, PrintWriter out) {
        this.side = side;
        this.json = json;
        this.out = out;
    }

    void rules(List<Rule> rules) {
        if (json) {
            out.println(Json.text(Json.object("side", side, "rules", rules.stream()
                    .map(rule -> Json.object("rule", rule.id(), "promise", rule.promise()))
                    .toList())));
        } else {
            rules.forEach(rule -> out.printf(SHORT_LINE, rule.id(), rule.promise()));
        }
    }

    void show(Finding finding) {
        if (!json) {
            out.printf(LINE, finding.rule().id(), finding.outcome().text(),
                    finding.rule().promise(), finding.seen());
            out.flush();
        }
    }

    /// Ends the report.
    ///
    /// @return whether some rule is kept, and none broken
    boolean end(List<Finding> findings) {
        Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            counts.put(outcome, findings.stream()
                    .filter(finding -> finding.outcome() == outcome).count());
        }
        if (json) {
            out.println(Json.text(Json.object("side", side, "kept", counts.get(Outcome.KEPT),
                    "broken", counts.get(Outcome.BROKEN),
                    "notTried", counts.get(Outcome.NOT_TRIED),
                    "findings", findings.stream().map(FindingsReport::object).toList())));
        } else {
            out.println(side + ": " + counts.get(Outcome.KEPT) + " kept, "
                    + counts.get(Outcome.BROKEN) + " broken, "
                    + counts.get(Outcome.NOT_TRIED) + " not tried");
        }
        return counts.get(Outcome.BROKEN) == 0 && counts.get(Outcome.KEPT) > 0;
    }

    private static Map<String, Object> object(Finding finding) {
        return Json.object("rule", finding.rule().id(), "outcome", finding.outcome().text(),
                "promise", finding.rule().promise(), "seen", finding.seen());
    }
}
