// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.ringway.root.policy.OfferRules.Allowance;
import org.ringway.wire.Guid;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads who may offer what: a user, `@group` or `*`, and perhaps a colon and one kind of service,
/// by its UUID or its name.
final class OfferAllowance implements ITypeConverter<Allowance> {
    @Override
    public Allowance convert(String text) {
        int colon = text.indexOf(':');
        String who = colon < 0 ? text : text.substring(0, colon);
        Set<Guid> interfaceIds =
                colon < 0 ? Set.of() : Set.of(interfaceId(text.substring(colon + 1)));
        if (who.equals("*")) {
            return new Allowance(OptionalInt.empty(), OptionalInt.empty(), interfaceIds);
        }
        if (who.startsWith("@")) {
            int gid = new Account.OfGroup().convert(who.substring(1)).id();
            return new Allowance(OptionalInt.empty(), OptionalInt.of(gid), interfaceIds);
        }
        int uid = new Account.OfUser().convert(who).id();
        return new Allowance(OptionalInt.of(uid), OptionalInt.empty(), interfaceIds);
    }

    private static Guid interfaceId(String name) {
        if (name.isEmpty()) {
            throw new TypeConversionException("no kind of service after the colon");
        }
        try {
            return Guid.of(UUID.fromString(name));
        } catch (IllegalArgumentException noUuid) {
            return Guid.ofName(name);
        }
    }
}
