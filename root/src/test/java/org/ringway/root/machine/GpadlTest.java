// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.ringway.root.machine.Heard.created;
import static org.ringway.root.machine.Heard.peerTeardown;
import static org.ringway.root.machine.Heard.rescinded;
import static org.ringway.root.machine.Heard.torndown;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.memory.GpaRange;
import org.ringway.memory.GpadlId;
import org.ringway.platform.Access;
import org.ringway.protocol.PeerRun;
import org.ringway.protocol.RingwayToChild.PeerGpadl;
import org.ringway.protocol.RingwayToChild.PeerOpen;
import org.ringway.protocol.RingwayToRoot;
import org.ringway.protocol.RingwayToRoot.WithdrawOffer;
import org.ringway.protocol.ToRoot;
import org.ringway.root.policy.Quotas;
import org.ringway.wire.OfferId;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;
import org.ringway.wire.WireBytes;

/// GPADLs: how they arrive, which are refused, and who lets go of them when.
final class GpadlTest extends BusCase {
    private static final Quotas QUOTAS = new Quotas(9, 9, 9, 40, 1000, 4, 40, 2, 8);

    GpadlTest() {
        super(within(QUOTAS));
    }

    private void isRefused(int gpadl, String words, Status status) {
        consumer.hearsWhy(words).hears(created(1, gpadl, status)).hearsNothing();
    }

    @Test
    @DisplayName("G10: a long list comes in parts and is answered once")
    void comesInParts() {
        offerIsSeen();
        consumer.announces(100, 300);
        List<ToRoot> messages = Grants.messages(1, 7, 100, 300);
        assertEquals(1 + (300 - 26 + 27) / 28, messages.size());
        messages.subList(0, messages.size() - 1).forEach(consumer::say);
        consumer.hearsNothing().say(messages.getLast()).hears(created(1, 7, Status.OK));
    }

    @Test
    @DisplayName("G1: a number in use, whole or under way, on any channel, ends the link")
    void duplicateNumbersEndTheLink() {
        ringIsGranted();
        consumer.grants(1, RING, 100, 8).hearsWhy("channelId=1 gpadl=77");
        consumer.isHungUpOn("number is in use: channelId=1 gpadl=77");
        provider.offers(6, "other");
        Client other = scene.link().greets("other").requestsOffers().forgetsWhatItHeard();
        other.say(Grants.header(1, 5, 100, 30)).say(Grants.header(2, 5, 100, 30));
        other.isHungUpOn("number is in use: channelId=2 gpadl=5");
    }

    @Test
    @DisplayName("G6: a grant on a channel that was never offered is refused")
    void noGrantWithoutAnOffer() {
        offerIsSeen();
        consumer.announces(100, 8);
        consumer.grants(9, 7, 100, 8).hearsWhy("channelId=9")
                .hears(created(9, 7, Status.NOT_FOUND));
        consumer.grants(1, 8, 100, 8).hears(created(1, 8, Status.OK));
    }

    @Test
    @DisplayName("G2, G3: bodies of what is unknown, refused or complete are ignored")
    void strayBodiesAreIgnored() {
        ringIsGranted();
        consumer.say(Grants.body(RING, 16)).say(Grants.body(99, 224)).hearsNothing();
    }

    @Test
    @DisplayName("G3: bytes beyond the declared ones are ignored, and a short list waits for ever")
    void surplusIsIgnored() {
        offerIsSeen();
        consumer.announces(100, 30);
        consumer.say(Grants.header(1, 7, 100, 30)).say(Grants.body(7, 8)).hearsNothing();
        provider.say(new WithdrawOffer(new OfferId(5)));
        consumer.hears(rescinded(1)).releases(1).hearsNothing();
    }

    @Test
    @DisplayName("G4: impossible sizes and counts are refused")
    void impossibleSizesAreRefused() {
        offerIsSeen();
        WireBytes none = WireBytes.EMPTY;
        consumer.say(Grants.header(1, 7, 0, 1, none));
        isRefused(7, "rangeBytes=0", Status.INVALID_PARAMETER);
        consumer.say(Grants.header(1, 7, 20, 1, none));
        isRefused(7, "rangeBytes=20", Status.INVALID_PARAMETER);
        consumer.say(Grants.header(1, 7, 32, 3, none));
        isRefused(7, "rangeCount=3 rangeBytes=32", Status.INVALID_PARAMETER);
        consumer.say(Grants.header(1, 7, 32, 0, none));
        isRefused(7, "rangeCount=0", Status.INVALID_PARAMETER);
        consumer.say(Grants.header(1, 7, 16, 1, WireBytes.of(new byte[16])));
        isRefused(7, "byteCount=0", Status.INVALID_PARAMETER);
    }

