// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.ringway.memory.GpaRange;
import org.ringway.memory.GpadlId;
import org.ringway.platform.Access;
import org.ringway.platform.PeerCredentials;
import org.ringway.platform.RegionFacts;
import org.ringway.protocol.ControlCodec;
import org.ringway.protocol.GpadlMessages;
import org.ringway.protocol.RingwayToChild;
import org.ringway.protocol.RingwayToRoot;
import org.ringway.protocol.StandardToChild;
import org.ringway.protocol.StandardToRoot;
import org.ringway.protocol.ToChild;
import org.ringway.protocol.ToRoot;
import org.ringway.wire.Guid;
import org.ringway.wire.Name;
import org.ringway.wire.OfferContent;
import org.ringway.wire.OfferId;
import org.ringway.wire.OpenId;
import org.ringway.wire.PartitionId;
import org.ringway.wire.PeerFacts;
import org.ringway.wire.ProtocolVersion;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;
import org.ringway.wire.UserData;

/// The other end of a link: says what a test wants, and keeps what it is told.
final class Client {
    final PartitionId id;
    final PeerCredentials peer;
    private final Scene scene;
    private final Queue<Effect.Send> inbox = new ArrayDeque<>();
    private Effect.Send last;
    private Name name = Name.EMPTY;
    private boolean connected = true;

    Client(Scene scene, PartitionId id, PeerCredentials peer, AddressSpace space) {
        this.scene = scene;
        this.id = id;
        this.peer = peer;
        if (space != null) {
            scene.regions.put(space.region(), new RegionFacts(space.pages(), Access.READ_WRITE));
        }
    }

    void deliver(Effect.Send send) {
        assertTrue(connected, "sent after the end: " + send);
        inbox.add(send);
    }

    void hangUp() {
        connected = false;
    }

    boolean isConnected() {
        return connected;
    }

    /// Is killed.
    void die() {
        if (connected) {
            connected = false;
            scene.happen(new Event.Left(id));
        }
    }

    Client say(ToRoot message, HandleToken... attached) {
        return sayBytes(ControlCodec.encode(message), attached);
    }

    Client sayBytes(byte[] message, HandleToken... attached) {
        scene.happen(new Event.Received(id, message, List.of(attached)));
        return this;
    }

    /// The next message, whatever it is.
    ToChild next() {
        last = inbox.poll();
        assertNotNull(last, "nothing came");
        return last.message();
    }

    <T extends ToChild> T next(Class<T> kind) {
        return assertInstanceOf(kind, next());
    }

    Client hears(ToChild... messages) {
        for (ToChild message : messages) {
            assertEquals(message, next());
        }
        return this;
    }

    /// What came along with the last message.
    List<HandleToken> attached() {
        return last.attached();
    }

    Client hearsNothing() {
        assertEquals(List.of(), inbox.stream().map(Effect.Send::message).toList());
        return this;
    }

    /// Hears a reason with these words, and nothing else before what comes next.
    Client hearsWhy(String words) {
        String text = next(RingwayToChild.Explain.class).text();
        assertTrue(text.contains(words), text);
        return this;
    }

    void isHungUpOn(String words) {
        assertFalse(connected, "still connected");
        String reason = scene.hangUps.poll();
        assertNotNull(reason);
        assertTrue(reason.contains(words), reason);
    }

    /// Everything that came and was not looked at.
    List<ToChild> heard() {
        List<ToChild> heard = inbox.stream().map(Effect.Send::message).toList();
        inbox.clear();
        return heard;
    }

    Client forgetsWhatItHeard() {
        inbox.clear();
        return this;
    }

    Client contacts() {
        return say(StandardToRoot.InitiateContact.of(ProtocolVersion.V5_3))
                .hears(StandardToChild.VersionResponse.accepted(1));
    }

    Client greets(String itsName) {
        name = Name.of(itsName);
        return contacts().say(RingwayToRoot.Hello.of(0, name))
                .hears(new RingwayToChild.HelloResult(1, Status.OK, Scene.EPOCH, id,
                        RingwayToChild.HelloResult.ALL_FLAGS));
    }

    PeerFacts facts() {
        return new PeerFacts(id, peer.pid(), peer.uid(), peer.gid(), name);
    }

    static OfferContent content(String service) {
        return new OfferContent(Guid.ofName(service), Guid.ofName(service + " instance"),
                OfferContent.ENUMERATE, UserData.EMPTY);
    }

    Client offers(int offerId, String service) {
        return offers(offerId, service, 0);
    }

    Client offers(int offerId, String service, int subchannels) {
        return say(new RingwayToRoot.ChildOffer(
                        new OfferId(offerId), content(service), Name.of(service), subchannels))
                .hears(new RingwayToChild.ChildOfferResult(new OfferId(offerId), Status.OK));
    }

    Client requestsOffers() {
        return say(new StandardToRoot.RequestOffers());
    }

    Client announces(long firstPfn, int pages, Access access) {
        return sendsRegion(firstPfn, pages, access)
                .hears(new RingwayToChild.RegionResult(firstPfn, Status.OK));
    }

    /// Announces a region, and does not wait for the answer.
    Client sendsRegion(long firstPfn, int pages, Access access) {
        HandleToken region = scene.handle();
        scene.regions.put(region, new RegionFacts(pages, access));
        return say(new RingwayToRoot.AnnounceRegion(
                firstPfn, pages, access == Access.READ_ONLY), region);
    }

    Client announces(long firstPfn, int pages) {
        return announces(firstPfn, pages, Access.READ_WRITE);
    }

    /// Announces consecutive pages as a GPADL.
    Client grants(int relId, int gpadl, long firstPfn, int pages) {
        return grants(relId, gpadl, List.of(GpaRange.ofPages(firstPfn, pages)));
    }

    Client grants(int relId, int gpadl, List<GpaRange> ranges) {
        GpadlMessages.split(new RelId(relId), new GpadlId(gpadl), ranges).forEach(this::say);
        return this;
    }

    Client opens(int relId, int openId, int ring, int downstreamPage) {
        return say(new StandardToRoot.OpenChannel(new RelId(relId), new OpenId(openId),
                new GpadlId(ring), 0, downstreamPage, UserData.EMPTY));
    }

    Client closes(int relId) {
        return say(new StandardToRoot.CloseChannel(new RelId(relId)));
    }

    Client tearsDown(int relId, int gpadl) {
        return say(new StandardToRoot.GpadlTeardown(new RelId(relId), new GpadlId(gpadl)));
    }

    Client releases(int relId) {
        return say(new StandardToRoot.RelIdReleased(new RelId(relId)));
    }

    Client takesGrant(int relId, int gpadl, Status status) {
        return say(new RingwayToRoot.PeerGpadlResult(
                new RelId(relId), new GpadlId(gpadl), status));
    }

    Client letsGo(int relId, int gpadl) {
        return say(new RingwayToRoot.PeerTorndown(new RelId(relId), new GpadlId(gpadl)));
    }

    Client takesChannel(int relId, Status status) {
        return say(new RingwayToRoot.PeerOpenResult(new RelId(relId), status));
    }
}
