// SPDX-License-Identifier: Apache-2.0
package org.ringway.conformance.root;

import java.util.List;
import org.ringway.conformance.script.Broken;
import org.ringway.conformance.script.Check;
import org.ringway.conformance.script.Words;
import org.ringway.memory.GpaRange;
import org.ringway.memory.GpadlId;
import org.ringway.platform.DoorbellPair;
import org.ringway.protocol.GpadlMessages;
import org.ringway.protocol.RingwayToChild.PeerGpadl;
import org.ringway.protocol.RingwayToChild.PeerTeardown;
import org.ringway.protocol.RingwayToChild.RegionResult;
import org.ringway.protocol.RingwayToRoot.AnnounceRegion;
import org.ringway.protocol.RingwayToRoot.PeerGpadlResult;
import org.ringway.protocol.RingwayToRoot.PeerTorndown;
import org.ringway.protocol.RingwayToRoot.RetireRegion;
import org.ringway.protocol.RingwayToRoot.WithdrawOffer;
import org.ringway.protocol.StandardToChild.GpadlCreated;
import org.ringway.protocol.StandardToChild.GpadlTorndown;
import org.ringway.protocol.StandardToChild.RescindChannelOffer;
import org.ringway.protocol.ToRoot;
import org.ringway.wire.OfferId;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;

/// Pages are announced, granted, passed on and taken back.
final class GpadlRules {
    private static final int MANY_PAGES = 300;
    private static final int UNKNOWN = 1997;
    private static final int GRANT = 8;
    private static final long NOBODY_HAS = 0x9999;

    private GpadlRules() {}

    static List<Check<Stage>> all() {
        return List.of(
                Check.of("D1", "AnnounceRegion is answered under its page number; what is no region"
                        + " is refused, and the link goes on", GpadlRules::regions),
                Check.of("D2", "RetireRegion of pages that a GPADL names ends the link",
                        GpadlRules::retireInUse),
                Check.of("G0", "a GPADL of many messages is answered once, under its number",
                        GpadlRules::manyMessages),
                Check.of("G1", "a number in use ends the link", GpadlRules::numberInUse),
                Check.of("G2", "a body for nothing is ignored", GpadlRules::strayBodies),
                Check.of("G3", "more than declared is ignored, fewer never completes",
                        GpadlRules::surplusAndTooFew),
                Check.of("G4", "impossible sizes and counts are refused",
                        GpadlRules::impossibleSizes),
                Check.of("G5", "a teardown of nothing is answered, and of an open channel's ring"
                        + " ends the link", GpadlRules::teardowns),
                Check.of("G6", "a grant on an id that is no channel is refused", stage -> {
                    Pair pair = stage.pair().ringIsGranted();
                    pair.consumer.grants(new RelId(UNKNOWN), GRANT, pair.ringPfn,
                            Pair.RING_PAGES);
                    return "refused with " + refused(pair, UNKNOWN, GRANT);
                }),
                Check.of("G7", "on a rescinded id everything is answered with success",
                        GpadlRules::rescinded),
                Check.unseen("G8", "quotas", "a root chooses its own"),
                Check.of("G9", "a teardown is answered when the other side has let go, and not"
                        + " before", GpadlRules::teardownWaits),
                Check.unseen("G10", "nothing is allocated on the word of a header",
                        "memory of another process"),
                Check.of("G11", "a grant on an open channel reaches the other side, either way, and"
                        + " is answered when that one has", GpadlRules::grants),
                Check.of("G12", "pages that were not announced are refused", stage -> {
                    Pair pair = stage.pair().offerIsSeen();
                    pair.consumer.grants(pair.relId, GRANT, NOBODY_HAS, 2);
                    return "refused with " + refused(pair, pair.relId.value(), GRANT);
                }));
    }

    private static Status refused(Pair pair, int relId, int gpadl) {
        GpadlCreated answer = pair.consumer.hears(GpadlCreated.class);
        Broken.unless(answer.relId().value() == relId && answer.gpadl().value() == gpadl
                && !answer.status().isOk(), "expected a refusal of gpadl " + gpadl + " on channel "
                + relId + ", heard " + answer);
        pair.consumer.hearsNothingMore();
        return answer.status();
    }

