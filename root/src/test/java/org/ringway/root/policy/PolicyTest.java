// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ringway.platform.PeerCredentials;
import org.ringway.root.policy.OfferRule.Consumers;
import org.ringway.wire.Guid;
import org.ringway.wire.Name;
import org.ringway.wire.PortId;

/// Rules and quotas as values.
final class PolicyTest {
    private static final Guid ECHO = Guid.ofName("echo");
    private static final Guid FILES = Guid.ofName("files");
    private static final Name DOCS = Name.of("docs");
    private static final PeerCredentials ALICE = peer(1000, 50);
    private static final PeerCredentials BOB = peer(1001, 51);
    private static final OfferFacts ALICES_DOCS = new OfferFacts(ALICE, DOCS, FILES);

    private static PeerCredentials peer(int uid, int gid) {
        return new PeerCredentials(1, uid, gid);
    }

    private static People user(PeerCredentials peer) {
        return new People.These(Set.of(peer.uid()), Set.of());
    }

    private static OfferRule rule(String label, People providers, Consumers consumers) {
        return new OfferRule(label, providers, Set.of(FILES), Set.of(DOCS), consumers);
    }

    private static Policy policy(OfferRule... rules) {
        return Policy.DEFAULT.withOffers(List.of(rules));
    }

    @Test
    void aUserOrAGroupSuffices() {
        People people = new People.These(Set.of(1000), Set.of(50));
        assertTrue(people.include(peer(1000, 1)));
        assertTrue(people.include(peer(1, 50)));
        assertFalse(people.include(peer(50, 1000)));
        assertTrue(People.EVERYBODY.include(peer(1, 1)));
        assertFalse(People.NOBODY.include(peer(0, 0)));
    }

    @Test
    void whoMayNotJoinIsToldTheRule() {
        Policy policy = Policy.DEFAULT.withJoin(new JoinRule("policy join", user(ALICE)));
        assertNull(policy.whyNotJoin(ALICE));
        assertEquals("policy join: uid 1001 gid 51 may not join", policy.whyNotJoin(BOB));
        assertNull(Policy.DEFAULT.whyNotJoin(BOB));
    }

    @Test
    void everyConditionOfARuleCounts() {
        Policy policy = policy(rule("offers[0]", user(ALICE), Consumers.EVERYBODY));
        assertNull(policy.whyNotOffer(ALICES_DOCS));
        assertEquals("offers[0]: uid 1001 gid 51 may not offer \"docs\" interfaceId=" + FILES,
                policy.whyNotOffer(new OfferFacts(BOB, DOCS, FILES)));
        assertEquals("no rule of 1 for offers fits: uid 1000 gid 50 may not offer \"docs\""
                + " interfaceId=" + ECHO, policy.whyNotOffer(new OfferFacts(ALICE, DOCS, ECHO)));
        assertEquals("no rule of 1 for offers fits: uid 1000 gid 50 may not offer \"text\""
                + " interfaceId=" + FILES,
                policy.whyNotOffer(new OfferFacts(ALICE, Name.of("text"), FILES)));
    }

    @Test
    void whatNoRuleCoversIsForNobody() {
        assertEquals("no rule of 0 for offers fits: uid 1000 gid 50 may not offer \"docs\""
                + " interfaceId=" + FILES, policy().whyNotOpen(BOB, ALICES_DOCS));
        assertFalse(policy().maySee(BOB, ALICES_DOCS));
        assertFalse(policy().isTrusted(BOB, ALICES_DOCS));
    }

    @Test
    void theFirstRuleThatCoversAnOfferDecides() {
        Policy policy = policy(
                rule("offers[0]", user(BOB), Consumers.EVERYBODY),
                rule("offers[1]", user(ALICE),
                        new Consumers(user(ALICE), People.EVERYBODY, People.NOBODY)),
                OfferRule.EVERYTHING);
        assertFalse(policy.maySee(BOB, ALICES_DOCS));
        assertTrue(policy.maySee(ALICE, new OfferFacts(BOB, DOCS, FILES)));
        assertNull(policy.whyNotOffer(new OfferFacts(BOB, DOCS, ECHO)));
    }