    @Test
    @DisplayName("G5: tearing down what nobody has is answered, also while it is incomplete")
    void tearingDownNothing() {
        offerIsSeen();
        consumer.tearsDown(1, 3).hears(torndown(3)).tearsDown(9, 3).hears(torndown(3));
        consumer.announces(100, 30).say(Grants.header(1, 7, 100, 30)).tearsDown(1, 7)
                .hears(torndown(7)).say(Grants.body(7, 32)).hearsNothing();
    }

    @Test
    @DisplayName("G5: the ring of an open channel cannot be torn down")
    void ringInUseCannotBeTornDown() {
        channelIsOpen();
        consumer.tearsDown(1, RING).hearsWhy("ring is in use: gpadl=77 channelId=1");
        consumer.isHungUpOn("ring is in use: gpadl=77 channelId=1");
    }

    @Test
    @DisplayName("G5, G9: a teardown asks the other side once, also if it comes twice")
    void tearingDownTwice() {
        channelIsOpen();
        consumer.announces(200, 2).grants(1, 8, 200, 2);
        provider.next(PeerGpadl.class);
        provider.takesGrant(1, 8, Status.OK);
        consumer.hears(created(1, 8, Status.OK)).tearsDown(1, 8).tearsDown(1, 8).hearsNothing();
        provider.hears(peerTeardown(1, 8)).hearsNothing().letsGo(1, 8).letsGo(1, 8);
        consumer.hears(torndown(8)).hearsNothing();
    }

    @Test
    @DisplayName("G5: a teardown before the answer waits for the answer")
    void tearingDownBeforeTheAnswer() {
        channelIsOpen();
        consumer.announces(200, 2).grants(1, 8, 200, 2).tearsDown(1, 8).tearsDown(1, 8)
                .hears(created(1, 8, Status.CANCELLED)).hearsNothing();
        provider.next(PeerGpadl.class);
        provider.hearsNothing().letsGo(1, 8).takesGrant(1, 8, Status.OK)
                .hears(peerTeardown(1, 8)).letsGo(1, 8);
        consumer.hears(torndown(8)).grants(1, 8, 200, 2).tearsDown(1, 8)
                .hears(created(1, 8, Status.CANCELLED));
        provider.next(PeerGpadl.class);
        provider.takesGrant(1, 8, Status.QUOTA_EXCEEDED).hearsNothing();
        consumer.hears(torndown(8)).hearsNothing();
    }

    @Test
    @DisplayName("G7: on a rescinded id everything is answered with success and goes nowhere")
    void rescindedIdsAreAnswered() {
        offerIsSeen();
        consumer.announces(100, 30).say(Grants.header(1, 6, 100, 30));
        provider.say(new WithdrawOffer(new OfferId(5)));
        consumer.hears(rescinded(1)).grants(1, 7, 100, 30).hears(created(1, 7, Status.OK))
                .tearsDown(1, 7).hears(torndown(7));
        consumer.say(Grants.messages(1, 6, 100, 30).getLast()).hears(created(1, 6, Status.OK));
        provider.hearsNothing();
    }

    @Test
    @DisplayName("G8: the quotas for GPADLs, partial ones and runs hold")
    void quotasHold() {
        offerIsSeen();
        for (int region = 0; region < 30; region++) {
            consumer.announces(region, 1);
        }
        consumer.announces(100, 30);
        consumer.say(Grants.header(1, 1, 100, 30)).say(Grants.header(1, 2, 100, 30))
                .say(Grants.header(1, 3, 100, 30));
        isRefused(3, "partialGpadls=2 limit=2", Status.QUOTA_EXCEEDED);
        consumer.tearsDown(1, 1).tearsDown(1, 2).forgetsWhatItHeard();
        consumer.grants(1, 1, 0, 30).hears(created(1, 1, Status.OK)).grants(1, 2, 0, 30);
        isRefused(2, "gpadlRuns=59 limit=40", Status.QUOTA_EXCEEDED);
        for (int gpadl = 2; gpadl <= 4; gpadl++) {
            consumer.grants(1, gpadl, 0, 1).hears(created(1, gpadl, Status.OK));
        }
        consumer.grants(1, 5, 0, 1);
        isRefused(5, "gpadls=4 limit=4", Status.QUOTA_EXCEEDED);
        consumer.tearsDown(1, 1).hears(torndown(1)).grants(1, 5, 0, 30)
                .hears(created(1, 5, Status.OK));
    }

    @Test
    @DisplayName("G8: a partition has a bounded number of grants that others have not answered")
    void unansweredGrantsAreBounded() {
        channelIsOpen();
        consumer.announces(200, 1).grants(1, 1, 200, 1).grants(1, 2, 200, 1).hearsNothing()
                .grants(1, 3, 200, 1);
        isRefused(3, "unansweredParts=2 limit=2", Status.QUOTA_EXCEEDED);
        provider.takesGrant(1, 1, Status.OK);
        consumer.hears(created(1, 1, Status.OK)).grants(1, 3, 200, 1).hearsNothing();
    }

