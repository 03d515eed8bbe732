// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.tidy;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What a text file looks like, whatever it says.
final class TextRules {
    private static final int MAX_COLUMNS = 100;
    private static final String LICENSE = "// SPDX-License-Identifier: Apache-2.0";

    /// A letter of each word is in brackets, so that this file does not name what it looks for.
    private static final Pattern ELSEWHERE = Pattern.compile(
            "(?<![\\w.])/[t]mp\\b|(?<![\\w.])/[w]ork/|[r]epo1?\\.maven|[r]egistry\\.npm"
                    + "|[p]roxy\\.golang|[c]rates\\.io|[p]ypi\\.org|[f]iles\\.pythonhosted"
                    + "|[p]lugins\\.gradle\\.org|[j]center");

    private static final Rule LICENSED = Rule.perSource(
            "the first line is the license",
            "a file travels alone, and must say what may be done with it",
            "begin with: " + LICENSE,
            source -> source.lines().isEmpty() || !source.lines().getFirst().equals(LICENSE)
                    ? Stream.of(new Finding(source.path(), 1, "no license line"))
                    : Stream.of());

    private static final Rule NARROW = new Rule(
            "a line of Java has at most " + MAX_COLUMNS + " columns",
            "two files side by side fit on a screen, and a difference fits in a review",
            "break the line after a comma or before an operator, or name a part of it",
            codebase -> lines(codebase, path -> path.endsWith(".java"),
                    line -> line.length() > MAX_COLUMNS, "too long"));

    private static final Rule CLEAN = new Rule(
            "no tab, and no blank at the end of a line",
            "they show up as changes that change nothing",
            "indent by spaces and let the editor trim, as .editorconfig says",
            codebase -> lines(codebase, path -> path.endsWith(".java"),
                    line -> line.indexOf('\t') >= 0 || line.endsWith(" "), "tab or blank"));

    private static final Rule AT_HOME = new Rule(
            "no file names a folder of one machine or the host of a package registry",
            "it holds on that machine on that day, and for nobody else",
            "@TempDir in tests, $XDG_RUNTIME_DIR or an option in programs; registries are settings",
            codebase -> lines(codebase, _ -> true,
                    line -> ELSEWHERE.matcher(line).find(), "place of one machine"));

    private TextRules() {}

    static List<Rule> all() {
        return List.of(LICENSED, NARROW, CLEAN, AT_HOME);
    }

    private static Stream<Finding> lines(
            Codebase codebase, Predicate<String> paths, Predicate<String> breach, String what) {
        return codebase.texts().entrySet().stream()
                .filter(text -> paths.test(text.getKey()))
                .flatMap(text -> lines(text, breach, what));
    }

    private static Stream<Finding> lines(
            Map.Entry<String, String> text, Predicate<String> breach, String what) {
        List<String> lines = text.getValue().lines().toList();
        return IntStream.range(0, lines.size())
                .filter(i -> breach.test(lines.get(i)))
                .mapToObj(i -> new Finding(text.getKey(), i + 1,
                        what + ": columns=" + lines.get(i).length()
                                + " text=" + lines.get(i).strip()));
    }
}
