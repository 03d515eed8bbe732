// SPDX-License-Identifier: Apache-2.0
package org.ringway.conformance.root;

import java.util.List;
import org.ringway.conformance.script.Broken;
import org.ringway.conformance.script.Check;
import org.ringway.memory.GpadlId;
import org.ringway.protocol.RingwayToChild.ChildOfferResult;
import org.ringway.protocol.RingwayToChild.OfferIdentity;
import org.ringway.protocol.RingwayToChild.OfferSubchannelsResult;
import org.ringway.protocol.RingwayToChild.PeerGpadl;
import org.ringway.protocol.RingwayToChild.PeerOpen;
import org.ringway.protocol.RingwayToRoot.ChildOffer;
import org.ringway.protocol.RingwayToRoot.OfferSubchannels;
import org.ringway.protocol.StandardToChild.GpadlCreated;
import org.ringway.protocol.StandardToChild.OfferChannel;
import org.ringway.protocol.Subchannel;
import org.ringway.wire.Name;
import org.ringway.wire.OfferId;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;

/// Further channels beside an open one.
final class SubchannelRules {
    private static final int MOST = 3;
    private static final int RING = 78;
    private static final int OPEN = 10;

    private SubchannelRules() {}

    static List<Check<Stage>> all() {
        return List.of(
                Check.of("B1", "OfferSubchannels on an open channel brings offers of the same"
                        + " instance, index 1 and up, and then says how many",
                        SubchannelRules::offered),
                Check.of("B2", "OfferSubchannels without an open channel, for none, or beyond what"
                        + " the provider allows is refused", SubchannelRules::refused),
                Check.of("B3", "PeerOpen of a sub-channel names the provider's id of the primary,"
                        + " and the index", SubchannelRules::opened));
    }

    private static Pair openPrimary(Stage stage) {
        Pair pair = stage.pair();
        pair.provider.says(new ChildOffer(new OfferId(Pair.OFFER), Stage.content(pair.service),
                Name.of(pair.service), MOST));
        pair.provider.hears(new ChildOfferResult(new OfferId(Pair.OFFER), Status.OK));
        pair.relId = pair.consumer.seesOffer();
        return pair.ringIsGrantedAnew().providerIsAskedAnew().providerAnswers(Status.OK)
                .consumerHearsYes();
    }

    private static RelId sees(Pair pair, int index) {
        OfferIdentity identity = pair.consumer.hears(OfferIdentity.class);
        OfferChannel offer = pair.consumer.hears(OfferChannel.class);
        Broken.unless(identity.relId().equals(offer.relId())
                && !offer.relId().equals(pair.relId) && offer.subchannelIndex() == index
                && offer.content().instanceId().equals(Stage.guid(pair.service)),
                "expected index " + index + " of the same instance under a new id, heard " + offer);
        return offer.relId();
    }

    private static OfferSubchannelsResult result(Pair pair, Status status, int count) {
        return new OfferSubchannelsResult(pair.relId, status, count);
    }

    private static String offered(Stage stage) {
        Pair pair = openPrimary(stage);
        pair.consumer.says(new OfferSubchannels(pair.relId, 2));
        sees(pair, 1);
        sees(pair, 2);
        pair.consumer.hears(result(pair, Status.OK, 2))
                .says(new OfferSubchannels(pair.relId, 9));
        sees(pair, 3);
        pair.consumer.hears(result(pair, Status.OK, 1)).hearsNothingMore();
        return "2 of 2, then 1 of 9: the provider allows " + MOST;
    }

    private static Status refusal(Pair pair, RelId relId, int count) {
        pair.consumer.says(new OfferSubchannels(relId, count));
        OfferSubchannelsResult answer = pair.consumer.hears(OfferSubchannelsResult.class);
        Broken.unless(!answer.status().isOk() && answer.relId().equals(relId),
                "expected a refusal, heard " + answer);
        return answer.status();
    }

    private static String refused(Stage stage) {
        Pair plain = stage.pair().channelIsOpen();
        Status room = refusal(plain, plain.relId, 1);
        Status unknown = refusal(plain, new RelId(1997), 1);
        Pair pair = openPrimary(stage);
        Status none = refusal(pair, pair.relId, 0);
        pair.consumer.hearsNothingMore();
        return "none allowed: " + room + "; no channel: " + unknown + "; for none: " + none;
    }

    private static String opened(Stage stage) {
        Pair pair = openPrimary(stage);
        pair.consumer.says(new OfferSubchannels(pair.relId, 1));
        RelId relId = sees(pair, 1);
        pair.consumer.hears(result(pair, Status.OK, 1));
        long pfn = pair.consumer.announces(Pair.RING_PAGES);
        pair.consumer.grants(relId, RING, pfn, Pair.RING_PAGES)
                .hears(new GpadlCreated(relId, new GpadlId(RING), Status.OK))
                .opens(relId, OPEN, RING, Pair.DOWNSTREAM);
        pair.provider.hears(PeerGpadl.class);
        PeerOpen asked = pair.provider.hears(PeerOpen.class);
        Subchannel expected = new Subchannel(pair.providerRelId, 1);
        Broken.unless(expected.equals(asked.subchannel()),
                "expected " + expected + ", heard " + asked);
        return "index 1 of " + pair.providerRelId;
    }
}
