// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.policy;

import java.util.Set;
import java.util.function.Function;
import org.ringway.cli.Account;
import org.ringway.root.policy.People;
import picocli.CommandLine.TypeConversionException;

/// Reads who is meant: `users` and `groups`, by name or number.
final class PeopleReader {
    /// The largest number but one of 32 bits; the last one means nobody to the kernel.
    private static final long MAX_ID = 0xFFFF_FFFEL;

    private PeopleReader() {}

    static People people(Section section) {
        section.allowing("users", "groups");
        if (!section.has("users") && !section.has("groups")) {
            throw section.spot().fault("names nobody; write users, groups or both");
        }
        return new People.These(users(section), groups(section));
    }

    static Set<Integer> users(Section section) {
        return ids(section, "users", "user", new Account.OfUser()::convert);
    }

    private static Set<Integer> groups(Section section) {
        return ids(section, "groups", "group", new Account.OfGroup()::convert);
    }

    private static Set<Integer> ids(
            Section section, String key, String kind, Function<String, Account> names) {
        String expected = "a " + kind + "'s name or number";
        return Set.copyOf(section.elements(key, "an array, each element " + expected,
                (at, value) -> switch (value) {
                    case Long id when id >= 0 && id <= MAX_ID -> id.intValue();
                    case String name -> named(at, name, names);
                    default -> throw at.fault(expected, value);
                }));
    }

    private static int named(Spot at, String name, Function<String, Account> names) {
        try {
            return names.apply(name).id();
        } catch (TypeConversionException unknown) {
            throw at.fault(unknown.getMessage());
        }
    }
}
