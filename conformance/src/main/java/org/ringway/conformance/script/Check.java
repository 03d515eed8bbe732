// SPDX-License-Identifier: Apache-2.0
package org.ringway.conformance.script;

import org.ringway.conformance.Finding;
import org.ringway.conformance.Finding.Outcome;
import org.ringway.conformance.Rule;

/// A rule, and how to try it.
///
/// @param <S> what the script plays on
public record Check<S>(Rule rule, Script<S> script) {
    /// Tries a rule.
    @FunctionalInterface
    public interface Script<S> {
        /// {@return what was seen, if the rule is kept}
        /// @throws Broken if it is not
        /// @throws NotTried if there is no seeing it
        String play(S stage);
    }

    public static <S> Check<S> of(String id, String promise, Script<S> script) {
        return new Check<>(new Rule(id, promise), script);
    }

    /// A rule that nobody outside can see.
    public static <S> Check<S> unseen(String id, String promise, String why) {
        return of(id, promise, _ -> {
            throw new NotTried(why);
        });
    }

    public Finding findOut(S stage) {
        try {
            return new Finding(rule, Outcome.KEPT, script.play(stage));
        } catch (Broken broken) {
            return new Finding(rule, Outcome.BROKEN, String.valueOf(broken.getMessage()));
        } catch (NotTried untried) {
            return new Finding(rule, Outcome.NOT_TRIED, String.valueOf(untried.getMessage()));
        }
    }
}
