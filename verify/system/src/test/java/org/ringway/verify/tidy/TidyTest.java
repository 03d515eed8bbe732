// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.tidy;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds this tree to the house rules.
final class TidyTest {
    private static Codebase codebase;

    @BeforeAll
    static void readTheTree() {
        codebase = Codebase.read(Path.of(System.getProperty("ringway.home")).normalize());
    }

    static List<Rule> rules() {
        return Stream.of(TextRules.all(), SizeRules.all(), ImportRules.all(),
                        DocumentationRules.all(), NamingRules.all(), MemoryRules.all(),
                        HabitRules.all(), TestRules.all())
                .flatMap(List::stream)
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void theTreeKeeps(Rule rule) {
        String report = rule.report(codebase);

        assertTrue(report.isEmpty(), () -> rule.title() + "\n" + report);
    }

    /// Else a wrong folder would make every rule hold.
    @Test
    void theTreeIsTheWholeTree() {
        assertTrue(codebase.texts().containsKey("pom.xml"), "pom.xml");
        assertTrue(codebase.texts().containsKey("ringway"), "the launcher");
        assertTrue(codebase.texts().containsKey(".ci/run"), ".ci/run");
        assertTrue(codebase.exportedPackages().contains("org.ringway.ring"), "a module-info");
        assertTrue(codebase.sources().stream().anyMatch(Source::isTest), "a test");
    }
}
