// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringway.root.policy.OfferRules.Allowance;
import org.ringway.wire.Guid;
import picocli.CommandLine.TypeConversionException;

final class OfferAllowanceTest {
    private static final OptionalInt ANY = OptionalInt.empty();

    private final OfferAllowance converter = new OfferAllowance();

    @Test
    void aUserMayOfferEverything() {
        assertEquals(new Allowance(OptionalInt.of(1207), ANY, Set.of()),
                converter.convert("1207"));
    }

    @Test
    void aGroupMayOfferOneKindByName() {
        assertEquals(new Allowance(ANY, OptionalInt.of(40), Set.of(Guid.ofName("docs"))),
                converter.convert("@40:docs"));
    }

    @Test
    void everybodyMayOfferOneKindByItsUuid() {
        UUID uuid = new UUID(7, 9);

        assertEquals(new Allowance(ANY, ANY, Set.of(Guid.of(uuid))),
                converter.convert("*:" + uuid));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "@", ":docs", "1207:", "no such user"})
    void whatNamesNobodyOrNothingIsRefused(String text) {
        assertThrows(TypeConversionException.class, () -> converter.convert(text));
    }
}
