// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.tidy;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import java.util.List;
import java.util.Set;

/// Things the language allows and this project does without.
final class HabitRules {
    private static final Set<String> STREAMS = Set.of("System.out", "System.err");
    private static final List<String> SPEAKERS = List.of("cli/", "examples/", "verify/bench/");

    private static final Rule OPTIONAL = Rule.perSource(
            "no Optional in a field or a parameter",
            "it can itself be null, and every caller must wrap",
            "`@Nullable` for a result that can be absent, an overload for a parameter;"
                    + " OptionalInt and its kind may stand in a record",
            source -> source.all(VariableTree.class)
                    .filter(variable -> isFieldOrParameter(source.parent(variable)))
                    .filter(HabitRules::isOptional)
                    .map(variable -> source.finding(variable, "optional: " + variable)));

    private static final Rule SILENT = Rule.perSource(
            "no library code prints",
            "standard output belongs to the program, and may be a protocol",
            "return a value or throw; what goes on inside is for listeners and inspection",
            source -> source.all(MemberSelectTree.class)
                    .filter(_ -> source.isMain() && !maySpeak(source))
                    .filter(select -> STREAMS.contains(select.toString()))
                    .map(select -> source.finding(select, "prints: " + Source.name(select))));

    private static final Rule AWAKE = Rule.perSource(
            "no library code sleeps",
            "nobody can wake it: not a close, not the end of what it waits for",
            "wait for the event itself, with a time limit: a condition, a join, a poller",
            source -> source.all(MemberSelectTree.class)
                    .filter(select -> source.isMain() && !maySpeak(source)
                            && TestRules.isSleep(select))
                    .map(select -> source.finding(select, "sleeps: " + Source.name(select))));

    private static final Rule TRACES = Rule.perSource(
            "no program throws a stack trace at its user",
            "it says where we were, and not what to do next",
            "one line that says both; a trace on request, into the writer of the command",
            source -> source.all(MethodInvocationTree.class)
                    .filter(call -> source.isMain() && call.getArguments().isEmpty()
                            && MemoryRules.calledName(call).equals("printStackTrace"))
                    .map(call -> source.finding(call, "traces: " + Source.name(call))));

    private HabitRules() {}

    static List<Rule> all() {
        return List.of(OPTIONAL, SILENT, AWAKE, TRACES);
    }

    private static boolean maySpeak(Source source) {
        return SPEAKERS.stream().anyMatch(source.path()::startsWith);
    }

    private static boolean isFieldOrParameter(Tree parent) {
        return parent instanceof ClassTree || parent instanceof MethodTree;
    }

    private static boolean isOptional(VariableTree variable) {
        return variable.getType() instanceof ParameterizedTypeTree type
                && type.getType().toString().matches("(java\\.util\\.)?Optional");
    }
}
