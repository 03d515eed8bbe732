// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.tidy;

import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.PackageTree;
import com.sun.source.tree.RequiresTree;
import com.sun.source.tree.Tree;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Who may know whom: arrows point inward, and each side of a seam sees the seam only.
final class ImportRules {
    private static final String LINUX = "org.ringway.platform.linux";
    private static final List<String> ABOVE_CORE =
            List.of("org.ringway.root", "org.ringway.child", "org.ringway.cli",
                    "org.ringway.conformance", LINUX);

    private static final Rule NO_WILDCARDS = Rule.perSource(
            "no import with a star",
            "a reader cannot see where a name comes from, and a new name elsewhere may clash",
            "import each name",
            source -> source.all(ImportTree.class)
                    .filter(each -> each.getQualifiedIdentifier().toString().endsWith(".*"))
                    .map(each -> source.finding(each,
                            "wildcard: import=" + each.getQualifiedIdentifier())));

    private static final Rule NO_LEFTOVERS = Rule.perSource(
            "no import without a use",
            "it tells readers of a dependency that is gone",
            "delete it",
            source -> source.all(ImportTree.class)
                    .filter(each -> !isUsed(source, each))
                    .map(each -> source.finding(each,
                            "unused: import=" + each.getQualifiedIdentifier())));

    private static final Rule CORE = separation(
            "core knows nobody outside core",
            "everything depends on core, so core must not depend on anything",
            "name what core needs as an interface in org.ringway.platform",
            ImportRules::isCore, ABOVE_CORE);

    private static final Rule RING = separation(
            "the ring does not know the control messages",
            "a ring works without a root, in a test as in a foreign peer",
            "pass values of org.ringway.memory",
            in("org.ringway.ring"), List.of("org.ringway.protocol"));

    private static final Rule PROTOCOL = separation(
            "the control messages do not know the ring",
            "the root speaks them and never touches a ring",
            "pass values of org.ringway.memory",
            in("org.ringway.protocol"), List.of("org.ringway.ring"));

    private static final Rule ROOT = separation(
            "the root does not know the child library",
            "they meet in bytes only, or no foreign client would be served",
            "move what both need to core",
            in("org.ringway.root").and(Source::isMain),
            List.of("org.ringway.child", "org.ringway.cli"));

    private static final Rule CHILD = separation(
            "the child library does not know the root",
            "they meet in bytes only, or no foreign root would be understood",
            "move what both need to core",
            in("org.ringway.child").and(Source::isMain),
            List.of("org.ringway.root", "org.ringway.cli"));

    private static final Rule CONFORMANCE = separation(
            "what tries others knows neither our root nor our child",
            "it would expect of others what ours happen to do",
            "say the bytes, and expect what docs/protocol.md says",
            in("org.ringway.conformance"),
            List.of("org.ringway.root", "org.ringway.child", "org.ringway.channel",
                    "org.ringway.ring", "org.ringway.cli"));

    private static final Rule PLATFORM = separation(
            "the Linux platform knows the seam and nothing above it",
            "a platform is replaceable only if it implements an interface and no more",
            "take what is needed as a parameter of the interface",
            in(LINUX),
            List.of("org.ringway.ring", "org.ringway.protocol", "org.ringway.root",
                    "org.ringway.child", "org.ringway.cli"));

    private static final Rule FOUND_AS_A_SERVICE = separation(
            "only the command line and the tests name the Linux platform",
            "a library that names it cannot run on another one",
            "take a Platform as a parameter, or find it with ServiceLoader",
            in(LINUX).or(in("org.ringway.cli")).or(in("org.ringway.verify"))
                    .or(ImportRules::isTheArtifactForUsers).negate(),
            List.of(LINUX));

    private static final Rule ONE_DOOR = separation(
            "native access is in the platform module alone",
            "one place to read when a wrong pointer kills the machine",
            "add a method to the interfaces of org.ringway.platform and call that",
            in(LINUX).negate().and(Source::isMain),
            List.of("java.lang.foreign.Linker", "java.lang.foreign.SymbolLookup",
                    "java.lang.foreign.FunctionDescriptor", "jdk.internal", "sun.misc"));

    private static final Rule MACHINES = separation(
            "a state machine has no input, output, thread or clock",
            "its tests are plain values, and a simulator can run it in any order",
            "return an effect and let the shell act",
            source -> source.isMain() && source.home().endsWith(".machine"),
            List.of("java.io", "java.net", "java.nio", "java.time", "java.util.concurrent",
                    "java.lang.foreign", "java.util.Random", "java.util.random"));

    private ImportRules() {}

    static List<Rule> all() {
        return List.of(NO_WILDCARDS, NO_LEFTOVERS, CORE, RING, PROTOCOL, ROOT, CHILD,
                CONFORMANCE, PLATFORM, FOUND_AS_A_SERVICE, ONE_DOOR, MACHINES);
    }

    /// A use may be a link in a comment, too.
    private static boolean isUsed(Source source, ImportTree each) {
        String name = ((MemberSelectTree) each.getQualifiedIdentifier()).getIdentifier().toString();
        Pattern use = Pattern.compile("\\b" + Pattern.quote(name) + "\\b");
        return name.equals("*") || source.lines().stream()
                .filter(line -> !line.startsWith("import "))
                .anyMatch(line -> use.matcher(line).find());
    }

    private static Rule separation(String title, String why, String instead,
            Predicate<Source> who, List<String> mayNotKnow) {
        return Rule.perSource(title, why, instead, source -> who.test(source)
                ? known(source).filter(name -> isWithin(name.toString(), mayNotKnow))
                        .map(name -> source.finding(name, "must not know: name=" + name))
                : Stream.of());
    }

    /// Everything with a dotted name: imports, modules required, and full names in the code.
    private static Stream<MemberSelectTree> known(Source source) {
        return source.all(MemberSelectTree.class)
                .filter(name -> !(source.parent(name) instanceof MemberSelectTree))
                .filter(name -> !declaresWhereItIs(source.parent(name)));
    }

    private static boolean declaresWhereItIs(Tree parent) {
        return parent instanceof PackageTree;
    }

    private static boolean isWithin(String name, List<String> prefixes) {
        return prefixes.stream()
                .anyMatch(prefix -> name.equals(prefix) || name.startsWith(prefix + "."));
    }

    private static Predicate<Source> in(String prefix) {
        return source -> isWithin(source.home(), List.of(prefix));
    }

    private static boolean isCore(Source source) {
        return source.path().startsWith("core/src/main/");
    }

    /// Its module says which platform an application gets, and it has no code.
    private static boolean isTheArtifactForUsers(Source source) {
        return source.all(RequiresTree.class).findAny().isPresent()
                && source.home().equals("org.ringway");
    }
}
