// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.ProtocolException;
import org.ringway.memory.GpadlId;
import org.ringway.protocol.RingwayToChild.Explain;
import org.ringway.protocol.RingwayToChild.OfferIdentity;
import org.ringway.protocol.RingwayToChild.PeerClosed;
import org.ringway.protocol.RingwayToChild.PeerOpened;
import org.ringway.protocol.RingwayToChild.Reason;
import org.ringway.protocol.RingwayToChild.RegionResult;
import org.ringway.protocol.RingwayToRoot.AnnounceRegion;
import org.ringway.protocol.RingwayToRoot.RetireRegion;
import org.ringway.protocol.StandardToChild.GpadlCreated;
import org.ringway.protocol.StandardToChild.GpadlTorndown;
import org.ringway.protocol.StandardToChild.OfferChannel;
import org.ringway.protocol.StandardToChild.OpenChannelResult;
import org.ringway.protocol.StandardToChild.RescindChannelOffer;
import org.ringway.protocol.StandardToRoot.CloseChannel;
import org.ringway.protocol.StandardToRoot.GpadlHeader;
import org.ringway.protocol.StandardToRoot.GpadlTeardown;
import org.ringway.protocol.StandardToRoot.OpenChannel;
import org.ringway.protocol.StandardToRoot.RelIdReleased;
import org.ringway.wire.Name;
import org.ringway.wire.OpenId;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;
import org.ringway.wire.UserData;

class OpeningTest extends MachineCase {
    private static final GpadlId RING = new GpadlId(1);

    private SeenOffer offer;
    private OpenRequest wish;

    @BeforeEach
    void offered() {
        join();
        offer = seeOffer(REL_ID);
        wish = wish(offer);
    }

    private Effect[] ringGoes() {
        return new Effect[] {
            send(new RetireRegion(wish.ring().firstPfn())), close(wish.ring().handle())};
    }

    @Test
    @DisplayName("region, GPADL and open at once, close, teardown, retirement: a channel's life")
    void wholeLife() {
        List<Effect> asking = record(machine.open(wish));
        assertEquals(3, asking.size());
        assertEquals(send(new AnnounceRegion(wish.ring().firstPfn(), 8, false),
                wish.ring().handle()), asking.getFirst());
        assertEquals(RING, lastSent(GpadlHeader.class).gpadl());
        assertEquals(send(new OpenChannel(REL_ID, new OpenId(1), RING, 0, DOWNSTREAM_PAGE,
                UserData.EMPTY)), asking.getLast());
        assertEffects(hear(new RegionResult(wish.ring().firstPfn(), Status.OK)));
        assertEffects(hear(new GpadlCreated(REL_ID, RING, Status.OK)));
        Effect.Opened opened = answer(lastSent(OpenChannel.class));
        assertEquals(wish.request(), opened.request());
        assertTrue(opened.trusted());

        assertEffects(record(machine.close(opened.key())),
                send(new CloseChannel(REL_ID)), send(new GpadlTeardown(REL_ID, RING)));
        assertEffects(record(machine.close(opened.key())));
        assertEffects(hear(new GpadlTorndown(RING)), ringGoes());
    }

    @Test
    @DisplayName("a region, a GPADL or an open that is refused fails with the root's words")
    void refusalsTellTheReason() {
        record(machine.open(wish));
        hear(Explain.of(0, 0, Status.QUOTA_EXCEEDED, "regions=64 max=64"));
        List<Effect> refused =
                hear(new RegionResult(wish.ring().firstPfn(), Status.QUOTA_EXCEEDED));
        assertEquals(new Failure.Refused(
                "root refuses a region: firstPfn=1 pages=8: regions=64 max=64",
                Status.QUOTA_EXCEEDED), failure(refused, wish.request()));
        assertEffects(hear(new GpadlCreated(REL_ID, RING, Status.NOT_FOUND)));
        assertEffects(refused(wish), close(wish.ring().handle()));
        ask(wish(offer));
    }

    /// What the root says of an opening whose ring it has refused.
    private List<Effect> refused(OpenRequest refused) {
        OpenChannel asked = lastSent(OpenChannel.class);
        assertEquals(refused.offer().relId(), asked.relId());
        return hear(new OpenChannelResult(asked.relId(), asked.openId(), Status.NOT_FOUND));
    }

