// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.memory.GpadlId;
import org.ringway.protocol.RingwayToChild.ChildOfferResult;
import org.ringway.protocol.RingwayToChild.Explain;
import org.ringway.protocol.RingwayToChild.OfferIdentity;
import org.ringway.protocol.RingwayToRoot.ChildOffer;
import org.ringway.protocol.RingwayToRoot.WithdrawOffer;
import org.ringway.protocol.StandardToChild.CloseReservedResponse;
import org.ringway.protocol.StandardToChild.Interrupt;
import org.ringway.protocol.StandardToChild.ModifyChannelResponse;
import org.ringway.protocol.StandardToChild.ModifyConnectionResponse;
import org.ringway.protocol.StandardToChild.OfferChannel;
import org.ringway.protocol.StandardToChild.PauseResponse;
import org.ringway.protocol.StandardToChild.RescindChannelOffer;
import org.ringway.protocol.StandardToChild.TlConnectResult;
import org.ringway.protocol.StandardToChild.VersionResponse;
import org.ringway.protocol.StandardToRoot.RelIdReleased;
import org.ringway.wire.Guid;
import org.ringway.wire.Name;
import org.ringway.wire.OfferContent;
import org.ringway.wire.OfferId;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;
import org.ringway.wire.UserData;

class OfferingTest extends MachineCase {
    private static final ChildOffer OFFER = new ChildOffer(new OfferId(1), CONTENT, NAME);

    @BeforeEach
    void joined() {
        join();
    }

    @Test
    @DisplayName("an offer appears with its provider, and is released at once when it goes")
    void offersComeAndGo() {
        SeenOffer offer = seeOffer(REL_ID);
        assertEffects(hear(new RescindChannelOffer(REL_ID)),
                new Effect.OfferRescinded(offer), send(new RelIdReleased(REL_ID)));
        seeOffer(REL_ID);
    }

    @Test
    @DisplayName("C1 an offer under an id that is in use is ignored, and the first one stands")
    void c1SecondOfferOfAnIdIsIgnored() {
        SeenOffer offer = seeOffer(REL_ID);
        hear(new OfferIdentity(REL_ID, PEER, new Name("thief")));
        assertIgnored(hear(OfferChannel.of(REL_ID, CONTENT)));
        assertEffects(hear(new RescindChannelOffer(REL_ID)),
                new Effect.OfferRescinded(offer), send(new RelIdReleased(REL_ID)));
    }

    @Test
    @DisplayName("C1 a second offer of an instance under another id is ignored")
    void c1SecondOfferOfAnInstanceIsIgnored() {
        seeOffer(REL_ID);
        RelId other = new RelId(8);
        hear(new OfferIdentity(other, PEER, NAME));
        assertIgnored(hear(OfferChannel.of(other, CONTENT)));
        assertIgnored(hear(new RescindChannelOffer(other)));
    }

    @Test
    @DisplayName("C1 an offer under the id of an open channel of ours is ignored")
    void c1OfferUnderTheIdOfAChannelIsIgnored() {
        RelId relId = new RelId(30);
        accept(relId, new GpadlId(1));
        hear(new OfferIdentity(relId, PEER, NAME));
        assertIgnored(hear(OfferChannel.of(relId, CONTENT)));
    }

    @Test
    @DisplayName("C1 an offer without a provider, or with that of another offer, is ignored")
    void c1OfferWithoutAProviderIsIgnored() {
        assertIgnored(hear(OfferChannel.of(REL_ID, CONTENT)));
        hear(new OfferIdentity(new RelId(8), PEER, NAME));
        assertIgnored(hear(OfferChannel.of(REL_ID, CONTENT)));
    }

    @Test
    @DisplayName("C1 a subchannel that nobody asked for is ignored")
    void c1SubchannelIsIgnored() {
        OfferChannel primary = OfferChannel.of(REL_ID, CONTENT);
        hear(new OfferIdentity(REL_ID, PEER, NAME));
        assertIgnored(hear(new OfferChannel(REL_ID, CONTENT, 0, 1, 0, primary.interrupt())));
    }

    @Test
    @DisplayName("C2 a rescind of an unknown id, or a second one, is ignored")
    void c2UnknownRescindIsIgnored() {
        assertIgnored(hear(new RescindChannelOffer(REL_ID)));
        open();
        hear(new RescindChannelOffer(REL_ID));
        assertIgnored(hear(new RescindChannelOffer(REL_ID)));
    }

