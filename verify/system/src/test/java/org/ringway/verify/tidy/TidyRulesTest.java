// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.tidy;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Breaks each rule in a small text, and repairs it.
final class TidyRulesTest {
    static List<Example> examples() {
        return Stream.of(CodeExamples.all(), TextExamples.all())
                .flatMap(List::stream)
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void aBreachIsFoundAndTheRepairIsAccepted(Example example) {
        Rule rule = rule(example);

        String report = rule.report(example.whenBroken());

        assertAll(
                () -> assertTrue(report.contains(example.found()), report),
                () -> assertTrue(report.startsWith(example.path() + ":"), report),
                () -> assertEquals("", rule.report(example.whenRepaired())));
    }

    @Test
    void everyRuleHasAnExample() {
        Set<String> shown = examples().stream().map(Example::rule).collect(Collectors.toSet());

        Set<String> rules = TidyTest.rules().stream().map(Rule::title).collect(Collectors.toSet());
        assertEquals(rules, shown);
    }

    @Test
    void aReportSaysWhatWhyAndWhatInstead() {
        Rule rule = TidyTest.rules().getFirst();

        String report = rule.report(Codebase.of(Map.of("A.java", "class A {}")));

        assertEquals("""
                A.java:1: no license line
                why:     %s
                instead: %s
                """.formatted(rule.why(), rule.instead()), report);
    }

    @Test
    void aTextThatDoesNotParseIsNoKeptRule() {
        Map<String, String> texts = Map.of("A.java", "class {");

        assertThrows(IllegalArgumentException.class, () -> Codebase.of(texts));
    }

    private static Rule rule(Example example) {
        return TidyTest.rules().stream()
                .filter(rule -> rule.title().equals(example.rule()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no such rule: title=" + example.rule()));
    }
}
