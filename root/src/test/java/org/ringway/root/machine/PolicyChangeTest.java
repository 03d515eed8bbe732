// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ringway.root.machine.Heard.created;
import static org.ringway.root.machine.Heard.opened;
import static org.ringway.root.machine.Heard.peerClosed;
import static org.ringway.root.machine.Heard.rescinded;
import static org.ringway.root.machine.Heard.torndown;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ringway.protocol.RingwayToChild;
import org.ringway.protocol.RingwayToChild.ChildOfferResult;
import org.ringway.protocol.RingwayToChild.Reason;
import org.ringway.protocol.RingwayToRoot;
import org.ringway.protocol.RingwayToRoot.ChildOffer;
import org.ringway.protocol.StandardToChild.AllOffersDelivered;
import org.ringway.protocol.StandardToChild.OfferChannel;
import org.ringway.root.policy.OfferRule;
import org.ringway.root.policy.OfferRule.Consumers;
import org.ringway.root.policy.People;
import org.ringway.root.policy.Policy;
import org.ringway.root.policy.QuotaRules;
import org.ringway.root.policy.Quotas;
import org.ringway.wire.Name;
import org.ringway.wire.OfferId;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;

/// Rules that change while partitions are there: the provider is user 501, the consumer user 502.
final class PolicyChangeTest extends BusCase {
    private static final People CONSUMER = new People.These(Set.of(502), Set.of());

    private static Policy policy(People see, People open) {
        return Policy.DEFAULT.withOffers(List.of(new OfferRule("rule", People.EVERYBODY, Set.of(),
                Set.of(), new Consumers(see, open, People.NOBODY))));
    }

    private void allows(Policy policy) {
        scene.happen(new Event.PolicyChanged(policy));
    }

    private void seesEchoUnder(int relId) {
        consumer.hears(
                new RingwayToChild.OfferIdentity(
                        new RelId(relId), provider.facts(), Name.of("echo")),
                OfferChannel.of(new RelId(relId), Client.content("echo")));
    }

    @Test
    void whatMayNotBeSeenIsNeitherShownNorOpened() {
        allows(policy(People.NOBODY, People.EVERYBODY));
        provider.offers(5, "echo");
        consumer.requestsOffers().hears(new AllOffersDelivered()).hearsNothing();
        consumer.opens(1, 9, RING, 4).hearsWhy("no offer has this channel id")
                .hears(opened(1, 9, Status.NOT_FOUND));
    }

    @Test
    void whatMayNotBeOpenedIsRefusedInTheWordsOfTheRuleAndPeopleAreTold() {
        ringIsGranted();
        allows(policy(People.EVERYBODY, People.NOBODY));
        consumer.hearsNothing();
        consumer.opens(1, 9, RING, 4)
                .hearsWhy("rule: uid 502 gid 100 may not open \"echo\" interfaceId=")
                .hears(opened(1, 9, Status.ACCESS_DENIED));
        String note = scene.notes.remove();
        assertTrue(note.startsWith("denied to partition 2 (pid=1002): rule: uid 502 gid 100"
                + " may not open \"echo\""), note);
        allows(Policy.DEFAULT);
        consumer.opens(1, 10, RING, 4).hearsNothing();
    }

    @Test
    void whoAsksForEverFillsNoLog() {
        allows(Policy.DEFAULT.withOffers(List.of()));
        for (int round = 1; round <= 40; round++) {
            provider.say(new ChildOffer(new OfferId(round), Client.content("x"), Name.of("x")))
                    .hearsWhy("no rule of 0 for offers fits")
                    .hears(new ChildOfferResult(new OfferId(round), Status.ACCESS_DENIED));
        }
        assertEquals(16, scene.notes.size());
    }

    @Test
    void anOfferComesAndGoesWithTheRules() {
        offerIsSeen();
        allows(policy(People.NOBODY, People.EVERYBODY));
        consumer.hears(rescinded(1)).hearsNothing();
        allows(policy(CONSUMER, People.EVERYBODY));
        consumer.hearsNothing().releases(1);
        seesEchoUnder(2);
        allows(policy(CONSUMER, CONSUMER));
        consumer.hearsNothing();
    }

    @Test
    void whatMayBeSeenNowIsShown() {
        allows(policy(People.NOBODY, People.EVERYBODY));
        provider.offers(5, "echo");
        consumer.requestsOffers().hears(new AllOffersDelivered());
        allows(Policy.DEFAULT);
        seesEchoUnder(1);
        provider.hearsNothing();
    }

