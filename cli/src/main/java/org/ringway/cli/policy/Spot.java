// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.policy;

import org.jspecify.annotations.Nullable;
import org.tomlj.TomlPosition;

/// A place in a policy file.
///
/// @param file such as `/etc/ringway/ringway.toml`
/// @param key such as `offers[1].see`; empty for the file itself
/// @param at line and column
record Spot(String file, String key, TomlPosition at) {
    /// The value of a key in the table that is here.
    Spot key(String name, @Nullable TomlPosition where) {
        return new Spot(file, key.isEmpty() ? name : key + '.' + name, where == null ? at : where);
    }

    /// An element of the array that is here, counted from 0 as the parser does.
    Spot element(int index, TomlPosition where) {
        return new Spot(file, key + '[' + index + ']', where);
    }

    /// How denials name the rule that is here.
    String label() {
        return "policy " + key + " (line " + at.line() + ')';
    }

    PolicyFault fault(String expected, @Nullable Object found) {
        return new PolicyFault(this + ": expected " + expected + ", found " + describe(found));
    }

    PolicyFault fault(String problem) {
        return new PolicyFault(this + ": " + problem);
    }

    private static String describe(@Nullable Object value) {
        return switch (value) {
            case null -> "nothing";
            case String text -> '"' + text.replaceAll("\\p{Cntrl}", "?") + '"';
            case Number number -> number.toString();
            case Boolean truth -> truth.toString();
            case org.tomlj.TomlTable _ -> "a table";
            case org.tomlj.TomlArray _ -> "an array";
            default -> "a date or time";
        };
    }

    @Override
    public String toString() {
        return file + ':' + at.line() + ':' + at.column() + (key.isEmpty() ? "" : ": " + key);
    }
}
