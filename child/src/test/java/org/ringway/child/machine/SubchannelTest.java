// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.memory.GpadlId;
import org.ringway.protocol.RingwayToChild.Explain;
import org.ringway.protocol.RingwayToChild.HelloResult;
import org.ringway.protocol.RingwayToChild.OfferIdentity;
import org.ringway.protocol.RingwayToChild.OfferSubchannelsResult;
import org.ringway.protocol.RingwayToChild.PeerOpen;
import org.ringway.protocol.RingwayToChild.ReannounceResult;
import org.ringway.protocol.RingwayToChild.Reason;
import org.ringway.protocol.RingwayToRoot.OfferSubchannels;
import org.ringway.protocol.RingwayToRoot.PeerOpenResult;
import org.ringway.protocol.RingwayToRoot.Reannounce;
import org.ringway.protocol.StandardToChild.AllOffersDelivered;
import org.ringway.protocol.StandardToChild.GpadlTorndown;
import org.ringway.protocol.StandardToChild.OfferChannel;
import org.ringway.protocol.StandardToChild.RescindChannelOffer;
import org.ringway.protocol.StandardToChild.VersionResponse;
import org.ringway.protocol.StandardToRoot.GpadlHeader;
import org.ringway.protocol.StandardToRoot.RelIdReleased;
import org.ringway.protocol.Subchannel;
import org.ringway.wire.OfferId;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;
import org.ringway.wire.UserData;

/// Sub-channels of a channel that this partition opened (7), or that was opened on its service.
class SubchannelTest extends MachineCase {
    private static final RelId FIRST = new RelId(20);
    private static final RelId SECOND = new RelId(21);
    private static final RelId PROVIDED = new RelId(30);
    private static final GpadlId RING = new GpadlId(5);

    private static SeenOffer seen(RelId relId, int index) {
        return new SeenOffer(relId, PEER, NAME, CONTENT, index);
    }

    private List<Effect> offered(RelId relId, int index) {
        hear(new OfferIdentity(relId, PEER, NAME));
        return hear(OfferChannel.of(relId, CONTENT, index));
    }

    private List<Effect> answered(Status status, int count) {
        return hear(new OfferSubchannelsResult(REL_ID, status, count));
    }

    private ChannelKey opened() {
        join();
        return open();
    }

    @Test
    @DisplayName("the root is asked, and what it offers is told in the order of the indexes")
    void asksTheRoot() {
        ChannelKey key = opened();
        RequestId request = request();
        assertEffects(machine.subchannels(request, key, 2), send(new OfferSubchannels(REL_ID, 2)));
        assertEffects(offered(SECOND, 2));
        assertEffects(offered(FIRST, 1));
        assertEffects(answered(Status.OK, 2), new Effect.SubchannelsOffered(
                request, List.of(seen(FIRST, 1), seen(SECOND, 2))));
    }

    @Test
    @DisplayName("what stands already is used first, and the root asked for the rest alone")
    void usesWhatStands() {
        ChannelKey key = opened();
        offered(FIRST, 1);
        RequestId one = request();
        assertEffects(machine.subchannels(one, key, 1),
                new Effect.SubchannelsOffered(one, List.of(seen(FIRST, 1))));
        answer(ask(wish(seen(FIRST, 1))));
        RequestId more = request();
        assertEffects(machine.subchannels(more, key, 2), send(new OfferSubchannels(REL_ID, 2)));
        offered(SECOND, 2);
        assertEffects(answered(Status.OK, 1),
                new Effect.SubchannelsOffered(more, List.of(seen(SECOND, 2))));
    }

    @Test
    @DisplayName("a refusal is told in the root's words, unless something stands")
    void refusals() {
        ChannelKey key = opened();
        RequestId request = request();
        machine.subchannels(request, key, 1);
        hear(Explain.of(1, 1, Status.QUOTA_EXCEEDED, "limit=0"));
        assertEquals("sub-channels are refused: channel 7: limit=0",
                failure(answered(Status.QUOTA_EXCEEDED, 0), request).text());
        offered(FIRST, 1);
        RequestId more = request();
        machine.subchannels(more, key, 9);
        assertEffects(answered(Status.QUOTA_EXCEEDED, 0),
                new Effect.SubchannelsOffered(more, List.of(seen(FIRST, 1))));
    }

    @Test
    @DisplayName("one wish at a time; an answer that nobody waits for, or asked for, is ignored")
    void oneWishAtATime() {
        ChannelKey key = opened();
        RequestId first = request();
        machine.subchannels(first, key, 1);
        RequestId second = request();
        Failure busy = failure(machine.subchannels(second, key, 1), second);
        assertEquals(Status.DEVICE_BUSY, assertInstanceOf(Failure.Refused.class, busy).status());
        assertEffects(machine.giveUp(first));
        assertEffects(answered(Status.OK, 0));
        assertIgnored(answered(Status.OK, 0));
    }

    @Test
    @DisplayName("a root that is older than sub-channels is not asked")
    void olderRoot() {
        record(machine.linkUp());
        hear(VersionResponse.accepted(1));
        hear(new HelloResult(1, Status.OK, EPOCH, SELF));
        hear(new AllOffersDelivered());
        ChannelKey key = open();
        RequestId request = request();
        assertEquals("this root is older than sub-channels: channel 7",
                failure(machine.subchannels(request, key, 1), request).text());
    }

