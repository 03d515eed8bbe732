// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.tidy;

import java.util.HashMap;
import java.util.Map;

/// A text that breaks one rule, and the same text repaired.
///
/// @param rule that is broken
/// @param found what the rule must say of it
/// @param path of the file
/// @param broken the text
/// @param repaired the text as it should be
/// @param around other files that the rule must see, by their paths
record Example(String rule, String found, String path, String broken, String repaired,
        Map<String, String> around) {
    Example(String rule, String found, String path, String broken, String repaired) {
        this(rule, found, path, broken, repaired, Map.of());
    }

    /// {@return the same with one more file around}
    Example with(String otherPath, String text) {
        Map<String, String> more = new HashMap<>(around);
        more.put(otherPath, text);
        return new Example(rule, found, path, broken, repaired, more);
    }

    Codebase whenBroken() {
        return codebase(broken);
    }

    Codebase whenRepaired() {
        return codebase(repaired);
    }

    private Codebase codebase(String text) {
        Map<String, String> texts = new HashMap<>(around);
        texts.put(path, text);
        return Codebase.of(texts);
    }

    @Override
    public String toString() {
        return rule + ": " + found;
    }
}
