// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.ringway.root.machine.Heard.rescinded;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.protocol.RingwayToChild;
import org.ringway.protocol.RingwayToChild.ChildOfferResult;
import org.ringway.protocol.RingwayToRoot.ChildOffer;
import org.ringway.protocol.RingwayToRoot.WithdrawOffer;
import org.ringway.protocol.StandardToChild.AllOffersDelivered;
import org.ringway.protocol.StandardToChild.OfferChannel;
import org.ringway.root.policy.OfferRule;
import org.ringway.root.policy.OfferRule.Consumers;
import org.ringway.root.policy.People;
import org.ringway.root.policy.Quotas;
import org.ringway.wire.Guid;
import org.ringway.wire.Name;
import org.ringway.wire.OfferId;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;

/// Who offers what, and who sees it.
final class OfferTest extends BusCase {
    /// Nobody may offer `forbidden` but user 501, the first link.
    private static final List<OfferRule> RULES = List.of(
            rule("user", new People.These(Set.of(501), Set.of()), Set.of()),
            rule("group", new People.These(Set.of(), Set.of(100)), Set.of(Guid.ofName("echo"))));
    private static final Quotas TWO_OFFERS =
            new Quotas(9, 2, 9, 9, 99, 9, 99, 9, 99);

    OfferTest() {
        super(within(TWO_OFFERS).withOffers(RULES));
    }

    private static OfferRule rule(String label, People providers, Set<Guid> interfaceIds) {
        return new OfferRule(label, providers, interfaceIds, Set.of(), Consumers.EVERYBODY);
    }

    private static ChildOffer offer(int offerId, String service) {
        return new ChildOffer(new OfferId(offerId), Client.content(service), Name.of(service));
    }

    private static ChildOfferResult refused(int offerId, Status status) {
        return new ChildOfferResult(new OfferId(offerId), status);
    }

    @Test
    void anOfferIsSeenByOthersNowAndLaterButNotByItsProvider() {
        provider.requestsOffers().hears(new AllOffersDelivered());
        consumer.requestsOffers().hears(new AllOffersDelivered());
        Client mute = scene.link().greets("mute");
        provider.offers(5, "echo").hearsNothing();
        consumer.hears(
                new RingwayToChild.OfferIdentity(
                        new RelId(1), provider.facts(), Name.of("echo")),
                OfferChannel.of(new RelId(1), Client.content("echo"))).hearsNothing();
        mute.hearsNothing();
    }

    @Test
    void aPlainClientSeesOffersWithoutIdentities() {
        provider.offers(5, "echo");
        scene.link().contacts().requestsOffers().hears(
                OfferChannel.of(new RelId(1), Client.content("echo")), new AllOffersDelivered());
    }

    @Test
    void anOfferThatNoRuleAllowsIsRefused() {
        provider.offers(1, "forbidden");
        consumer.offers(1, "echo").say(offer(2, "secret"))
                .hearsWhy("user: uid 502 gid 100 may not offer \"secret\"")
                .hears(refused(2, Status.ACCESS_DENIED));
    }

    @Test
    void anOfferIdOrInstanceInUseIsRefused() {
        provider.offers(5, "echo").say(offer(5, "other")).hearsWhy("offerId=5")
                .hears(refused(5, Status.DEVICE_BUSY));
        consumer.say(offer(5, "echo")).hearsWhy("offered already: partition=1")
                .hears(refused(5, Status.DEVICE_BUSY));
    }

    @Test
    void theOfferQuotaHolds() {
        provider.offers(1, "one").offers(2, "two").say(offer(3, "three"))
                .hearsWhy("offers=2 limit=2").hears(refused(3, Status.QUOTA_EXCEEDED))
                .say(new WithdrawOffer(new OfferId(1))).offers(3, "three");
    }

    @Test
    void aWithdrawnOfferComesAgainOnlyAfterTheRelease() {
        offerIsSeen();
        provider.say(new WithdrawOffer(new OfferId(5)));
        consumer.hears(rescinded(1));
        provider.offers(6, "echo");
        consumer.hearsNothing().releases(1);
        consumer.next(RingwayToChild.OfferIdentity.class);
        consumer.hears(OfferChannel.of(new RelId(2), Client.content("echo"))).hearsNothing();
    }

    @Test
    void withdrawingWhatIsNotOfferedDoesNothing() {
        offerIsSeen();
        provider.say(new WithdrawOffer(new OfferId(99))).hearsNothing();
        consumer.hearsNothing();
    }

    @Test
    void aProviderThatComesAndGoesCannotUseUpTheIdsOfAConsumer() {
        consumer.requestsOffers().hears(new AllOffersDelivered());
        for (int round = 1; round <= 5; round++) {
            provider.offers(round, "service " + round)
                    .say(new WithdrawOffer(new OfferId(round)));
        }
        consumer.next(RingwayToChild.OfferIdentity.class);
        consumer.next(OfferChannel.class);
        consumer.hears(rescinded(1));
        consumer.next(RingwayToChild.OfferIdentity.class);
        consumer.next(OfferChannel.class);
        consumer.hears(rescinded(2)).hearsNothing();
        provider.offers(6, "service 6");
        consumer.hearsNothing().releases(2);
        assertEquals(new RelId(3),
                consumer.next(RingwayToChild.OfferIdentity.class).relId());
    }

    @Test
    @DisplayName("M8: the id of an offer that stands cannot be released")
    void standingOfferCannotBeReleased() {
        offerIsSeen();
        consumer.releases(1).hearsWhy("the offer stands: channelId=1");
        consumer.isHungUpOn("the offer stands: channelId=1");
    }

    @Test
    @DisplayName("M8: an unknown id cannot be released or closed")
    void unknownIdCannotBeReleased() {
        consumer.releases(9).hearsWhy("RelIdReleased.channelId: no such channel id: channelId=9");
        consumer.isHungUpOn("channelId=9");
        provider.closes(9).hearsWhy("CloseChannel.channelId: no such channel id: channelId=9");
        provider.isHungUpOn("channelId=9");
    }
}