    @Test
    @DisplayName("after a refused GPADL the region is retired once the open is refused, too")
    void refusedGpadlRetiresTheRegion() {
        record(machine.open(wish));
        hear(new RegionResult(wish.ring().firstPfn(), Status.OK));
        List<Effect> refused = hear(new GpadlCreated(REL_ID, RING, Status.QUOTA_EXCEEDED));
        assertEquals(new Failure.Refused("grant is refused: firstPfn=1 pages=8: quota exceeded",
                Status.QUOTA_EXCEEDED), failure(refused, wish.request()));
        assertEffects(refused(wish), ringGoes());
        ask(wish(offer));
    }

    @Test
    @DisplayName("after a refused open the ring is torn down, and the offer can be opened again")
    void refusedOpenTearsDown() {
        OpenChannel asked = ask(wish);
        List<Effect> refused = hear(new OpenChannelResult(
                REL_ID, asked.openId(), Status.CONNECTION_REFUSED));
        assertEquals(new Failure.Refused("open is refused: name=echo: connection refused",
                Status.CONNECTION_REFUSED), failure(refused, wish.request()));
        assertEquals(send(new GpadlTeardown(REL_ID, RING)), refused.getLast());
        assertEffects(hear(new GpadlTorndown(RING)), ringGoes());
        answer(ask(wish(offer)));
    }

    @Test
    @DisplayName("an offer that is gone, or has another content now, is not opened")
    void staleOfferIsRefused() {
        hear(new RescindChannelOffer(REL_ID));
        assertEquals("offer is gone: name=echo channel 7",
                failure(machine.open(wish), wish.request()).text());
        hear(new OfferIdentity(
                REL_ID, PEER, new Name("another")));
        hear(OfferChannel.of(REL_ID, CONTENT));
        OpenRequest late = wish(offer);
        List<Effect> refused = machine.open(late);
        assertEquals(Status.NOT_FOUND,
                ((Failure.Refused) failure(refused, late.request())).status());
        assertEquals(close(late.ring().handle()), refused.getLast());
    }

    @Test
    @DisplayName("a second channel on an offer is refused while there is one")
    void secondChannelIsRefused() {
        answer(ask(wish));
        OpenRequest second = wish(offer);
        List<Effect> refused = machine.open(second);
        assertEquals("this partition has a channel on this offer already: name=echo channel 7",
                failure(refused, second.request()).text());
        assertEquals(close(second.ring().handle()), refused.getLast());
    }

    @Test
    @DisplayName("opening again waits until the channel before is torn down")
    void reopenWaitsForTheTeardown() {
        machine.close(answer(ask(wish)).key());
        OpenRequest again = wish(offer);
        assertEffects(machine.open(again));
        List<Effect> effects = hear(new GpadlTorndown(RING));
        assertTrue(effects.contains(send(new AnnounceRegion(again.ring().firstPfn(), 8, false),
                again.ring().handle())), effects::toString);
    }

    @Test
    @DisplayName("who waits to open again can give up, or is told of the rescind")
    void waitingReopenEnds() {
        machine.close(answer(ask(wish)).key());
        OpenRequest again = wish(offer);
        machine.open(again);
        assertEffects(machine.giveUp(again.request()), close(again.ring().handle()));
        OpenRequest third = wish(offer);
        machine.open(third);
        List<Effect> rescinded = hear(new RescindChannelOffer(REL_ID));
        assertEquals(Status.CANCELLED,
                ((Failure.Refused) failure(rescinded, third.request())).status());
        assertEquals(send(new RelIdReleased(REL_ID)), hear(new GpadlTorndown(RING)).getLast());
    }

    @Test
    @DisplayName("C4 a rescind releases who waits for the region; the id is released when it goes")
    void c4RescindWhileAnnouncing() {
        record(machine.open(wish));
        List<Effect> rescinded = hear(new RescindChannelOffer(REL_ID));
        assertEquals("offer was rescinded: name=echo channel 7",
                failure(rescinded, wish.request()).text());
        assertEffects(hear(new RegionResult(wish.ring().firstPfn(), Status.OK)));
        assertEffects(hear(new GpadlCreated(REL_ID, RING, Status.OK)),
                send(new GpadlTeardown(REL_ID, RING)));
        assertIgnored(refused(wish));
        List<Effect> over = hear(new GpadlTorndown(RING));
        assertTrue(over.containsAll(List.of(ringGoes())), over::toString);
        assertEquals(send(new RelIdReleased(REL_ID)), over.getLast());
    }