    @Test
    void anOpenChannelGoesOnAndTheOfferGoesWithIt() {
        channelIsOpen();
        allows(policy(People.NOBODY, People.NOBODY));
        consumer.hearsNothing();
        provider.hearsNothing();
        consumer.announces(300, 2).grants(1, 78, 300, 2);
        provider.hears(Heard.peerGpadl(1, 78, 300, 2)).takesGrant(1, 78, Status.OK);
        consumer.hears(created(1, 78, Status.OK));

        consumer.closes(1).hearsNothing();
        provider.hears(peerClosed(1, Reason.CLOSED)).closes(1).letsGo(1, 78).releases(1);
        consumer.hears(rescinded(1)).tearsDown(1, RING).tearsDown(1, 78)
                .hears(torndown(RING), torndown(78)).releases(1).hearsNothing();
    }

    @Test
    void anOpeningThatIsUnderWayComesToItsEnd() {
        providerIsAsked();
        allows(policy(People.NOBODY, People.NOBODY));
        provider.takesGrant(1, RING, Status.OK).takesChannel(1, Status.OK);
        consumer.hears(Heard.peerOpened(1, 7001), opened(1, 9, Status.OK)).hearsNothing();
    }

    @Test
    void anOpeningThatWaitsForTheLastChannelIsRefused() {
        channelIsOpen();
        consumer.closes(1).opens(1, 10, RING, 4).hearsNothing();
        allows(policy(People.EVERYBODY, People.NOBODY));
        consumer.hearsNothing();
        provider.hears(peerClosed(1, Reason.CLOSED)).closes(1).releases(1);
        consumer.hearsWhy("rule: uid 502").hears(opened(1, 10, Status.ACCESS_DENIED))
                .hearsNothing();
    }

    @Test
    void anOfferThatNoRuleCoversAnyMoreStandsUnseen() {
        offerIsSeen();
        allows(Policy.DEFAULT.withOffers(List.of()));
        consumer.hears(rescinded(1)).releases(1).hearsNothing();
        provider.hearsNothing();
        allows(Policy.DEFAULT);
        seesEchoUnder(2);
    }

    @Test
    void aChannelBetweenTwoWhoTrustEachOtherSaysSoToBoth() {
        ringIsGranted();
        allows(Policy.DEFAULT.withOffers(List.of(new OfferRule("rule", People.EVERYBODY, Set.of(),
                Set.of(), new Consumers(People.EVERYBODY, People.EVERYBODY,
                        new People.These(Set.of(501, 502), Set.of()))))));
        consumer.opens(1, 9, RING, 4);
        provider.hears(Heard.peerGpadl(1, RING, 100, 8));
        assertTrue(provider.next(RingwayToChild.PeerOpen.class).trusted());
        allows(Policy.DEFAULT);
        provider.takesGrant(1, RING, Status.OK).takesChannel(1, Status.OK);
        assertTrue(consumer.next(RingwayToChild.PeerOpened.class).trusted());
    }

    @Test
    void aListHasWhatMayBeSeen() {
        channelIsOpen();
        Client stranger = scene.link().greets("stranger");
        allows(policy(CONSUMER, CONSUMER));
        RingwayToRoot.List list = new RingwayToRoot.List(
                RingwayToRoot.List.OFFERS | RingwayToRoot.List.CHANNELS);
        stranger.say(list).hears(new RingwayToChild.ListEnd());
        for (Client side : List.of(provider, consumer)) {
            side.say(list).next(RingwayToChild.OfferEntry.class);
            side.next(RingwayToChild.ChannelEntry.class);
            side.hears(new RingwayToChild.ListEnd());
        }
        allows(policy(People.NOBODY, CONSUMER));
        consumer.say(list).next(RingwayToChild.ChannelEntry.class);
        consumer.hears(new RingwayToChild.ListEnd());
    }

    @Test
    void newQuotasHoldForWhatIsAskedNext() {
        provider.offers(1, "one").offers(2, "two");
        allows(Policy.DEFAULT.withQuotas(new QuotaRules(9, Quotas.DEFAULT,
                Map.of(501, new Quotas(1, 1, 1, 1, 1, 1, 1, 1, 1)))));
        provider.hearsNothing()
                .say(new ChildOffer(new OfferId(3), Client.content("x"), Name.of("x")))
                .hearsWhy("offers=2 limit=1")
                .hears(new ChildOfferResult(new OfferId(3), Status.QUOTA_EXCEEDED));
        assertNull(scene.notes.poll());
    }

    @Test
    void aPlainClientLosesAnOfferThatItMayNotSeeAnyMore() {
        provider.offers(5, "echo");
        Client plain = scene.link().contacts().requestsOffers().hears(
                OfferChannel.of(new RelId(1), Client.content("echo")), new AllOffersDelivered());
        allows(policy(CONSUMER, People.EVERYBODY));
        plain.hears(rescinded(1)).releases(1).hearsNothing();
    }
}
