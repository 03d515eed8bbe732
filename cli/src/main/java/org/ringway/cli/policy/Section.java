// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.policy;

import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/// One table of a policy file. Whatever is not as expected is a fault that says where.
///
/// @param spot where it is
/// @param table what is in it
record Section(Spot spot, TomlTable table) {
    /// Refuses keys that mean nothing here: a rule with a typing error must not be ignored.
    ///
    /// @param known every key that means something
    Section allowing(String... known) {
        for (String key : table.keySet()) {
            if (!List.of(known).contains(key)) {
                throw spot(key).fault("unknown key; known here: " + String.join(", ", known));
            }
        }
        return this;
    }

    boolean has(String key) {
        return value(key) != null;
    }

    private @Nullable Object value(String key) {
        return table.get(List.of(key));
    }

    Spot spot(String key) {
        return spot.key(key, table.inputPositionOf(List.of(key)));
    }

    /// {@return the table under a key, or null}
    @Nullable Section section(String key) {
        Object value = value(key);
        return switch (value) {
            case null -> null;
            case TomlTable inner -> new Section(spot(key), inner);
            default -> throw spot(key).fault("a table", value);
        };
    }

    /// {@return the tables of an array, in order; none if the key is not there}
    List<Section> sections(String key) {
        return elements(key, "tables, each begun with [[" + spot(key).key() + "]]", (at, value) -> {
            if (value instanceof TomlTable inner) {
                return new Section(at, inner);
            }
            throw at.fault("a table", value);
        });
    }

    /// {@return what the elements of an array stand for; none if the key is not there}
    ///
    /// @param expected what to say if it is no array
    /// @param read makes something of one, or throws
    <T> List<T> elements(String key, String expected, BiFunction<Spot, Object, T> read) {
        Object value = value(key);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof TomlArray array)) {
            throw spot(key).fault(expected, value);
        }
        return IntStream.range(0, array.size())
                .mapToObj(i -> read.apply(
                        spot(key).element(i, array.inputPositionOf(i)), array.get(i)))
                .toList();
    }

    /// {@return the number under a key, or what it usually is}
    ///
    /// @param most the largest there is; the least is 1
    long number(String key, long usual, long most) {
        Object value = value(key);
        if (value == null) {
            return usual;
        }
        if (value instanceof Long number && number >= 1 && number <= most) {
            return number;
        }
        throw spot(key).fault("a whole number from 1 to " + most, value);
    }

    /// As [#number], of those that are an `int`.
    int number(String key, int usual) {
        return (int) number(key, usual, Integer.MAX_VALUE);
    }
}