    @Test
    @DisplayName("C4 a rescind releases who waits for the GPADL; the id is released after teardown")
    void c4RescindWhileGranting() {
        record(machine.open(wish));
        hear(new RegionResult(wish.ring().firstPfn(), Status.OK));
        failure(hear(new RescindChannelOffer(REL_ID)), wish.request());
        assertEffects(hear(new GpadlCreated(REL_ID, RING, Status.OK)),
                send(new GpadlTeardown(REL_ID, RING)));
        assertEquals(send(new RelIdReleased(REL_ID)), hear(new GpadlTorndown(RING)).getLast());
    }

    @Test
    @DisplayName("C4 a rescind releases who waits for the result")
    void c4RescindWhileAsking() {
        ask(wish);
        List<Effect> rescinded = hear(new RescindChannelOffer(REL_ID));
        failure(rescinded, wish.request());
        assertEquals(send(new GpadlTeardown(REL_ID, RING)), rescinded.getLast());
        assertEquals(send(new RelIdReleased(REL_ID)), hear(new GpadlTorndown(RING)).getLast());
    }

    @Test
    @DisplayName("a rescind ends an open channel; its id is released after close and teardown")
    void rescindEndsAnOpenChannel() {
        ChannelKey key = answer(ask(wish)).key();
        assertEffects(hear(new RescindChannelOffer(REL_ID)), new Effect.OfferRescinded(offer),
                new Effect.EndChannel(key, Reason.OFFER_WITHDRAWN));
        assertEffects(machine.close(key),
                send(new CloseChannel(REL_ID)), send(new GpadlTeardown(REL_ID, RING)));
        assertEquals(send(new RelIdReleased(REL_ID)), hear(new GpadlTorndown(RING)).getLast());
        seeOffer(REL_ID);
    }

    @Test
    @DisplayName("the end of the other side is told; this side still closes")
    void peerEndIsTold() {
        ChannelKey key = answer(ask(wish)).key();
        assertEffects(hear(new PeerClosed(REL_ID, Reason.LOST)),
                new Effect.EndChannel(key, Reason.LOST));
        assertEquals(send(new CloseChannel(REL_ID)), machine.close(key).getFirst());
        assertIgnored(hear(new PeerClosed(REL_ID, Reason.LOST)));
    }

    @Test
    @DisplayName("a provider that dies takes its offer along; the channel is told of the death")
    void deathComesBeforeTheRescind() {
        ChannelKey key = answer(ask(wish)).key();
        assertEffects(hear(new PeerClosed(REL_ID, Reason.LOST)),
                new Effect.EndChannel(key, Reason.LOST));
        assertEffects(hear(new RescindChannelOffer(REL_ID)), new Effect.OfferRescinded(offer));
    }

    @Test
    @DisplayName("giving up before the root refuses the ring is silent, and leaves nothing behind")
    void giveUpWhileGranting() {
        record(machine.open(wish));
        assertEffects(machine.giveUp(wish.request()));
        assertEffects(hear(new RegionResult(wish.ring().firstPfn(), Status.QUOTA_EXCEEDED)));
        assertEffects(hear(new GpadlCreated(REL_ID, RING, Status.NOT_FOUND)));
        assertEffects(refused(wish), close(wish.ring().handle()));
        ask(wish(offer));
    }

    @Test
    @DisplayName("C3 a root that opens a channel and then refuses its ring tells nobody twice")
    void c3RefusedRingOfAnOpenChannel() {
        record(machine.open(wish));
        ChannelKey key = answer(lastSent(OpenChannel.class)).key();
        assertEffects(hear(new GpadlCreated(REL_ID, RING, Status.QUOTA_EXCEEDED)));
        assertEquals(send(new CloseChannel(REL_ID)), machine.close(key).getFirst());
    }

    @Test
    @DisplayName("giving up while the provider decides closes the channel when it is open")
    void giveUpWhileAsking() {
        OpenChannel asked = ask(wish);
        assertEffects(machine.giveUp(wish.request()));
        hear(new PeerOpened(REL_ID, 55, false));
        Token doorbell = new Token("doorbell");
        assertEffects(hear(new OpenChannelResult(REL_ID, asked.openId(), Status.OK), doorbell),
                new Effect.CloseDoorbell(doorbell), send(new CloseChannel(REL_ID)),
                send(new GpadlTeardown(REL_ID, RING)));
        assertEffects(hear(new GpadlTorndown(RING)), ringGoes());
    }

