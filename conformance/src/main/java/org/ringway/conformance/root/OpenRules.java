// SPDX-License-Identifier: Apache-2.0
package org.ringway.conformance.root;

import java.util.List;
import org.ringway.PlatformException;
import org.ringway.conformance.script.Broken;
import org.ringway.conformance.script.Check;
import org.ringway.conformance.script.Words;
import org.ringway.memory.GpadlId;
import org.ringway.platform.Doorbell;
import org.ringway.platform.Doorbell.Wake;
import org.ringway.platform.RegionFacts;
import org.ringway.protocol.PeerRun;
import org.ringway.protocol.RingwayToChild.PeerClosed;
import org.ringway.protocol.RingwayToChild.PeerTeardown;
import org.ringway.protocol.RingwayToChild.Reason;
import org.ringway.protocol.RingwayToRoot.WithdrawOffer;
import org.ringway.protocol.StandardToChild.GpadlTorndown;
import org.ringway.protocol.StandardToChild.OpenChannelResult;
import org.ringway.protocol.StandardToChild.RescindChannelOffer;
import org.ringway.protocol.StandardToRoot.RelIdReleased;
import org.ringway.wire.OfferId;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;

/// Channels open, and end.
final class OpenRules {
    private static final int UNKNOWN = 1997;
    private static final int USER_DATA = 120;
    private static final GpadlTorndown RING_IS_DOWN = new GpadlTorndown(new GpadlId(Pair.RING));

    private OpenRules() {}

    static List<Check<Stage>> all() {
        return List.of(
                Check.of("L1", "an open asks the provider: PeerGpadl with the ring's region, and"
                        + " right after it PeerOpen with a doorbell end", OpenRules::theQuestion),
                Check.of("L2", "a yes is PeerOpened, right after it OpenChannelResult; the doorbell"
                        + " ends are each other's", OpenRules::theAnswer),
                Check.of("L3", "a provider's no reaches the consumer, once", OpenRules::refusal),
                Check.of("L4", "who is second to close is told by PeerClosed; the ring is torn down"
                        + " when the provider has closed", OpenRules::consumerCloses),
                Check.of("L5", "a provider that closes one channel leaves the offer",
                        OpenRules::providerCloses),
                Check.of("L6", "the end of a provider is PeerClosed, lost, and a rescind",
                        OpenRules::providerIsLost),
                Check.of("L7", "an offer opens again, and waits until the last channel's id is"
                        + " released", OpenRules::opensAgain),
                Check.of("M6", "an open of what is unknown, busy or without a whole ring of its own"
                        + " is refused", OpenRules::refusedOpens),
                Check.of("M7", "a close of what is not open is ignored, of what is opening cancels"
                        + " it", OpenRules::strangeCloses),
                Check.of("R8", "a ring needs two pages each way", OpenRules::ringSizes),
                Check.of("C4", "an open that waits is answered before its offer is rescinded",
                        OpenRules::rescindAnswers));
    }

    private static String theQuestion(Stage stage) {
        Pair pair = stage.pair().providerIsAsked();
        List<PeerRun> expected = List.of(new PeerRun(pair.ringPfn, 0, Pair.RING_PAGES, 0));
        Broken.unless(pair.ring.gpadl().value() == Pair.RING && pair.ring.lastPart()
                && !pair.ring.readOnly() && pair.ring.runs().equals(expected),
                "expected all " + Pair.RING_PAGES + " pages of gpadl " + Pair.RING + ", heard "
                        + pair.ring);
        RegionFacts facts = facts(stage, pair);
        Broken.unless(facts.pages() == Pair.RING_PAGES, "expected " + Pair.RING_PAGES
                + " pages, got a descriptor of " + facts);
        Broken.unless(pair.asked.offerId().value() == Pair.OFFER && pair.asked.serial() != 0
                && pair.asked.ring().value() == Pair.RING
                && pair.asked.downstreamPageOffset() == Pair.DOWNSTREAM
                && pair.asked.relId().equals(pair.ring.relId())
                && pair.asked.consumer().name().value().equals("conformance consumer"),
                "expected offer " + Pair.OFFER + ", gpadl " + Pair.RING + ", downstream page "
                        + Pair.DOWNSTREAM + ", heard " + pair.asked);
        return "channel " + pair.asked.relId() + ", serial " + Long.toHexString(
                pair.asked.serial()) + ", 1 region, 1 doorbell end";
    }

