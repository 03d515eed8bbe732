// SPDX-License-Identifier: Apache-2.0
package org.ringway.conformance;

/// What came of trying one rule.
///
/// @param rule the rule
/// @param outcome kept, broken, or neither
/// @param seen what was seen, with numbers, or why it was not tried
public record Finding(Rule rule, Outcome outcome, String seen) {
    /// How a rule fared.
    public enum Outcome {
        /// What was seen is what was expected.
        KEPT("kept"),
        /// Something else was seen.
        BROKEN("BROKEN"),
        /// There was no way to see it.
        NOT_TRIED("not tried");

        private final String text;

        Outcome(String text) {
            this.text = text;
        }

        /// {@return the outcome for people}
        public String text() {
            return text;
        }
    }
}