    @Test
    void whoMaySeeNeedNotBeAllowedToOpenButWhoOpensMustSee() {
        Policy closed = policy(rule("offers[0]", People.EVERYBODY,
                new Consumers(People.EVERYBODY, user(ALICE), People.NOBODY)));
        assertTrue(closed.maySee(BOB, ALICES_DOCS));
        assertNull(closed.whyNotOpen(ALICE, ALICES_DOCS));
        assertEquals("offers[0]: uid 1001 gid 51 may not open \"docs\" interfaceId=" + FILES,
                closed.whyNotOpen(BOB, ALICES_DOCS));
        Policy hidden = policy(rule("offers[0]", People.EVERYBODY,
                new Consumers(user(ALICE), People.EVERYBODY, People.NOBODY)));
        assertEquals("offers[0]: uid 1001 gid 51 may not open \"docs\" interfaceId=" + FILES,
                hidden.whyNotOpen(BOB, ALICES_DOCS));
    }

    @Test
    void aChannelIsTrustedIfBothSidesAre() {
        Policy policy = policy(rule("offers[0]", People.EVERYBODY,
                new Consumers(People.EVERYBODY, People.EVERYBODY, user(ALICE))));
        assertTrue(policy.isTrusted(ALICE, ALICES_DOCS));
        assertFalse(policy.isTrusted(BOB, ALICES_DOCS));
        assertFalse(policy.isTrusted(ALICE, new OfferFacts(BOB, DOCS, FILES)));
        assertFalse(Policy.DEFAULT.isTrusted(ALICE, ALICES_DOCS));
    }

    @Test
    void aUserMayHaveQuotasOfItsOwn() {
        Quotas few = new Quotas(1, 1, 1, 1, 1, 1, 1, 1, 1);
        QuotaRules rules = new QuotaRules(9, Quotas.DEFAULT, Map.of(1000, few));
        assertEquals(few, rules.of(1000));
        assertEquals(Quotas.DEFAULT, rules.of(1001));
    }

    @Test
    void quotasArePositive() {
        assertEquals("quota must be positive: gpadls=0",
                assertThrows(IllegalArgumentException.class,
                        () -> new Quotas(1, 1, 1, 1, 1, 0, 1, 1, 1)).getMessage());
        assertEquals("quota must be positive: partitions=0",
                assertThrows(IllegalArgumentException.class,
                        () -> new QuotaRules(0, Quotas.DEFAULT, Map.of())).getMessage());
        assertEquals(1, new Quotas(1, 1, 1, 1, 1, 1, 1, 1, 1).unansweredParts());
    }

    @Test
    void rulesForPortsAreLikeThoseForOffers() {
        PortFacts alices = new PortFacts(ALICE, new PortId(5));
        PortFacts bobs = new PortFacts(BOB, new PortId(5));
        assertNull(Policy.DEFAULT.whyNotOpen(alices));
        assertNull(Policy.DEFAULT.whyNotPost(BOB, alices));
        Policy policy = Policy.DEFAULT.withPorts(List.of(new PortRule(
                "ports[0]", user(ALICE), Set.of(new PortId(5), new PortId(6)), user(ALICE))));
        assertNull(policy.whyNotOpen(alices));
        assertNull(policy.whyNotPost(ALICE, alices));
        assertEquals("ports[0]: uid 1001 gid 51 may not post to port 5 of uid 1000 gid 50",
                policy.whyNotPost(BOB, alices));
        assertEquals("ports[0]: uid 1001 gid 51 may not open port 5", policy.whyNotOpen(bobs));
        assertEquals("no rule of 1 for ports fits: uid 1000 gid 50 may not open port 7",
                policy.whyNotPost(ALICE, new PortFacts(ALICE, new PortId(7))));
        assertEquals("quota must be positive: ports.untaken=0",
                assertThrows(IllegalArgumentException.class,
                        () -> new PortQuotas(1, 0)).getMessage());
    }
}