    @Test
    @DisplayName("the loss of the root fails a wish, a closed channel has none")
    void endsOfAWish() {
        ChannelKey key = opened();
        RequestId waiting = request();
        machine.subchannels(waiting, key, 1);
        assertInstanceOf(Failure.RootLost.class, failure(machine.linkDown("gone"), waiting));
        record(machine.close(key));
        join();
        RequestId late = request();
        assertInstanceOf(Failure.ChannelClosed.class,
                failure(machine.subchannels(late, key, 1), late));
    }

    @Test
    @DisplayName("C1: a sub-channel of nothing, or one more of an index, is ignored")
    void strayOffers() {
        join();
        assertIgnored(offered(FIRST, 1));
        open();
        assertEffects(offered(FIRST, 1));
        assertIgnored(offered(SECOND, 1));
        assertIgnored(offered(FIRST, 2));
    }

    @Test
    @DisplayName("a rescinded sub-channel is released: at once, or when its channel is closed")
    void rescinds() {
        opened();
        offered(FIRST, 1);
        offered(SECOND, 2);
        ChannelKey key = answer(ask(wish(seen(FIRST, 1)))).key();
        assertEffects(hear(new RescindChannelOffer(SECOND)), send(new RelIdReleased(SECOND)));
        assertEffects(hear(new RescindChannelOffer(FIRST)),
                new Effect.EndChannel(key, Reason.OFFER_WITHDRAWN));
        record(machine.close(key));
        GpadlId ring = lastSent(GpadlHeader.class).gpadl();
        assertTrue(hear(new GpadlTorndown(ring)).contains(send(new RelIdReleased(FIRST))));
    }

    @Test
    @DisplayName("a sub-channel whose channel is closed meanwhile is not opened")
    void channelClosesBeforeTheOpen() {
        ChannelKey key = opened();
        offered(FIRST, 1);
        record(machine.close(key));
        OpenRequest wish = wish(seen(FIRST, 1));
        assertInstanceOf(Failure.ChannelClosed.class,
                failure(machine.open(wish), wish.request()));
    }

    private List<Effect> asked(RelId relId, RelId primary, OfferId offerId) {
        hear(peerGpadl(relId, RING), new Token("ring"));
        return hear(new PeerOpen(relId, offerId, 67, RING, DOWNSTREAM_PAGE, UserData.EMPTY, PEER,
                false, new Subchannel(primary, 3)), new Token("doorbell"));
    }

    @Test
    @DisplayName("a provider is asked to accept a sub-channel beside its channel")
    void providerAccepts() {
        join();
        ChannelKey primary = accept(PROVIDED, new GpadlId(4));
        Effect.Accept accept = assertInstanceOf(Effect.Accept.class,
                asked(new RelId(31), PROVIDED, new OfferId(3)).getFirst());
        assertEquals(primary, accept.primary());
        record(machine.accepted(accept.key()));
        RequestId request = request();
        assertEffects(machine.subchannels(request, primary, 4),
                send(new OfferSubchannels(PROVIDED, 4)));
        assertEffects(hear(new OfferSubchannelsResult(PROVIDED, Status.OK, 2)),
                new Effect.SubchannelsAllowed(request, 2));
    }

    @Test
    @DisplayName("a sub-channel of a channel that is over, of none, or of a sub-channel is refused")
    void providerRefuses() {
        join();
        ChannelKey primary = accept(PROVIDED, new GpadlId(4));
        refused(asked(new RelId(31), new RelId(99), new OfferId(3)));
        Effect.Accept accept = assertInstanceOf(Effect.Accept.class,
                asked(new RelId(32), PROVIDED, new OfferId(3)).getFirst());
        record(machine.accepted(accept.key()));
        refused(asked(new RelId(33), new RelId(32), new OfferId(3)));
        record(machine.close(primary));
        refused(asked(new RelId(34), PROVIDED, new OfferId(3)));
    }

    private void refused(List<Effect> effects) {
        assertEquals(close(new Token("doorbell")), effects.getFirst());
        assertEquals(Status.CANCELLED, lastSent(PeerOpenResult.class).status());
    }

    @Test
    @DisplayName("a new root is told of a sub-channel after its channel, and who does not take it")
    void reannounced() {
        opened();
        offered(FIRST, 1);
        answer(ask(wish(seen(FIRST, 1))));
        record(machine.linkDown("gone"));
        record(machine.linkUp());
        hear(VersionResponse.accepted(1));
        List<Reannounce> kept = hear(new HelloResult(1, Status.OK, EPOCH + 1, SELF)).stream()
                .filter(Effect.Send.class::isInstance)
                .map(effect -> ((Effect.Send) effect).message())
                .filter(Reannounce.class::isInstance).map(Reannounce.class::cast).toList();
        assertEquals(List.of(REL_ID, FIRST), kept.stream().map(Reannounce::relId).toList());
        assertEquals(new Subchannel(REL_ID, 1), kept.get(1).subchannel());
        assertEffects(hear(new ReannounceResult(REL_ID, Status.OK)));
        assertIgnored(hear(new ReannounceResult(FIRST, Status.NOT_FOUND)));
    }
}
