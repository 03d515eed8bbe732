// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.tidy;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One word for one thing, and that the field's own.
final class NamingRules {
    private static final Pattern EMPTY_WORD = Pattern.compile(".*(Util|Utils|Manager|Helper)");
    private static final Pattern WORD_BORDER = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|_");

    /// Words that mean one of our terms; words that also mean something else are left out.
    private static final Map<String, String> GLOSSARY = Map.ofEntries(
            Map.entry("node", "partition"),
            Map.entry("hub", "root"),
            Map.entry("master", "root"),
            Map.entry("slave", "child"),
            Map.entry("backend", "provider"),
            Map.entry("frontend", "consumer"),
            Map.entry("session", "link"),
            Map.entry("lane", "subchannel"),
            Map.entry("advertisement", "offer"),
            Map.entry("advertise", "offer"),
            Map.entry("revoke", "rescind"),
            Map.entry("ack", "relIdReleased, completion"),
            Map.entry("rx", "incoming"),
            Map.entry("tx", "outgoing"),
            Map.entry("watermark", "pendingSendSize"),
            Map.entry("kick", "signal"),
            Map.entry("correlation", "transactionId"),
            Map.entry("dial", "connect"),
            Map.entry("dump", "inspect"),
            Map.entry("debug", "inspect"));

    private static final Rule NO_EMPTY_WORDS = Rule.perSource(
            "no type is a Util, a Manager or a Helper",
            "such a name says nothing, so anything may be put there",
            "name the type after what it is or what it makes",
            source -> source.all(ClassTree.class)
                    .filter(type -> EMPTY_WORD.matcher(type.getSimpleName()).matches())
                    .map(type -> source.finding(type, "empty word: " + Source.name(type))));

    private static final Rule TERMS = Rule.perSource(
            "names use the words of the glossary",
            "two words for one thing make readers look for the difference",
            "take the word that the finding names; GLOSSARY.md says what it means",
            NamingRules::foreignWords);

    private NamingRules() {}

    static List<Rule> all() {
        return List.of(NO_EMPTY_WORDS, TERMS);
    }

    private static Stream<Finding> foreignWords(Source source) {
        return source.all(Tree.class).flatMap(declaration -> WORD_BORDER
                .splitAsStream(declaredName(declaration))
                .map(word -> word.toLowerCase(Locale.ROOT))
                .filter(GLOSSARY::containsKey)
                .map(word -> source.finding(declaration, "foreign word: name="
                        + declaredName(declaration) + " word=" + word
                        + " ours=" + GLOSSARY.get(word))));
    }

    private static String declaredName(Tree tree) {
        return switch (tree) {
            case ClassTree type -> type.getSimpleName().toString();
            case MethodTree method -> method.getName().toString();
            case VariableTree variable -> variable.getName().toString();
            default -> "";
        };
    }
}
