// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.tidy;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;

/// How much a reader must hold in mind at once.
final class SizeRules {
    static final int MAX_FILE_LINES = 400;
    static final int MAX_METHOD_LINES = 40;
    static final int MAX_PUBLIC_TYPES = 15;

    private static final Rule FILES = Rule.perSource(
            "a file has at most " + MAX_FILE_LINES + " lines",
            "a file that long has more than one subject",
            "move one of the subjects to a file of its own",
            SizeRules::longFile);

    private static final Rule METHODS = Rule.perSource(
            "a method has at most " + MAX_METHOD_LINES + " lines",
            "nobody sees its beginning and its end together",
            "give each step a name and a method",
            SizeRules::longMethods);

    private static final Rule PACKAGES = new Rule(
            "an exported package has at most " + MAX_PUBLIC_TYPES + " public types",
            "whoever uses it must learn all of them; nested types come with their owner",
            "make types package-private, nest them in the type they serve, or split the package",
            SizeRules::crowdedPackages);

    private SizeRules() {}

    static List<Rule> all() {
        return List.of(FILES, METHODS, PACKAGES);
    }

    private static Stream<Finding> longFile(Source source) {
        int lines = source.lines().size();
        return lines > MAX_FILE_LINES
                ? Stream.of(new Finding(source.path(), 1, "file too long: lines=" + lines))
                : Stream.of();
    }

    private static Stream<Finding> longMethods(Source source) {
        return source.all(MethodTree.class)
                .filter(method -> lines(source, method) > MAX_METHOD_LINES)
                .map(method -> source.finding(method, "method too long: "
                        + Source.name(method) + " lines=" + lines(source, method)));
    }

    private static long lines(Source source, MethodTree method) {
        return source.lastLine(method) - source.firstLine(method) + 1;
    }

    private static Stream<Finding> crowdedPackages(Codebase codebase) {
        Map<String, List<Source>> byPackage = codebase.sources().stream()
                .filter(source -> source.isMain() && hasPublicType(source))
                .filter(source -> codebase.exportedPackages().contains(source.home()))
                .collect(Collectors.groupingBy(Source::home, TreeMap::new, Collectors.toList()));
        return byPackage.entrySet().stream()
                .filter(entry -> entry.getValue().size() > MAX_PUBLIC_TYPES)
                .map(entry -> new Finding(entry.getValue().getFirst().path(), 1,
                        "package too crowded: name=" + entry.getKey()
                                + " publicTypes=" + entry.getValue().size()));
    }

    private static boolean hasPublicType(Source source) {
        return source.all(ClassTree.class)
                .filter(type -> source.parent(type) instanceof CompilationUnitTree)
                .anyMatch(type -> Modifiers.has(type, Modifier.PUBLIC));
    }
}
