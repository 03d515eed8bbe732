// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringway.root.policy.OfferRule;
import org.ringway.root.policy.OfferRule.Consumers;
import org.ringway.root.policy.People;
import org.ringway.wire.Guid;
import picocli.CommandLine.TypeConversionException;

final class OfferAllowanceTest {
    private final OfferAllowance converter = new OfferAllowance();

    private static OfferRule rule(String text, People who, Set<Guid> interfaceIds) {
        return new OfferRule("--allow-offer " + text, who, interfaceIds, Set.of(),
                Consumers.EVERYBODY);
    }

    @Test
    void aUserMayOfferEverything() {
        assertEquals(rule("1207", new People.These(Set.of(1207), Set.of()), Set.of()),
                converter.convert("1207"));
    }

    @Test
    void aGroupMayOfferOneKindByName() {
        assertEquals(rule("@40:docs", new People.These(Set.of(), Set.of(40)),
                Set.of(Guid.ofName("docs"))), converter.convert("@40:docs"));
    }

    @Test
    void everybodyMayOfferOneKindByItsUuid() {
        UUID uuid = new UUID(7, 9);

        assertEquals(rule("*:" + uuid, People.EVERYBODY, Set.of(Guid.of(uuid))),
                converter.convert("*:" + uuid));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "@", ":docs", "1207:", "no such user"})
    void whatNamesNobodyOrNothingIsRefused(String text) {
        assertThrows(TypeConversionException.class, () -> converter.convert(text));
    }
}
