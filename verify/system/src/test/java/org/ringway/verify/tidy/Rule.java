// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.tidy;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// One house rule, with the words that help whoever breaks it.
///
/// @param title the rule in a few words
/// @param why what goes wrong without it
/// @param instead what to do
/// @param check finds what breaks it
record Rule(String title, String why, String instead, Check check) {
    /// Finds what breaks a rule.
    interface Check extends Function<Codebase, Stream<Finding>> {}

    /// Looks at one Java file at a time.
    interface SourceCheck extends Function<Source, Stream<Finding>> {}

    /// {@return a rule that needs no more than one Java file at a time}
    static Rule perSource(String title, String why, String instead, SourceCheck check) {
        return new Rule(title, why, instead,
                codebase -> codebase.sources().stream().flatMap(check));
    }

    /// {@return all breaches and the way out, empty if there are none}
    String report(Codebase codebase) {
        List<String> places = check.apply(codebase).map(Finding::toString).distinct().toList();
        return places.isEmpty() ? "" : """
                %s
                why:     %s
                instead: %s
                """.formatted(String.join("\n", places), why, instead);
    }

    @Override
    public String toString() {
        return title;
    }
}