    private static RegionFacts facts(Stage stage, Pair pair) {
        try {
            return stage.platform().inspect(pair.ringRegion);
        } catch (PlatformException unfit) {
            throw new Broken("the descriptor is no region: " + unfit.getMessage());
        }
    }

    private static String theAnswer(Stage stage) {
        Pair pair = stage.pair().channelIsOpen();
        Broken.unless(pair.opened.relId().equals(pair.relId)
                && pair.opened.serial() == pair.asked.serial(), "expected channel " + pair.relId
                + " with the provider's serial, heard " + pair.opened + " after " + pair.asked);
        pair.providerBell.signal();
        expect(stage, pair.consumerBell, Wake.SIGNALED);
        pair.consumerBell.signal();
        expect(stage, pair.providerBell, Wake.SIGNALED);
        pair.consumerBell.close();
        expect(stage, pair.providerBell, Wake.PEER_CLOSED);
        pair.consumer.hearsNothingMore();
        return "one serial, signals both ways";
    }

    private static void expect(Stage stage, Doorbell bell, Wake expected) {
        Wake wake = stage.patience().await("a signal at the doorbell", () -> {
            Wake found = bell.poll();
            return found == Wake.TIMED_OUT ? null : found;
        });
        Broken.unless(wake == expected, "the doorbell says " + wake + ", expected " + expected);
    }

    private static String refusal(Stage stage) {
        Pair pair = stage.pair().providerIsAsked().providerAnswers(Status.CONNECTION_REFUSED);
        pair.provider.says(new RelIdReleased(pair.providerRelId));
        pair.consumer.hears(pair.result(Status.CONNECTION_REFUSED)).hearsNothingMore();
        pair.consumerTearsDown(Pair.RING);
        pair.consumer.hears(RING_IS_DOWN).hearsNothingMore();
        pair.provider.hearsNothingMore();
        return "connection refused";
    }

    private static String consumerCloses(Stage stage) {
        Pair pair = stage.pair().channelIsOpen();
        pair.consumerCloses();
        pair.consumerTearsDown(Pair.RING);
        pair.provider.hears(new PeerClosed(pair.providerRelId, Reason.CLOSED));
        pair.consumer.hearsNothingMore();
        pair.providerCloses();
        pair.consumer.hears(RING_IS_DOWN).hearsNothingMore();
        pair.provider.hearsNothingMoreBut(ringIsWantedBack(pair))
                .says(new RelIdReleased(pair.providerRelId)).hearsNothingMore();
        return "PeerClosed, then GpadlTorndown after the provider's CloseChannel";
    }

    /// CloseChannel answers it.
    private static PeerTeardown ringIsWantedBack(Pair pair) {
        return new PeerTeardown(pair.providerRelId, new GpadlId(Pair.RING));
    }

    private static String providerCloses(Stage stage) {
        Pair pair = stage.pair().channelIsOpen();
        pair.providerCloses();
        pair.consumer.hears(new PeerClosed(pair.relId, Reason.CLOSED));
        ends(pair);
        pair.provider.says(new RelIdReleased(pair.providerRelId)).hearsNothingMore();
        pair.ringIsGrantedAnew().providerIsAskedAnew();
        return "PeerClosed, and the offer was opened again";
    }

    private static void ends(Pair pair) {
        pair.consumerCloses();
        pair.consumerTearsDown(Pair.RING);
        pair.consumer.hears(RING_IS_DOWN).hearsNothingMore();
    }

    private static String providerIsLost(Stage stage) {
        Pair pair = stage.pair().channelIsOpen();
        pair.provider.hangsUp();
        var first = pair.consumer.next().toChild();
        var second = pair.consumer.next().toChild();
        PeerClosed lost = new PeerClosed(pair.relId, Reason.LOST);
        RescindChannelOffer rescind = new RescindChannelOffer(pair.relId);
        Broken.unless(first.equals(lost) && second.equals(rescind)
                || first.equals(rescind) && second.equals(lost), "expected " + lost + " and "
                + rescind + ", heard " + first + " and " + second);
        ends(pair);
        pair.consumer.says(new RelIdReleased(pair.relId)).hearsNothingMore();
        return "PeerClosed with reason 2, RescindChannelOffer, GpadlTorndown";
    }

