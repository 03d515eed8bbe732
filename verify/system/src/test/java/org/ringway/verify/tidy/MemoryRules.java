// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.tidy;

import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Who sees a byte when, and who lets go of it.
final class MemoryRules {
    private static final int COMMENT_REACH = 3;
    private static final Pattern PARTNER = Pattern.compile("PAIRS-WITH (\\w+):");
    private static final Pattern ORDERING = Pattern.compile(
            "\\w*Fence|\\w+(Acquire|Release|Volatile)|(weakC|c)ompareAnd\\w+|getAnd\\w+");
    private static final Set<String> ENDLESS = Set.of("Arena.ofAuto", "Arena.global");

    private static final Rule PARTNERS = Rule.perSource(
            "every memory ordering in the ring names its partner",
            "an ordering does nothing alone; whoever changes one side must find the other",
            "write `// PAIRS-WITH method: what breaks without it` in the " + COMMENT_REACH
                    + " lines before, where the method has an ordering of its own",
            MemoryRules::orderingsAlone);

    private static final Rule ARENAS = Rule.perSource(
            "no arena without an end",
            "shared memory that nobody closes stays mapped until a collector happens to run",
            "Arena.ofConfined or Arena.ofShared, closed by the close method of one owner",
            source -> source.all(MemberSelectTree.class)
                    .filter(select -> source.isMain() && ENDLESS.contains(select.toString()))
                    .map(select -> source.finding(select, "endless: " + Source.name(select))));

    private static final Rule REINTERPRET = Rule.perSource(
            "no segment is given another size outside the platform",
            "a wrong size is a write into somebody else's memory, and the JVM cannot see it",
            "map or slice: the platform hands out segments with their true size",
            source -> source.all(MemberSelectTree.class)
                    .filter(select -> source.isMain() && !source.path().startsWith("platform/"))
                    .filter(select -> select.getIdentifier().contentEquals("reinterpret"))
                    .map(select -> source.finding(select, "reinterpret: " + Source.name(select))));

    private MemoryRules() {}

    static List<Rule> all() {
        return List.of(PARTNERS, ARENAS, REINTERPRET);
    }

    private static Stream<Finding> orderingsAlone(Source source) {
        if (!source.isMain() || !source.home().equals("org.ringway.ring")) {
            return Stream.of();
        }
        Set<String> ordered = orderings(source)
                .map(call -> Optional.ofNullable(source.around(call, MethodTree.class)))
                .flatMap(Optional::stream)
                .map(method -> method.getName().toString())
                .collect(Collectors.toSet());
        return orderings(source)
                .filter(call -> !ordered.contains(partner(source, call)))
                .map(call -> source.finding(call, "ordering alone: " + Source.name(call)
                        + " partner=" + partner(source, call)));
    }

    private static Stream<MethodInvocationTree> orderings(Source source) {
        return source.all(MethodInvocationTree.class)
                .filter(call -> ORDERING.matcher(calledName(call)).matches())
                .filter(call -> call.getMethodSelect() instanceof MemberSelectTree);
    }

    /// The first name after PAIRS-WITH, from the call upwards; none is an empty one.
    private static String partner(Source source, MethodInvocationTree call) {
        int line = (int) source.firstLine(call) - 1;
        for (int i = line - 1; i >= Math.max(0, line - COMMENT_REACH); i--) {
            Matcher comment = PARTNER.matcher(source.lines().get(i));
            if (comment.find()) {
                return comment.group(1);
            }
        }
        return "";
    }

    static String calledName(MethodInvocationTree call) {
        return switch (call.getMethodSelect()) {
            case MemberSelectTree select -> select.getIdentifier().toString();
            case IdentifierTree name -> name.getName().toString();
            default -> "";
        };
    }
}
