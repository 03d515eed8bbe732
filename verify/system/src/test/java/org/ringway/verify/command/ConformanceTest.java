// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.command;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.ringway.verify.command.Ringway.Outcome;

/// The command itself; what it finds is tested in the package `conformance`.
final class ConformanceTest extends CommandCase {
    @Test
    void eachRuleOfARootIsOneLineAndTheLastLineCounts() throws Exception {
        try (RunningRoot root = ringway.startRoot()) {
            Outcome outcome = ringway.run("conformance", "root", "--only", "V1,M5,M18");

            assertAll(
                    () -> assertEquals(0, outcome.exitCode(), outcome.err()),
                    () -> assertEquals("""
                            V1   kept       the root serves 5.3, 5.2, 5.1, 5.0, 4.1, 4.0, 3.0 and\
                             2.4, and says nothing before it is asked: 8 versions served
                            M5   kept       RequestOffers twice ends the link: the root hung up
                            M18  not tried  a message is a private copy: the kernel copies\
                             messages of a Unix link
                            root: 2 kept, 0 broken, 1 not tried
                            """, outcome.out()),
                    () -> assertTrue(root.isAlive()));
        }
    }

    @Test
    void noRootIsNoFinding() throws Exception {
        Outcome outcome = ringway.run("conformance", "root", "--json");

        assertAll(
                () -> assertEquals(1, outcome.exitCode(), outcome.err()),
                () -> assertEquals(1, outcome.err().lines().count(), outcome.err()),
                () -> assertTrue(Ringway.value(outcome.out(), "it['error']")
                        .contains("cannot connect"), outcome.out()));
    }

    @Test
    void theRulesAreListed() throws Exception {
        Outcome root = ringway.run("conformance", "root", "--list", "--json");
        Outcome child = ringway.run("conformance", "child", "--list");

        assertAll(
                () -> assertEquals("True", Ringway.value(root.out(),
                        "len(set(r['rule'] for r in it['rules'])) == len(it['rules']) > 50")),
                () -> assertEquals(0, child.exitCode(), child.err()),
                () -> assertTrue(child.out().contains("P21  padding is zero"), child.out()));
    }

    @Test
    void aProgramThatDoesNotJoinIsNotTriedAndThatIsNoSuccess() throws Exception {
        Outcome outcome = ringway.run("conformance", "child", "--only", "V5", "--", "true");

        assertAll(
                () -> assertEquals(1, outcome.exitCode(), outcome.err()),
                () -> assertTrue(outcome.out().contains("the program ended with exit code 0"),
                        outcome.out()),
                () -> assertTrue(outcome.out().endsWith(
                        "child: 0 kept, 0 broken, 1 not tried\n"), outcome.out()));
    }

    @Test
    void wrongArgumentsAreOneLine() throws Exception {
        Outcome rule = ringway.run("conformance", "root", "--only", "Z9");
        Outcome limit = ringway.run("conformance", "child", "--limit", "0");
        Outcome command = ringway.run("conformance", "root", "--", "true");

        String help = ": see 'ringway conformance --help'\n";
        assertAll(
                () -> assertEquals(new Outcome(2, "",
                        "ringway: no such rule: rule=Z9, --list shows them" + help), rule),
                () -> assertEquals(new Outcome(2, "",
                        "ringway: --limit must be positive: limit=0" + help), limit),
                () -> assertEquals(new Outcome(2, "",
                        "ringway: a root is not started here: command=true" + help), command));
    }
}
