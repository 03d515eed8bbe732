// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.tidy;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;

/// What users of a package can rely on. The compiler's doclint checks what is written; here is
/// checked what is missing.
final class DocumentationRules {
    private static final Rule MEMBERS = new Rule(
            "everything exported is documented",
            "what is not said is guessed, and the guess becomes the contract",
            "say what it does for the caller in one sentence of `///`, or make it package-private",
            codebase -> {
                Set<String> exported = codebase.exportedPackages();
                return codebase.sources().stream()
                        .filter(source -> source.isMain() && exported.contains(source.home()))
                        .flatMap(DocumentationRules::undocumented);
            });

    private static final Rule NULL_MARKED = new Rule(
            "every package of main code has a package-info with @NullMarked",
            "null is then declared where it can be, and nowhere else",
            "add package-info.java: a sentence, @NullMarked, the package, the import",
            DocumentationRules::unmarkedPackages);

    private static final Rule THREADS = Rule.perSource(
            "every public class of ring and channel says which threads may call it",
            "nobody can see it in a signature, and a wrong guess works until it is late",
            "write an item `- **Thread:** one at a time`, or any, in the text of the class",
            DocumentationRules::classesWithoutThreads);

    private DocumentationRules() {}

    static List<Rule> all() {
        return List.of(MEMBERS, NULL_MARKED, THREADS);
    }

    private static Stream<Finding> undocumented(Source source) {
        return source.unit().getTypeDecls().stream()
                .filter(ClassTree.class::isInstance)
                .map(ClassTree.class::cast)
                .filter(type -> Modifiers.has(type, Modifier.PUBLIC))
                .flatMap(type -> undocumented(source, type));
    }

    private static Stream<Finding> undocumented(Source source, ClassTree type) {
        Stream<Finding> own = source.doc(type) == null
                ? Stream.of(source.finding(type, "type without a word: " + Source.name(type)))
                : undocumentedComponents(source, type);
        Stream<Finding> members = type.getMembers().stream()
                .filter(member -> isSeen(type, member))
                .flatMap(member -> member instanceof ClassTree nested
                        ? undocumented(source, nested)
                        : undocumentedMember(source, type, member));
        return Stream.concat(own, members);
    }

    private static Stream<Finding> undocumentedMember(Source source, ClassTree type, Tree member) {
        boolean said = source.doc(member) != null || isSaidElsewhere(type, member);
        return said ? Stream.of() : Stream.of(source.finding(member,
                "member without a word: type=" + type.getSimpleName() + " " + name(member)));
    }

    private static Stream<Finding> undocumentedComponents(Source source, ClassTree type) {
        String doc = source.doc(type);
        return components(type)
                .filter(component -> doc != null && !doc.contains("@param " + component))
                .map(component -> source.finding(type, "component without a word: record="
                        + type.getSimpleName() + " component=" + component));
    }

    private static String name(Tree member) {
        return member instanceof VariableTree field
                ? "name=" + field.getName() : Source.name(member);
    }

    private static boolean isSeen(ClassTree type, Tree member) {
        if (!(member instanceof ClassTree || member instanceof MethodTree
                || member instanceof VariableTree)) {
            return false;
        }
        if (Modifiers.has(member, Modifier.PRIVATE)) {
            return false;
        }
        return type.getKind() == Tree.Kind.INTERFACE
                || type.getKind() == Tree.Kind.ANNOTATION_TYPE
                || Modifiers.has(member, Modifier.PUBLIC)
                || Modifiers.has(member, Modifier.PROTECTED);
    }

    /// What overrides is documented where it is promised; what a record makes of its components, at
    /// the record.
    private static boolean isSaidElsewhere(ClassTree type, Tree member) {
        if (member instanceof VariableTree) {
            return isComponent(type, member);
        }
        if (member instanceof MethodTree method) {
            return Modifiers.isAnnotated(method, "Override")
                    || type.getKind() == Tree.Kind.RECORD && isMadeFromComponents(type, method);
        }
        return false;
    }

    private static boolean isMadeFromComponents(ClassTree type, MethodTree method) {
        List<String> components = components(type).toList();
        List<String> parameters = method.getParameters().stream()
                .map(parameter -> parameter.getName().toString())
                .toList();
        boolean canonical = method.getReturnType() == null
                && (parameters.isEmpty() || parameters.equals(components));
        return canonical
                || parameters.isEmpty() && components.contains(method.getName().toString());
    }

    private static Stream<String> components(ClassTree type) {
        return type.getMembers().stream()
                .filter(member -> isComponent(type, member))
                .map(member -> ((VariableTree) member).getName().toString());
    }

    private static boolean isComponent(ClassTree type, Tree member) {
        return type.getKind() == Tree.Kind.RECORD && member instanceof VariableTree
                && !Modifiers.has(member, Modifier.STATIC);
    }

    private static Stream<Finding> classesWithoutThreads(Source source) {
        boolean concerned = source.isMain()
                && source.home().matches("org\\.ringway\\.(ring|channel)");
        return source.unit().getTypeDecls().stream()
                .filter(type -> concerned && type.getKind() == Tree.Kind.CLASS)
                .filter(type -> Modifiers.has(type, Modifier.PUBLIC))
                .filter(type -> !String.valueOf(source.doc(type)).contains("**Thread:**"))
                .map(type -> source.finding(type, "no word of threads: " + Source.name(type)));
    }

    private static Stream<Finding> unmarkedPackages(Codebase codebase) {
        Set<String> marked = codebase.sources().stream()
                .filter(source -> source.unit().getPackageAnnotations().stream()
                        .anyMatch(each -> each.getAnnotationType().toString().equals("NullMarked")))
                .map(DocumentationRules::folder)
                .collect(Collectors.toSet());
        return codebase.sources().stream()
                .filter(source -> source.isMain() && source.unit().getModule() == null)
                .map(DocumentationRules::folder)
                .filter(folder -> !marked.contains(folder))
                .distinct()
                .map(folder -> new Finding(folder + "/package-info.java", 1, "no @NullMarked"));
    }

    private static String folder(Source source) {
        return Path.of(source.path()).getParent().toString();
    }
}
