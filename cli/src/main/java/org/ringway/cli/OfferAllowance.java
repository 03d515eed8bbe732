// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import java.util.Set;
import org.ringway.root.policy.OfferRule;
import org.ringway.root.policy.OfferRule.Consumers;
import org.ringway.root.policy.People;
import org.ringway.wire.Guid;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads who may offer what: a user, `@group` or `*`, and perhaps a colon and one kind of service,
/// by its UUID or its name.
final class OfferAllowance implements ITypeConverter<OfferRule> {
    @Override
    public OfferRule convert(String text) {
        int colon = text.indexOf(':');
        People who = people(colon < 0 ? text : text.substring(0, colon));
        Set<Guid> interfaceIds =
                colon < 0 ? Set.of() : Set.of(interfaceId(text.substring(colon + 1)));
        return new OfferRule("--allow-offer " + text, who, interfaceIds, Set.of(),
                Consumers.EVERYBODY);
    }

    private static People people(String who) {
        if (who.equals("*")) {
            return People.EVERYBODY;
        }
        if (who.startsWith("@")) {
            int gid = new Account.OfGroup().convert(who.substring(1)).id();
            return new People.These(Set.of(), Set.of(gid));
        }
        return new People.These(Set.of(new Account.OfUser().convert(who).id()), Set.of());
    }

    private static Guid interfaceId(String kind) {
        if (kind.isEmpty()) {
            throw new TypeConversionException("no kind of service after the colon");
        }
        return ServiceKind.interfaceId(kind);
    }
}
