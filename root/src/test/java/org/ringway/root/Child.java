// SPDX-License-Identifier: Apache-2.0
package org.ringway.root;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringway.memory.GpaRange;
import org.ringway.memory.GpadlId;
import org.ringway.platform.ControlLink;
import org.ringway.platform.ControlLink.Received;
import org.ringway.platform.Handle;
import org.ringway.platform.Platform;
import org.ringway.platform.Poller;
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
import org.ringway.wire.ProtocolVersion;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;
import org.ringway.wire.UserData;

/// A child's end of a link, in the hand of a test: sends and receives messages, waits with a limit.
final class Child implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    final ControlLink link;
    private final Poller poller;
    private List<Handle> attached = List.of();

    Child(Platform platform, ControlLink link) {
        this.link = link;
        this.poller = platform.poller();
    }

    Child say(ToRoot message, Handle... handles) {
        return sayBytes(ControlCodec.encode(message), handles);
    }

    Child sayBytes(byte[] bytes, Handle... handles) {
        while (!link.trySend(bytes, List.of(handles))) {
            await(Poller.Interest.WRITE);
        }
        return this;
    }

    private void await(Poller.Interest interest) {
        poller.watch(link, interest, () -> {});
        assertTrue(poller.poll(LIMIT), "nothing happened");
        poller.forget(link);
    }

    private Received receive() {
        Received received = link.receive();
        while (received instanceof Received.Nothing) {
            await(Poller.Interest.READ);
            received = link.receive();
        }
        return received;
    }

    byte[] nextBytes() {
        Received.Message message = assertInstanceOf(Received.Message.class, receive());
        attached = message.handles();
        return message.bytes();
    }

    /// The next message, or null if there is none now.
    @Nullable ToChild poll() {
        if (!(link.receive() instanceof Received.Message message)) {
            return null;
        }
        attached = message.handles();
        return ControlCodec.decodeToChild(message.bytes());
    }

    ToChild next() {
        return ControlCodec.decodeToChild(nextBytes());
    }

    <T extends ToChild> T next(Class<T> kind) {
        return assertInstanceOf(kind, next());
    }

    /// What came along with the last message.
    List<Handle> attached() {
        return attached;
    }

    Child hears(ToChild message) {
        assertEquals(message, next());
        return this;
    }

    /// Hears no more than reasons before the end.
    void isHungUpOn() {
        Received received = receive();
        while (received instanceof Received.Message message) {
            assertInstanceOf(RingwayToChild.Explain.class,
                    ControlCodec.decodeToChild(message.bytes()));
            received = receive();
        }
        assertInstanceOf(Received.HangUp.class, received);
    }

    Child contacts() {
        return say(StandardToRoot.InitiateContact.of(ProtocolVersion.V5_3))
                .hears(StandardToChild.VersionResponse.accepted(1));
    }

    Child greets(String name) {
        contacts().say(RingwayToRoot.Hello.of(0, Name.of(name)));
        assertEquals(Status.OK, next(RingwayToChild.HelloResult.class).status());
        return this;
    }

    Child offers(int offerId, String service) {
        OfferContent content = new OfferContent(Guid.ofName(service),
                Guid.ofName(service + " instance"), OfferContent.ENUMERATE, UserData.EMPTY);
        return say(new RingwayToRoot.ChildOffer(
                        new OfferId(offerId), content, Name.of(service)))
                .hears(new RingwayToChild.ChildOfferResult(new OfferId(offerId), Status.OK));
    }

    Child requestsOffers() {
        return say(new StandardToRoot.RequestOffers());
    }

    /// The id of the next offer, behind whatever else comes before it.
    RelId nextOffer() {
        while (true) {
            if (next() instanceof StandardToChild.OfferChannel offer) {
                return offer.relId();
            }
        }
    }

    Child hearsTheLastOffer() {
        while (!(next() instanceof StandardToChild.AllOffersDelivered)) {
            // Offers.
        }
        return this;
    }

    Child announces(long firstPfn, int pages, Handle region) {
        return say(new RingwayToRoot.AnnounceRegion(firstPfn, pages, false), region);
    }

    Child grants(int relId, int gpadl, long firstPfn, int pages) {
        GpadlMessages.split(new RelId(relId), new GpadlId(gpadl),
                List.of(GpaRange.ofPages(firstPfn, pages))).forEach(this::say);
        return this;
    }

    Child opens(int relId, int openId, int ring, int downstreamPage) {
        hearsTheLastOffer().hears(new RingwayToChild.RegionResult(100, Status.OK))
                .hears(new StandardToChild.GpadlCreated(
                        new RelId(relId), new GpadlId(ring), Status.OK));
        return say(new StandardToRoot.OpenChannel(new RelId(relId), new OpenId(openId),
                new GpadlId(ring), 0, downstreamPage, UserData.EMPTY));
    }

    @Override
    public void close() {
        link.close();
        poller.close();
    }
}
