// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringway.protocol.ControlCodec;

/// `docs/contract.md` against the code and the tests that it names.
final class ContractTest {
    private static final Document CONTRACT = new Document(
            Document.HOME.resolve("docs/contract.md"),
            Document.read(Document.HOME.resolve("docs/contract.md")));
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| ([A-Z]?\\d+(?:, \\d+)*) \\| ([^|]+) \\|.*$");
    private static final int MESSAGES = 29;
    /// What says that a rule is listed, and why it has no test.
    private static final List<String> WITHOUT_TESTS = List.of("H6");

    /// {@return the rows of a table, by what is in their first column}
    private static Map<String, Document> rows(String heading) {
        String section = CONTRACT.text().split("(?m)^## " + heading + "$")[1];
        String table = section.split("(?m)^#")[0];
        Map<String, Document> rows = new TreeMap<>();
        ROW.matcher(table).results().forEach(row -> assertEquals(null, rows.put(
                row.group(1), new Document(CONTRACT.path(), row.group())), row.group(1)));
        return rows;
    }

    private static Stream<String> testsOf(Document row) {
        return row.links().map(link -> Document.read(link.target()))
                .filter(text -> text.contains("@Test") || text.contains("@ParameterizedTest"));
    }

    @Test
    void everyMessageIsThereByItsNumberAndNameAndHasATest() {
        Map<String, Document> rows = rows("Control messages");
        assertEquals(MESSAGES, rows.size());
        for (int type = 1; type <= MESSAGES; type++) {
            Document row = rows.get(String.valueOf(type));
            assertTrue(row.text().startsWith(
                    "| " + type + " | " + ControlCodec.nameOf(type) + " |"), row.text());
            assertTrue(testsOf(row).findAny().isPresent(), row.text());
        }
        assertEquals("message 0x1e", ControlCodec.nameOf(MESSAGES + 1));
    }

    @Test
    void everyPacketTypeIsThereAndHasATest() {
        Map<String, Document> rows = rows("Packets");
        assertEquals(IntStream.rangeClosed(0, 13).boxed().toList(), rows.keySet().stream()
                .flatMap(types -> Stream.of(types.split(", ")))
                .map(Integer::valueOf).sorted().toList());
        rows.values().forEach(
                row -> assertTrue(testsOf(row).findAny().isPresent(), row.text()));
    }

    @ParameterizedTest
    @CsvSource({"the ring, R, 11", "packets, P, 21", "the messages to a root, M, 19",
            "GPADLs, G, 10", "the messages to a client, C, 8", "Hyper-V sockets, H, 6"})
    void everyRuleIsThereAndItsTestsNameIt(String subject, String letter, int count) {
        Map<String, Document> rows = rows("Rules of " + subject);
        for (int number = 1; number <= count; number++) {
            String rule = letter + number;
            Document row = rows.get(rule);
            List<String> tests = testsOf(row).toList();
            assertEquals(WITHOUT_TESTS.contains(rule), tests.isEmpty(), row.text());
            Pattern name = Pattern.compile("(?i)\\b" + rule + "(?=\\b|[A-Z])");
            tests.forEach(test -> assertTrue(name.matcher(test).find(), row.text()));
        }
        assertEquals(count, rows.size());
    }
}
