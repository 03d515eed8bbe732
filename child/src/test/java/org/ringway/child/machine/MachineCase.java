// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ringway.memory.GpadlId;
import org.ringway.platform.Handle;
import org.ringway.protocol.PeerRun;
import org.ringway.protocol.RingwayToChild.ChildOfferResult;
import org.ringway.protocol.RingwayToChild.HelloResult;
import org.ringway.protocol.RingwayToChild.OfferIdentity;
import org.ringway.protocol.RingwayToChild.PeerGpadl;
import org.ringway.protocol.RingwayToChild.PeerOpen;
import org.ringway.protocol.RingwayToChild.PeerOpened;
import org.ringway.protocol.RingwayToChild.RegionResult;
import org.ringway.protocol.RingwayToRoot.ChildOffer;
import org.ringway.protocol.StandardToChild.AllOffersDelivered;
import org.ringway.protocol.StandardToChild.GpadlCreated;
import org.ringway.protocol.StandardToChild.OfferChannel;
import org.ringway.protocol.StandardToChild.OpenChannelResult;
import org.ringway.protocol.StandardToChild.VersionResponse;
import org.ringway.protocol.StandardToRoot.GpadlHeader;
import org.ringway.protocol.StandardToRoot.OpenChannel;
import org.ringway.protocol.ToChild;
import org.ringway.protocol.ToRoot;
import org.ringway.wire.Guid;
import org.ringway.wire.Name;
import org.ringway.wire.OfferContent;
import org.ringway.wire.OfferId;
import org.ringway.wire.PartitionId;
import org.ringway.wire.PeerFacts;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;
import org.ringway.wire.UserData;

/// A machine, the root's part of the conversation by hand, and a record of what was to be done.
abstract class MachineCase {
    static final long EPOCH = 77;
    static final PartitionId SELF = new PartitionId(4);
    static final PeerFacts PEER =
            new PeerFacts(new PartitionId(9), 123, 1000, 1000, new Name("other"));
    static final Name NAME = new Name("echo");
    static final RelId REL_ID = new RelId(7);
    static final OfferContent CONTENT = content(REL_ID);
    static final int DOWNSTREAM_PAGE = 4;

    /// A handle that can only be told apart.
    record Token(String name) implements Handle {
        @Override
        public void close() {}
    }

    final ChildMachine machine = new ChildMachine(new Name("self"), false);
    final List<Effect> seen = new ArrayList<>();
    private long requests;
    private long pfns = 1;

    static OfferContent content(RelId relId) {
        return new OfferContent(Guid.ofName("test"), Guid.ofName("test " + relId.value()), 0,
                UserData.EMPTY);
    }

    final List<Effect> record(List<Effect> effects) {
        seen.addAll(effects);
        return effects;
    }

    final List<Effect> hear(ToChild message, Handle... handles) {
        return record(machine.receive(message, List.of(handles)));
    }

    final RequestId request() {
        return new RequestId(++requests);
    }

    final OwnRegion region(int pages) {
        OwnRegion region = new OwnRegion(pfns, pages, false, new Token("region " + pfns));
        pfns += pages;
        return region;
    }

    final void join() {
        record(machine.linkUp());
        hear(VersionResponse.accepted(1));
        hear(new HelloResult(1, Status.OK, EPOCH, SELF, HelloResult.ALL_FLAGS));
        assertEquals(List.of(new Effect.Joined(SELF, EPOCH)), hear(new AllOffersDelivered()));
    }

    final SeenOffer seeOffer(RelId relId) {
        hear(new OfferIdentity(relId, PEER, NAME));
        SeenOffer offer = new SeenOffer(relId, PEER, NAME, content(relId));
        assertEquals(List.of(new Effect.OfferAppeared(offer)),
                hear(OfferChannel.of(relId, offer.content())));
        return offer;
    }

    final OpenRequest wish(SeenOffer offer) {
        return new OpenRequest(
                request(), offer, region(8), DOWNSTREAM_PAGE, UserData.EMPTY, 0);
    }

    /// Goes as far as OpenChannel.
    final OpenChannel ask(OpenRequest wish) {
        record(machine.open(wish));
        hear(new RegionResult(wish.ring().firstPfn(), Status.OK));
        GpadlHeader header = lastSent(GpadlHeader.class);
        hear(new GpadlCreated(header.relId(), header.gpadl(), Status.OK));
        return lastSent(OpenChannel.class);
    }

    final Effect.Opened answer(OpenChannel asked) {
        hear(new PeerOpened(asked.relId(), 55, true));
        List<Effect> effects = hear(new OpenChannelResult(asked.relId(), asked.openId(), Status.OK),
                new Token("doorbell"));
        return assertInstanceOf(Effect.Opened.class, effects.getLast());
    }

    /// {@return the key of a channel that this partition opened}
    final ChannelKey open() {
        return answer(ask(wish(seeOffer(REL_ID)))).key();
    }

    final OfferId offerService() {
        OfferId offerId = new OfferId(3);
        record(machine.offer(new OfferRequest(
                request(), new ChildOffer(offerId, CONTENT, NAME))));
        hear(new ChildOfferResult(offerId, Status.OK));
        return offerId;
    }

    static PeerGpadl peerGpadl(RelId relId, GpadlId gpadl) {
        return new PeerGpadl(relId, gpadl, false, true, List.of(new PeerRun(100, 0, 8, 0)));
    }

    static PeerOpen peerOpen(RelId relId, OfferId offerId, GpadlId ring) {
        return new PeerOpen(
                relId, offerId, 66, ring, DOWNSTREAM_PAGE, UserData.EMPTY, PEER, true);
    }

    /// {@return the key of a channel that somebody opened on a service of this partition}
    final ChannelKey accept(RelId relId, GpadlId ring) {
        OfferId offerId = offerService();
        hear(peerGpadl(relId, ring), new Token("ring"));
        List<Effect> effects =
                hear(peerOpen(relId, offerId, ring), new Token("doorbell"));
        ChannelKey key = assertInstanceOf(Effect.Accept.class, effects.getFirst()).key();
        record(machine.accepted(key));
        return key;
    }

    static Effect.Send send(ToRoot message, Handle... handles) {
        return new Effect.Send(message, List.of(handles));
    }

    static Effect.CloseHandles close(Handle... handles) {
        return new Effect.CloseHandles(List.of(handles));
    }

    final <T extends ToRoot> T lastSent(Class<T> type) {
        return seen.reversed().stream()
                .filter(Effect.Send.class::isInstance)
                .map(effect -> ((Effect.Send) effect).message())
                .filter(type::isInstance).map(type::cast)
                .findFirst().orElseThrow();
    }

    static void assertEffects(List<Effect> found, Effect... expected) {
        assertEquals(Arrays.asList(expected), found);
    }

    static void assertIgnored(List<Effect> found) {
        assertEquals(1, found.size(), () -> "one line for the log: " + found);
        assertInstanceOf(Effect.Ignored.class, found.getFirst());
    }

    /// {@return the failure of this request, the only one there is}
    static Failure failure(List<Effect> found, RequestId request) {
        List<Effect.Failed> failed = found.stream().filter(Effect.Failed.class::isInstance)
                .map(Effect.Failed.class::cast).toList();
        assertEquals(List.of(request), failed.stream().map(Effect.Failed::request).toList(),
                () -> "failed requests in " + found);
        return failed.getFirst().failure();
    }
}
