// SPDX-License-Identifier: Apache-2.0
package org.ringway.conformance.root;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ringway.conformance.script.Broken;
import org.ringway.conformance.script.Check;
import org.ringway.conformance.script.Heard;
import org.ringway.protocol.RingwayToChild.OfferIdentity;
import org.ringway.protocol.RingwayToRoot.WithdrawOffer;
import org.ringway.protocol.StandardToChild.AllOffersDelivered;
import org.ringway.protocol.StandardToChild.OfferChannel;
import org.ringway.protocol.StandardToChild.RescindChannelOffer;
import org.ringway.protocol.StandardToRoot.RelIdReleased;
import org.ringway.protocol.StandardToRoot.RequestOffers;
import org.ringway.protocol.ToChild;
import org.ringway.wire.OfferId;
import org.ringway.wire.ProtocolVersion;
import org.ringway.wire.RelId;

/// Offers come, are what they were, and go.
final class OfferRules {
    private static final int OFFERS = 5;
    private static final int FIRST_PRIVATE = 0x5257_0000;

    private OfferRules() {}

    static List<Check<Stage>> all() {
        return List.of(
                Check.of("O1", "an offer reaches a Ringway child as OfferIdentity and right after"
                        + " it OfferChannel, with the content and the provider it has",
                        OfferRules::content),
                Check.of("O2", "RequestOffers brings each offer once, under an id of its own, then"
                        + " AllOffersDelivered", OfferRules::eachOnce),
                Check.of("O3", "offers made later come by themselves, once", OfferRules::later),
                Check.of("O4", "an offer that is withdrawn, or whose provider is gone, is rescinded"
                        + " once", OfferRules::rescind),
                Check.of("O5", "an id is not given to another offer before RelIdReleased",
                        OfferRules::idsAreKept),
                Check.of("H5", "a client that said no Hello hears standard messages only",
                        OfferRules::plainClient),
                Check.of("M8", "an id that is in use cannot be released: the link ends",
                        OfferRules::releaseInUse));
    }

    private static String content(Stage stage) {
        Pair pair = stage.pair();
        pair.provider.offers(Pair.OFFER, pair.service);
        OfferIdentity identity = pair.consumer.hears(OfferIdentity.class);
        OfferChannel offer = pair.consumer.hears(OfferChannel.class);
        long own = ProcessHandle.current().pid();
        Broken.unless(identity.relId().equals(offer.relId()),
                "two ids: " + identity + ", then " + offer);
        Broken.unless(offer.content().equals(Stage.content(pair.service)), "expected "
                + Stage.content(pair.service) + ", heard " + offer.content());
        Broken.unless(offer.subchannelIndex() == 0, "expected sub-channel 0, heard " + offer);
        Broken.unless(identity.provider().name().value().equals("conformance provider"),
                "expected the provider's name, heard " + identity.provider());
        Broken.unless(identity.provider().pid() == own || identity.provider().pid() == 0,
                "expected pid " + own + ", heard " + identity.provider());
        return "channel " + offer.relId() + ", provider " + identity.provider().partition();
    }

    private static String eachOnce(Stage stage) {
        Client provider = stage.joined("conformance provider");
        for (int i = 1; i <= OFFERS; i++) {
            provider.offers(i, stage.newService());
        }
        Client consumer = stage.joined("conformance consumer").says(new RequestOffers());
        List<OfferChannel> heard = new ArrayList<>();
        for (ToChild next = consumer.next().toChild(); !(next instanceof AllOffersDelivered);
                next = consumer.next().toChild()) {
            if (next instanceof OfferChannel offer) {
                heard.add(offer);
            }
        }
        Set<Object> different = new HashSet<>();
        heard.forEach(offer -> different.addAll(
                List.of(offer.content().instanceId(), offer.relId())));
        Broken.unless(heard.size() == OFFERS && different.size() == 2 * OFFERS, "expected "
                + OFFERS + " instances under as many ids, heard " + heard.size() + " offers: "
                + heard.stream().map(offer -> offer.relId() + " " + offer.content().instanceId())
                        .toList());
        consumer.hearsNothingMore();
        return OFFERS + " offers, then AllOffersDelivered";
    }

    private static String later(Stage stage) {
        Pair pair = stage.pair();
        List<RelId> ids = new ArrayList<>();
        for (int i = 1; i <= OFFERS; i++) {
            pair.provider.offers(i, stage.newService());
            ids.add(pair.consumer.seesOffer());
        }
        Broken.unless(new HashSet<>(ids).size() == OFFERS, "ids come twice: " + ids);
        pair.consumer.hearsNothingMore();
        return OFFERS + " offers under " + ids;
    }

    private static String rescind(Stage stage) {
        Pair pair = stage.pair().offerIsSeen();
        pair.provider.says(new WithdrawOffer(new OfferId(Pair.OFFER)));
        pair.consumer.hears(new RescindChannelOffer(pair.relId))
                .says(new RelIdReleased(pair.relId)).hearsNothingMore();
        pair.offerIsSeen().provider.hangsUp();
        pair.consumer.hears(new RescindChannelOffer(pair.relId)).hearsNothingMore();
        return "rescinded after WithdrawOffer, and after the provider's end";
    }

    private static String idsAreKept(Stage stage) {
        Pair pair = stage.pair().offerIsSeen();
        RelId first = pair.relId;
        pair.provider.says(new WithdrawOffer(new OfferId(Pair.OFFER)));
        pair.consumer.hears(new RescindChannelOffer(first));
        for (int i = 1; i <= OFFERS; i++) {
            pair.provider.offers(Pair.OFFER + i, stage.newService());
            RelId next = pair.consumer.seesOffer();
            Broken.unless(!next.equals(first), "id " + first
                    + " was rescinded, not released, and is another offer's now");
        }
        pair.consumer.says(new RelIdReleased(first)).hearsNothingMore();
        return OFFERS + " offers came under other ids than " + first;
    }

    private static String plainClient(Stage stage) {
        Client plain = stage.link().contacts(ProtocolVersion.V5_3).requestsOffers();
        Pair pair = stage.pair().offerIsSeen();
        Heard offer = plain.next();
        Broken.unless(offer.type() > 0 && offer.type() < FIRST_PRIVATE
                && offer.toChild() instanceof OfferChannel, "expected OfferChannel, heard "
                + offer);
        pair.provider.says(new WithdrawOffer(new OfferId(Pair.OFFER)));
        plain.hears(new RescindChannelOffer(((OfferChannel) offer.toChild()).relId()))
                .hearsNothingMore();
        return "OfferChannel and RescindChannelOffer, and nothing private";
    }

    private static String releaseInUse(Stage stage) {
        Pair opening = stage.pair().providerIsAsked();
        opening.provider.says(new RelIdReleased(opening.providerRelId))
                .isHungUpOn("RelIdReleased of a channel that is opening");
        Pair open = stage.pair().channelIsOpen();
        open.provider.says(new RelIdReleased(open.providerRelId))
                .isHungUpOn("RelIdReleased of an open channel");
        Pair seen = stage.pair().channelIsOpen();
        seen.consumer.says(new RelIdReleased(seen.relId))
                .isHungUpOn("RelIdReleased of an offer that stands and is open");
        return "the root hung up 3 times of 3";
    }
}