    private static String opensAgain(Stage stage) {
        Pair pair = stage.pair().channelIsOpen();
        long serial = pair.asked.serial();
        pair.consumerCloses();
        pair.consumerTearsDown(Pair.RING);
        pair.provider.hears(new PeerClosed(pair.providerRelId, Reason.CLOSED));
        pair.providerCloses();
        pair.consumer.hears(RING_IS_DOWN);
        pair.ringIsGrantedAnew();
        pair.consumer.opens(pair.relId, Pair.OPEN, Pair.RING, Pair.DOWNSTREAM).hearsNothingMore();
        pair.provider.hearsNothingMoreBut(ringIsWantedBack(pair))
                .says(new RelIdReleased(pair.providerRelId));
        pair.hearsTheQuestion().providerAnswers(Status.OK).consumerHearsYes();
        Broken.unless(pair.asked.serial() != serial, "the serial was used twice: " + serial);
        return "the second OpenChannel waited for RelIdReleased, and has a serial of its own";
    }

    private static String refusedOpens(Stage stage) {
        Pair pair = stage.pair().offerIsSeen();
        RelId known = pair.relId;
        pair.relId = new RelId(UNKNOWN);
        pair.consumer.opens(pair.relId, 1, Pair.RING, Pair.DOWNSTREAM);
        Status unknown = pair.hearsRefusal(1);
        pair.relId = known;
        pair.consumer.opens(known, 2, Pair.RING, Pair.DOWNSTREAM);
        Status without = pair.hearsRefusal(2);
        pair.ringIsGrantedAnew().providerIsAskedAnew();
        pair.consumer.opens(known, 3, Pair.RING, Pair.DOWNSTREAM);
        Status busy = pair.hearsRefusal(3);
        pair.providerAnswers(Status.OK).consumerHearsYes().consumer
                .opens(known, 4, Pair.RING, Pair.DOWNSTREAM);
        pair.hearsRefusal(4);
        pair.provider.hearsNothingMore();
        return "unknown: " + unknown + "; without a ring: " + without + "; busy: " + busy;
    }

    private static String strangeCloses(Stage stage) {
        Pair pair = stage.pair().offerIsSeen();
        pair.consumerCloses();
        pair.consumer.hearsNothingMore();
        pair.ringIsGrantedAnew().providerIsAskedAnew();
        pair.consumerCloses();
        Status status = pair.hearsRefusal(Pair.OPEN);
        pair.consumer.hearsNothingMore();
        pair.provider.hears(new PeerClosed(pair.providerRelId, Reason.CLOSED));
        return "ignored without a channel, " + status + " while opening";
    }

    private static String ringSizes(Stage stage) {
        Pair pair = stage.pair().ringIsGranted();
        int openId = 1;
        for (int offset : new int[] {0, 1, 7, 8, 9, -1, Integer.MIN_VALUE}) {
            pair.consumer.opens(pair.relId, openId, Pair.RING, offset);
            pair.hearsRefusal(openId++);
        }
        pair.provider.hearsNothingMore();
        pair.providerIsAskedAnew();
        return "7 impossible downstream pages refused, page 4 of 8 taken";
    }

    private static String rescindAnswers(Stage stage) {
        Pair pair = stage.pair().providerIsAsked();
        pair.provider.says(new WithdrawOffer(new OfferId(Pair.OFFER)));
        OpenChannelResult result = pair.consumer.hears(OpenChannelResult.class);
        Broken.unless(!result.status().isOk(), "heard " + result);
        pair.consumer.hears(new RescindChannelOffer(pair.relId));
        return result.status() + ", then RescindChannelOffer";
    }

    static String choiceIsPadding(Stage stage) {
        Pair pair = stage.pair().ringIsGranted();
        pair.consumer.says(Words.of(5).u32(pair.relId.value()).u32(Pair.OPEN).u32(Pair.RING).u32(0)
                .u32(Pair.DOWNSTREAM).zeros(USER_DATA).u32(-1).u16(0xFFFF).u16(0xFFFF).toArray());
        pair.hearsTheQuestion().providerAnswers(Status.OK).consumerHearsYes();
        return "OpenChannel of 156 bytes opened a channel";
    }
}
