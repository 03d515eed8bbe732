// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.ringway.conformance.Finding;
import org.ringway.conformance.Finding.Outcome;
import org.ringway.conformance.Rule;
import org.ringway.conformance.Trial;

/// What a trial has found out.
record Verdicts(List<Finding> findings) {
    static Verdicts of(Trial trial) {
        return of(trial, _ -> true);
    }

    static Verdicts of(Trial trial, Predicate<Rule> wanted) {
        List<Finding> findings = new ArrayList<>();
        trial.run(wanted, findings::add);
        return new Verdicts(findings);
    }

    private Set<String> rules(Outcome outcome) {
        return findings.stream().filter(finding -> finding.outcome() == outcome)
                .map(finding -> finding.rule().id())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// Asserts that these rules are broken, these were not tried, and all others are kept.
    void assertBrokenAndUntried(Set<String> broken, Set<String> untried) {
        assertBroken(broken);
        assertEquals(new TreeSet<>(untried), rules(Outcome.NOT_TRIED), this::toString);
    }

    void assertBroken(Set<String> broken) {
        assertEquals(new TreeSet<>(broken), rules(Outcome.BROKEN), this::toString);
    }

    @Override
    public String toString() {
        return findings.stream().filter(finding -> finding.outcome() != Outcome.KEPT)
                .map(finding -> finding.rule().id() + " " + finding.outcome().text() + ": "
                        + finding.seen())
                .collect(Collectors.joining("\n", "\n", ""));
    }
}
