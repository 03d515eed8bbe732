// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.tidy;

import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreeScanner;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A test states a promise, can fail, and needs no luck.
final class TestRules {
    private static final Pattern ASSERTION = Pattern.compile("(assert|expect)[A-Z].*|fail");
    private static final List<String> TEST_ANNOTATIONS =
            List.of("Test", "ParameterizedTest", "RepeatedTest", "TestFactory");

    private static final Rule NO_SLEEP = Rule.perSource(
            "no test sleeps",
            "it is too short on a busy machine and too long on every other",
            "wait for the event itself: a latch, a join, a line of output; guard with @Timeout",
            source -> source.all(MemberSelectTree.class)
                    .filter(select -> source.isTest() && isSleep(select))
                    .map(select -> source.finding(select, "sleeps: " + Source.name(select))));

    private static final Rule NO_MOCKS = Rule.perSource(
            "no test pretends memory or a platform",
            "a mock proves what it was told, and breaks with every tuning",
            "LocalPlatform is a whole platform inside one JVM",
            source -> source.all(MethodInvocationTree.class)
                    .filter(call -> source.isTest()
                            && MemoryRules.calledName(call).matches("mock|spy"))
                    .map(call -> source.finding(call, "pretends: " + Source.name(call))));

    private static final Rule ASSERTS = new Rule(
            "every test asserts something",
            "a test that cannot fail is worse than none: it says all is well",
            "assert the result, or what must not have changed",
            TestRules::testsThatCannotFail);

    private TestRules() {}

    static List<Rule> all() {
        return List.of(NO_SLEEP, NO_MOCKS, ASSERTS);
    }

    static boolean isSleep(MemberSelectTree select) {
        return select.toString().equals("Thread.sleep")
                || select.getExpression() instanceof MemberSelectTree unit
                        && unit.toString().startsWith("TimeUnit.")
                        && select.getIdentifier().contentEquals("sleep");
    }

    private static Stream<Finding> testsThatCannotFail(Codebase codebase) {
        Map<String, List<Source>> packages = codebase.sources().stream()
                .filter(Source::isTest)
                .collect(Collectors.groupingBy(Source::home));
        return packages.values().stream().flatMap(TestRules::testsThatCannotFail);
    }

    /// A test may assert through methods of its package, however many calls away.
    private static Stream<Finding> testsThatCannotFail(List<Source> sources) {
        Set<MethodTree> asserting = new HashSet<>();
        Set<String> names = new HashSet<>();
        List<MethodTree> more;
        do {
            more = sources.stream()
                    .flatMap(source -> source.all(MethodTree.class))
                    .filter(method -> !asserting.contains(method) && asserts(method, names))
                    .toList();
            asserting.addAll(more);
            more.forEach(method -> names.add(method.getName().toString()));
        } while (!more.isEmpty());
        return sources.stream().flatMap(source -> source.all(MethodTree.class)
                .filter(method -> isTestMethod(method) && !asserting.contains(method))
                .map(method -> source.finding(method, "asserts nothing: " + Source.name(method))));
    }

    private static boolean asserts(MethodTree method, Set<String> assertingNames) {
        return mentions(method).stream().anyMatch(name ->
                assertingNames.contains(name) || ASSERTION.matcher(name).matches());
    }

    private static boolean isTestMethod(MethodTree method) {
        return TEST_ANNOTATIONS.stream().anyMatch(each -> Modifiers.isAnnotated(method, each));
    }

    private static Set<String> mentions(MethodTree method) {
        Set<String> names = new HashSet<>();
        new TreeScanner<@Nullable Void, @Nullable Void>() {
            @Override
            public @Nullable Void visitMethodInvocation(
                    MethodInvocationTree call, @Nullable Void nothing) {
                names.add(MemoryRules.calledName(call));
                return super.visitMethodInvocation(call, nothing);
            }

            @Override
            public @Nullable Void visitMemberReference(
                    MemberReferenceTree reference, @Nullable Void nothing) {
                names.add(reference.getName().toString());
                return super.visitMemberReference(reference, nothing);
            }
        }.scan(method, null);
        return names;
    }
}