    @Test
    void aRegionIsGrantedWholeOrNotAtAll() {
        offerIsSeen();
        consumer.announces(100, 4).announces(104, 4).announces(200, 4);
        consumer.grants(1, 1, 100, 8).hears(created(1, 1, Status.OK));
        consumer.grants(1, 2, List.of(GpaRange.ofPages(200, 4), GpaRange.ofPages(100, 4)))
                .hears(created(1, 2, Status.OK));
        consumer.grants(1, 3, 100, 3);
        isRefused(3, "firstPfn=100 pages=4 granted=3", Status.INVALID_PARAMETER);
        consumer.grants(1, 3, 101, 3);
        isRefused(3, "pfn=101", Status.NOT_FOUND);
        consumer.grants(1, 3, List.of(new GpaRange(3 * 4096, 0, new long[] {100, 102, 101})));
        isRefused(3, "firstPfn=100 pages=4 granted=1", Status.INVALID_PARAMETER);
        consumer.grants(1, 3, List.of(new GpaRange(8, 4092, new long[] {100, 101})));
        isRefused(3, "byteCount=8 byteOffset=4092", Status.INVALID_PARAMETER);
    }

    @Test
    void runsOfTheSameRegionShareItsDescriptorAndReadOnlyGrantsSaySo() {
        channelIsOpen();
        consumer.announces(200, 2, Access.READ_ONLY);
        consumer.grants(1, 8, List.of(GpaRange.ofPages(200, 2), GpaRange.ofPages(200, 2)));
        provider.hears(new PeerGpadl(new RelId(1), new GpadlId(8), true, true,
                List.of(new PeerRun(200, 0, 2, 0), new PeerRun(200, 0, 2, 0))));
        assertEquals(1, provider.attached().size());
        consumer.grants(1, 9, List.of(GpaRange.ofPages(200, 2), GpaRange.ofPages(100, 8)));
        isRefused(9, "sealed=1 regions=2", Status.INVALID_PARAMETER);
    }

    @Test
    void aGrantOfManyRegionsTravelsInParts() {
        channelIsOpen();
        for (int region = 0; region < 10; region++) {
            consumer.announces(200 + region, 1);
        }
        consumer.grants(1, 8, 200, 10);
        assertEquals(9, provider.next(PeerGpadl.class).runs().size());
        assertEquals(9, provider.attached().size());
        PeerGpadl last = provider.next(PeerGpadl.class);
        assertEquals(List.of(new PeerRun(209, 0, 1, 0)), last.runs());
        assertEquals(true, last.lastPart());
    }

    @Test
    void aPlainClientGrantsAnyOfItsPagesButNoOthers() {
        provider.offers(5, "echo");
        Client plain = scene.linkWithMemory(64).contacts().requestsOffers().forgetsWhatItHeard();
        plain.grants(1, 1, List.of(
                new GpaRange(4 * 4096, 0, new long[] {9, 10, 3, 63})))
                .hears(created(1, 1, Status.OK)).opens(1, 2, 1, 2).hearsNothing();
        provider.hears(new PeerGpadl(new RelId(1), new GpadlId(1), false, true, List.of(
                new PeerRun(9, 9, 2, 0), new PeerRun(3, 3, 1, 0), new PeerRun(63, 63, 1, 0))))
                .next(PeerOpen.class);
        for (long pfn : new long[] {64, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
            plain.grants(1, 2, List.of(new GpaRange(4096, 0, new long[] {pfn})))
                    .hears(created(1, 2, Status.INVALID_PARAMETER)).hearsNothing();
        }
        scene.link().contacts().requestsOffers().forgetsWhatItHeard().grants(1, 1, 0, 4)
                .hears(created(1, 1, Status.NOT_FOUND)).hearsNothing();
    }

    @Test
    void aProviderCannotGrantToAPlainClientNorOnAClosingChannel() {
        provider.offers(5, "echo").announces(900, 2);
        Client plain = scene.linkWithMemory(64).contacts().requestsOffers().forgetsWhatItHeard();
        plain.grants(1, 1, 0, 8).opens(1, 2, 1, 4);
        provider.forgetsWhatItHeard().takesGrant(1, 1, Status.OK).takesChannel(1, Status.OK)
                .grants(1, 4, 900, 2).hearsWhy("plain VMBus client and takes no grants: consumer=3")
                .hears(created(1, 4, Status.ACCESS_DENIED)).closes(1).grants(1, 4, 900, 2)
                .hearsWhy("channel is not open: channelId=1 state=CLOSING")
                .hears(created(1, 4, Status.CANCELLED));
    }

    @Test
    void aRegionInUseCannotBeRetired() {
        ringIsGranted();
        consumer.say(new RingwayToRoot.RetireRegion(4242)).hearsNothing()
                .say(new RingwayToRoot.RetireRegion(100))
                .hearsWhy("live GPADLs name the region: firstPfn=100 runs=1");
        consumer.isHungUpOn("firstPfn=100 runs=1");
    }
}