    private static GpadlCreated created(RelId relId, int gpadl) {
        return new GpadlCreated(relId, new GpadlId(gpadl), Status.OK);
    }

    private static GpadlTorndown torndown(int gpadl) {
        return new GpadlTorndown(new GpadlId(gpadl));
    }

    private static byte[] body(int gpadl, int quadwords) {
        return Words.of(9).u32(0).u32(gpadl).toArray(16 + 8 * quadwords);
    }

    private static byte[] header(RelId relId, int gpadl, int rangeBytes, int ranges) {
        return Words.of(8).u32(relId.value()).u32(gpadl).u16(rangeBytes).u16(ranges).toArray();
    }

    private static List<ToRoot> messages(RelId relId, int gpadl, long pfn, int pages) {
        return GpadlMessages.split(
                relId, new GpadlId(gpadl), List.of(GpaRange.ofPages(pfn, pages)));
    }

    private static String regions(Stage stage) {
        Client client = stage.joined("conformance");
        client.announces(3);
        client.announces(1);
        DoorbellPair noRegion = stage.platform().doorbellPair();
        client.says(new AnnounceRegion(0x5000, 1, false), noRegion.first());
        Status foreign = refusedRegion(client, 0x5000);
        client.says(new AnnounceRegion(0x6000, 1, false));
        Status none = refusedRegion(client, 0x6000);
        noRegion.first().close();
        noRegion.second().close();
        client.announces(2);
        return "a socket: " + foreign + "; no descriptor: " + none;
    }

    private static Status refusedRegion(Client client, long pfn) {
        RegionResult answer = client.hears(RegionResult.class);
        Broken.unless(answer.firstPfn() == pfn && !answer.status().isOk(),
                "expected a refusal of page " + pfn + ", heard " + answer);
        return answer.status();
    }

    private static String retireInUse(Stage stage) {
        Pair pair = stage.pair().ringIsGranted();
        pair.consumer.says(new RetireRegion(NOBODY_HAS)).hearsNothingMore()
                .says(new RetireRegion(pair.ringPfn)).isHungUpOn("RetireRegion of the ring");
        return "the root hung up; of pages that nobody has it was ignored";
    }

    private static String manyMessages(Stage stage) {
        Pair pair = stage.pair().offerIsSeen();
        long pfn = pair.consumer.announces(MANY_PAGES);
        List<ToRoot> messages = messages(pair.relId, GRANT, pfn, MANY_PAGES);
        messages.subList(0, messages.size() - 1).forEach(pair.consumer::says);
        pair.consumer.hearsNothingMore().says(messages.getLast())
                .hears(created(pair.relId, GRANT)).hearsNothingMore();
        return MANY_PAGES + " pages in " + messages.size() + " messages";
    }

    private static String numberInUse(Stage stage) {
        Pair pair = stage.pair().ringIsGranted();
        pair.consumer.says(header(pair.relId, Pair.RING, 248, 1))
                .isHungUpOn("a GPADL under the ring's number");
        Pair other = stage.pair().offerIsSeen();
        other.consumer.says(header(other.relId, 5, 248, 1)).says(header(other.relId, 5, 248, 1))
                .isHungUpOn("a GPADL under the number of a half announced one");
        return "the root hung up 2 times of 2";
    }

    private static String strayBodies(Stage stage) {
        Pair pair = stage.pair().ringIsGranted();
        pair.consumer.says(body(99, 28)).says(body(Pair.RING, 2)).hearsNothingMore();
        return "2 bodies ignored";
    }

    private static String surplusAndTooFew(Stage stage) {
        Pair pair = stage.pair().offerIsSeen();
        long pfn = pair.consumer.announces(30);
        List<ToRoot> messages = messages(pair.relId, GRANT, pfn, 30);
        pair.consumer.says(messages.getFirst()).hearsNothingMore();
        Words surplus = Words.of(9).u32(0).u32(GRANT);
        for (int page = 26; page < 36; page++) {
            surplus.u64(page < 30 ? pfn + page : NOBODY_HAS);
        }
        pair.consumer.says(surplus.toArray()).hears(created(pair.relId, GRANT))
                .hearsNothingMore();
        return "26 of 30 pages: no answer; 36: created";
    }

