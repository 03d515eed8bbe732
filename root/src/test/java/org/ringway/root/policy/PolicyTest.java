// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ringway.platform.PeerCredentials;
import org.ringway.root.policy.OfferRules.Allowance;
import org.ringway.wire.Guid;

/// Rules and quotas as values.
final class PolicyTest {
    private static final Guid ECHO = Guid.ofName("echo");
    private static final Guid FILES = Guid.ofName("files");

    private static PeerCredentials peer(int uid, int gid) {
        return new PeerCredentials(1, uid, gid);
    }

    @Test
    void withoutUsersAndGroupsEverybodyMayJoin() {
        assertTrue(JoinRules.EVERYBODY.allows(peer(1, 1)));
    }

    @Test
    void aUserOrAGroupSufficesToJoin() {
        JoinRules rules = new JoinRules(Set.of(1000), Set.of(50));
        assertTrue(rules.allows(peer(1000, 1)));
        assertTrue(rules.allows(peer(1, 50)));
        assertFalse(rules.allows(peer(50, 1000)));
    }

    @Test
    void everyConditionOfAnAllowanceCounts() {
        OfferRules rules = new OfferRules(List.of(
                new Allowance(OptionalInt.of(1000), OptionalInt.of(50), Set.of(ECHO))));
        assertTrue(rules.allows(peer(1000, 50), ECHO));
        assertFalse(rules.allows(peer(1000, 50), FILES));
        assertFalse(rules.allows(peer(1001, 50), ECHO));
        assertFalse(rules.allows(peer(1000, 51), ECHO));
    }

    @Test
    void anEmptyListAllowsNothing() {
        assertFalse(new OfferRules(List.of()).allows(peer(0, 0), ECHO));
        assertTrue(OfferRules.EVERYBODY.allows(peer(7, 8), FILES));
    }

    @Test
    void quotasArePositive() {
        assertEquals("quota must be positive: gpadls=0",
                assertThrows(IllegalArgumentException.class,
                        () -> new Quotas(1, 1, 1, 1, 1, 0, 1, 1, 1)).getMessage());
        assertEquals(1, new Quotas(1, 1, 1, 1, 1, 1, 1, 1, 1).unansweredParts());
    }
}