    @Test
    @DisplayName("C5 whatever an offer says of monitors and connections, it signals nothing")
    void c5ImpossibleInterruptIsNotUsed() {
        hear(new OfferIdentity(REL_ID, PEER, NAME));
        Interrupt impossible = new Interrupt(200, true, false, -1);
        var appeared = assertInstanceOf(Effect.OfferAppeared.class,
                hear(new OfferChannel(REL_ID, CONTENT, 0xFFFF, 0, 0xFFFF, impossible)).getFirst());
        assertEffects(hear(new RescindChannelOffer(REL_ID)),
                new Effect.OfferRescinded(appeared.offer()), send(new RelIdReleased(REL_ID)));
    }

    @Test
    @DisplayName("C8 an offer that calls itself confidential (6.0) is an offer like any other")
    void c8ConfidentialOffersPromiseNothing() {
        int confidential = 0x2 | 0x4;
        OfferContent content = new OfferContent(Guid.ofName("test"), Guid.ofName("vault"),
                confidential, UserData.EMPTY);
        hear(new OfferIdentity(REL_ID, PEER, NAME));
        SeenOffer offer = new SeenOffer(REL_ID, PEER, NAME, content);
        assertEffects(hear(OfferChannel.of(REL_ID, content)), new Effect.OfferAppeared(offer));
        assertEquals(REL_ID, ask(wish(offer)).relId());
    }

    @Test
    @DisplayName("C3 C6 answers to what we never ask are ignored, also a socket that came to be")
    void c6AnswersToWhatIsNeverAskedAreIgnored() {
        assertIgnored(hear(new TlConnectResult(Guid.ZERO, Guid.ZERO, Status.OK)));
        assertIgnored(hear(new TlConnectResult(
                Guid.ZERO, Guid.ZERO, Status.CONNECTION_REFUSED)));
        assertIgnored(hear(new ModifyChannelResponse(REL_ID, Status.OK)));
        assertIgnored(hear(new CloseReservedResponse(REL_ID)));
        assertIgnored(hear(new ModifyConnectionResponse(VersionResponse.CONNECTED)));
        assertIgnored(hear(new PauseResponse()));
    }

    @Test
    @DisplayName("a service stands when the root says so")
    void serviceStands() {
        RequestId request = request();
        assertEffects(machine.offer(new OfferRequest(request, OFFER)), send(OFFER));
        assertEffects(hear(new ChildOfferResult(OFFER.offerId(), Status.OK)),
                new Effect.Answered(request));
        assertIgnored(hear(new ChildOfferResult(OFFER.offerId(), Status.OK)));
        assertEffects(machine.withdraw(OFFER.offerId()), send(new WithdrawOffer(OFFER.offerId())));
        assertEffects(machine.withdraw(OFFER.offerId()));
    }

    @Test
    @DisplayName("a refused service is forgotten, and the root's words are told")
    void serviceIsRefused() {
        RequestId request = request();
        machine.offer(new OfferRequest(request, OFFER));
        hear(Explain.of(0, 1, Status.ACCESS_DENIED, "uid 7 may not offer echo"));
        Failure failure = failure(
                hear(new ChildOfferResult(OFFER.offerId(), Status.ACCESS_DENIED)), request);
        assertEquals(new Failure.Refused("offer is refused: name=echo: uid 7 may not offer echo",
                Status.ACCESS_DENIED), failure);
        assertEffects(machine.withdraw(OFFER.offerId()));
    }

    @Test
    @DisplayName("a service that nobody waits for any more is withdrawn")
    void serviceIsGivenUp() {
        RequestId request = request();
        machine.offer(new OfferRequest(request, OFFER));
        assertEffects(machine.giveUp(request), send(new WithdrawOffer(OFFER.offerId())));
        assertIgnored(hear(new ChildOfferResult(OFFER.offerId(), Status.OK)));
    }

    @Test
    @DisplayName("C3 an answer to no offer of ours is ignored")
    void c3UnknownOfferResultIsIgnored() {
        assertIgnored(hear(new ChildOfferResult(new OfferId(99), Status.OK)));
    }

    @Test
    @DisplayName("with the link go all offers of others, and pending services of ours")
    void lossEndsOffers() {
        SeenOffer offer = seeOffer(REL_ID);
        RequestId request = request();
        machine.offer(new OfferRequest(request, OFFER));
        List<Effect> lost = machine.linkDown("gone");
        assertInstanceOf(Failure.RootLost.class, failure(lost, request));
        assertEquals(new Effect.OfferRescinded(offer), lost.getLast());
    }
}