    private static String impossibleSizes(Stage stage) {
        Pair pair = stage.pair().offerIsSeen();
        int[][] sizes = {{0, 1}, {20, 1}, {32, 3}, {32, 0}};
        for (int[] size : sizes) {
            pair.consumer.says(header(pair.relId, GRANT, size[0], size[1]));
            refused(pair, pair.relId.value(), GRANT);
        }
        byte[] noBytes = Words.of(8).u32(pair.relId.value()).u32(GRANT).u16(16).u16(1).u64(0)
                .u64(NOBODY_HAS).toArray();
        pair.consumer.says(noBytes);
        refused(pair, pair.relId.value(), GRANT);
        return "bytes/ranges 0/1, 20/1, 32/3, 32/0 and a range of 0 bytes refused";
    }

    private static String teardowns(Stage stage) {
        Pair pair = stage.pair().channelIsOpen();
        pair.consumerTearsDown(3);
        pair.consumer.hears(torndown(3)).says(header(pair.relId, 4, 248, 1));
        pair.consumerTearsDown(4);
        pair.consumer.hears(torndown(4)).hearsNothingMore();
        pair.consumerTearsDown(Pair.RING);
        pair.consumer.isHungUpOn("GpadlTeardown of an open channel's ring");
        return "answered for an unknown and a half announced one; hung up for the ring";
    }

    private static String rescinded(Stage stage) {
        Pair pair = stage.pair().offerIsSeen();
        long pfn = pair.consumer.announces(Pair.RING_PAGES);
        pair.provider.says(new WithdrawOffer(new OfferId(Pair.OFFER)));
        pair.consumer.hears(new RescindChannelOffer(pair.relId))
                .grants(pair.relId, GRANT, pfn, Pair.RING_PAGES)
                .hears(created(pair.relId, GRANT));
        pair.consumerTearsDown(GRANT);
        pair.consumer.hears(torndown(GRANT)).hearsNothingMore();
        pair.provider.hearsNothingMore();
        return "created and torn down, and the provider heard nothing";
    }

    private static String grants(Stage stage) {
        Pair pair = stage.pair().channelIsOpen();
        passesOn(pair.consumer, pair.relId, pair.provider, pair.providerRelId);
        passesOn(pair.provider, pair.providerRelId, pair.consumer, pair.relId);
        return "2 pages each way, each with their region";
    }

    private static void passesOn(Client from, RelId fromId, Client to, RelId toId) {
        long pfn = from.announces(2);
        from.grants(fromId, GRANT, pfn, 2).hearsNothingMore();
        PeerGpadl heard = to.hears(PeerGpadl.class);
        to.attached();
        Broken.unless(heard.relId().equals(toId) && heard.gpadl().value() == GRANT
                && heard.runs().size() == 1 && heard.runs().getFirst().pfn() == pfn
                && heard.runs().getFirst().pages() == 2, "expected pages " + pfn + " and "
                + (pfn + 1) + " as gpadl " + GRANT + ", heard " + heard);
        from.hearsNothingMore();
        to.says(new PeerGpadlResult(toId, new GpadlId(GRANT), Status.OK));
        from.hears(created(fromId, GRANT));
    }

    private static String teardownWaits(Stage stage) {
        Pair pair = stage.pair().channelIsOpen();
        passesOn(pair.consumer, pair.relId, pair.provider, pair.providerRelId);
        pair.consumerTearsDown(GRANT);
        pair.consumerTearsDown(GRANT);
        pair.provider.hears(new PeerTeardown(pair.providerRelId, new GpadlId(GRANT)))
                .hearsNothingMore();
        pair.consumer.hearsNothingMore();
        pair.provider.says(new PeerTorndown(pair.providerRelId, new GpadlId(GRANT)));
        pair.consumer.hears(torndown(GRANT)).hearsNothingMore();
        return "asked twice, passed on once, answered once after PeerTorndown";
    }
}
