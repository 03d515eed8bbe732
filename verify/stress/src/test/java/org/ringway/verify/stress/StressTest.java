// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Runs every class of this package whose name ends in `Stress`: for less than a minute, or for
/// many with `-Dringway.stress=long`.
final class StressTest {
    private static final Path SOURCES = Path.of("src/test/java/org/ringway/verify/stress");
    private static final String TEST_LIST = "/META-INF/TestList";
    private static final Pattern GENERATED =
            Pattern.compile("org\\.ringway\\.verify\\.stress\\.(\\w+)_jcstress");
    private static final Pattern RESULTS =
            Pattern.compile("\\(Results: (\\d+) planned; (\\d+) passed,");

    private static Set<String> written() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Stress.java"))
                    .map(name -> name.replace(".java", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Set<String> generated() throws IOException {
        try (InputStream list = StressTest.class.getResourceAsStream(TEST_LIST)) {
            String text = list == null
                    ? ""
                    : new String(list.readAllBytes(), StandardCharsets.UTF_8);
            return GENERATED.matcher(text).results()
                    .map(found -> found.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    @DisplayName("every class has become a test: javac is silent when it runs no processor")
    void everyClassHasBecomeATest() throws Exception {
        assertFalse(written().isEmpty());
        assertEquals(written(), generated());
    }

    @Test
    void noForbiddenOutcomeIsSeen() throws Exception {
        Jcstress.Result result = new Jcstress("jcstress", System.getProperty("java.class.path"),
                Jcstress.isLong() ? Jcstress.LONG : Jcstress.SHORT).run();
        assertEquals(0, result.status(), result::report);

        Matcher results = RESULTS.matcher(result.report());
        MatchResult last = results.results().reduce((_, later) -> later).orElseThrow();
        assertEquals(last.group(1), last.group(2), result::report);
        assertTrue(Integer.parseInt(last.group(2)) >= written().size(), result::report);
        for (String test : written()) {
            assertTrue(result.report().contains("." + test), test + " was not run");
        }
    }
}