    @Test
    @DisplayName("who opens again after giving up waits until the first is through")
    void openAgainAfterGivingUp() {
        OpenChannel asked = ask(wish);
        machine.giveUp(wish.request());
        OpenRequest again = wish(offer);
        assertEffects(machine.open(again));
        hear(new OpenChannelResult(REL_ID, asked.openId(), Status.ACCESS_DENIED));
        List<Effect> effects = hear(new GpadlTorndown(RING));
        assertTrue(effects.contains(send(new AnnounceRegion(again.ring().firstPfn(), 8, false),
                again.ring().handle())), effects::toString);
    }

    @Test
    @DisplayName("giving up while the provider decides is silent when it says no")
    void giveUpBeforeARefusal() {
        OpenChannel asked = ask(wish);
        machine.giveUp(wish.request());
        assertEffects(hear(new OpenChannelResult(REL_ID, asked.openId(), Status.ACCESS_DENIED)),
                send(new GpadlTeardown(REL_ID, RING)));
    }

    @Test
    @DisplayName("C3 results that nobody asked for are ignored, and their handles closed")
    void c3UnsolicitedResultsAreIgnored() {
        Token stray = new Token("stray");
        List<Effect> early =
                hear(new OpenChannelResult(REL_ID, new OpenId(1), Status.OK), stray);
        assertEquals(close(stray), early.getLast());
        assertIgnored(hear(new GpadlCreated(REL_ID, RING, Status.OK)));
        assertIgnored(hear(new GpadlTorndown(RING)));
        assertIgnored(hear(new RegionResult(1, Status.OK)));
        assertIgnored(hear(new PeerOpened(REL_ID, 1, false)));
        OpenChannel asked = ask(wish);
        assertIgnored(hear(new GpadlCreated(REL_ID, RING, Status.OK)));
        assertIgnored(hear(new GpadlTorndown(RING)));
        assertIgnored(hear(new RegionResult(wish.ring().firstPfn(), Status.OK)));
        assertIgnored(hear(new OpenChannelResult(REL_ID, new OpenId(99), Status.OK)));
        answer(asked);
        assertIgnored(hear(new OpenChannelResult(REL_ID, asked.openId(), Status.OK)));
    }

    @Test
    @DisplayName("C3 GpadlCreated for another channel is ignored")
    void c3GpadlCreatedForAnotherChannelIsIgnored() {
        record(machine.open(wish));
        hear(new RegionResult(wish.ring().firstPfn(), Status.OK));
        assertIgnored(hear(new GpadlCreated(new RelId(8), RING, Status.OK)));
    }

    @Test
    @DisplayName("a yes without a serial ends the link")
    void yesWithoutASerialEndsTheLink() {
        OpenChannel asked = ask(wish);
        var result = new OpenChannelResult(REL_ID, asked.openId(), Status.OK);
        assertEquals("OpenChannelResult without PeerOpened: channel 7",
                assertThrows(ProtocolException.class, () -> hear(result, new Token("doorbell")))
                        .getMessage());
    }

    @Test
    @DisplayName("where descriptors are short the doorbell does not arrive, and the open fails")
    void yesWithoutADoorbellFails() {
        OpenChannel asked = ask(wish);
        hear(new PeerOpened(REL_ID, 55, false));
        List<Effect> effects = hear(new OpenChannelResult(REL_ID, asked.openId(), Status.OK));
        assertEquals("open is refused: name=echo: insufficient resources",
                failure(effects, wish.request()).text());
        assertEquals(send(new CloseChannel(REL_ID)), effects.getFirst());
        assertEquals(send(new GpadlTeardown(REL_ID, RING)), effects.getLast());
    }

    @Test
    @DisplayName("with the link every opening fails, and its ring goes")
    void lossFailsOpenings() {
        ask(wish);
        SeenOffer other = seeOffer(new RelId(8));
        OpenRequest announcing = wish(other);
        record(machine.open(announcing));
        List<Effect> lost = machine.linkDown("gone");
        for (OpenRequest each : List.of(wish, announcing)) {
            assertEquals(1, lost.stream().filter(effect -> effect.equals(new Effect.Failed(
                    each.request(), new Failure.RootLost("gone")))).count());
            assertEquals(1, lost.stream().filter(close(each.ring().handle())::equals).count());
        }
        assertEquals(0, lost.stream().filter(Effect.Send.class::isInstance).count());
    }
}
