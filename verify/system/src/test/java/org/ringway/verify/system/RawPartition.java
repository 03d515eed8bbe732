// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.ringway.memory.GpaRange;
import org.ringway.memory.GpadlId;
import org.ringway.platform.ControlLink;
import org.ringway.platform.ControlLink.Received;
import org.ringway.platform.Handle;
import org.ringway.platform.Platform;
import org.ringway.platform.Poller;
import org.ringway.platform.Poller.Interest;
import org.ringway.platform.linux.LinuxPlatform;
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
import org.ringway.wire.SocketIds;
import org.ringway.wire.Status;
import org.ringway.wire.UserData;

/// A partition that says every message by itself, so that it can say the wrong ones.
final class RawPartition implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    static final long FIRST_PFN = 0x1000;

    /// The root has hung up.
    static final class HungUp extends RuntimeException {
        private static final long serialVersionUID = 1L;

        HungUp(String lastWords) {
            super(lastWords);
        }
    }

    /// What came for a provider when somebody opened a channel.
    record Opened(RingwayToChild.PeerGpadl ring, List<Handle> regions,
            RingwayToChild.PeerOpen open, Handle doorbell) {}

    final Platform platform = new LinuxPlatform();
    private final ControlLink link;
    private final Poller poller = platform.poller();
    private List<Handle> attached = List.of();
    private String lastWords = "";
    private long nextPfn = FIRST_PFN;

    private RawPartition(Path socket) {
        link = platform.connect(socket);
    }

    static RawPartition connect(Path socket) {
        return new RawPartition(socket);
    }

    static RawPartition join(Path socket, String name) {
        return new RawPartition(socket).joins(name);
    }

    RawPartition joins(String name) {
        say(StandardToRoot.InitiateContact.of(ProtocolVersion.V5_3));
        await(StandardToChild.VersionResponse.class);
        say(RingwayToRoot.Hello.of(0, Name.of(name)));
        await(RingwayToChild.HelloResult.class);
        return this;
    }

    // ---- words

    void say(ToRoot message, Handle... handles) {
        sayBytes(ControlCodec.encode(message), handles);
    }

    void sayBytes(byte[] bytes, Handle... handles) {
        while (!trySay(bytes, handles)) {
            pause(Interest.WRITE);
        }
    }

    boolean trySay(byte[] bytes, Handle... handles) {
        return link.trySend(bytes, List.of(handles));
    }

    private void pause(Interest interest) {
        poller.watch(link, interest, () -> {});
        if (!poller.poll(LIMIT)) {
            throw new IllegalStateException("the root says nothing: waitedFor=" + interest);
        }
        poller.forget(link);
    }

    /// {@return the next message that is no explanation}
    ToChild next() {
        while (true) {
            switch (link.receive()) {
                case Received.Nothing() -> pause(Interest.READ);
                case Received.HangUp() -> throw new HungUp(lastWords);
                case Received.Message(byte[] bytes, List<Handle> handles) -> {
                    attached = handles;
                    ToChild message = ControlCodec.decodeToChild(bytes);
                    if (!(message instanceof RingwayToChild.Explain explained)) {
                        return message;
                    }
                    lastWords = explained.text();
                }
            }
        }
    }

    /// {@return the next message of a kind; others are skipped}
    <T extends ToChild> T await(Class<T> kind) {
        ToChild message = next();
        while (!kind.isInstance(message)) {
            message = next();
        }
        return kind.cast(message);
    }

    /// {@return how the root has explained its last refusal}
    String lastWords() {
        return lastWords;
    }

    /// {@return what the root says before it hangs up}
    String awaitHangUp() {
        try {
            while (true) {
                next();
            }
        } catch (HungUp end) {
            return String.valueOf(end.getMessage());
        }
    }

    // ---- memory

    /// Announces a region.
    ///
    /// @return its first page's number
    long announces(int pages, Handle region) {
        long pfn = nextPfn;
        nextPfn += pages;
        say(new RingwayToRoot.AnnounceRegion(pfn, pages, false), region);
        return pfn;
    }

    RingwayToChild.RegionResult announcesAndHears(int pages, Handle region) {
        announces(pages, region);
        return await(RingwayToChild.RegionResult.class);
    }

    void grants(RelId relId, GpadlId gpadl, long firstPfn, int pages) {
        GpadlMessages.split(relId, gpadl, List.of(GpaRange.ofPages(firstPfn, pages)))
                .forEach(this::say);
    }

    // ---- as a consumer

    /// {@return the id of the first offer of this name}
    RelId findsOffer(String service) {
        say(new StandardToRoot.RequestOffers());
        while (true) {
            var offer = await(RingwayToChild.OfferIdentity.class);
            if (offer.offerName().value().equals(service)) {
                await(StandardToChild.OfferChannel.class);
                return offer.relId();
            }
        }
    }

    /// Opens a channel whose rings have so many pages each.
    RawChannel opens(String service, int pages) {
        return opens(findsOffer(service), pages, UserData.EMPTY);
    }

    private RawChannel opens(RelId relId, int pages, UserData userData) {
        Handle region = platform.allocate(2L * pages).getFirst();
        long pfn = announces(2 * pages, region);
        GpadlId ring = new GpadlId(1);
        grants(relId, ring, pfn, 2 * pages);
        say(openMessage(relId, ring, pages, userData));
        var result = await(StandardToChild.OpenChannelResult.class);
        if (!result.status().isOk()) {
            throw new IllegalStateException(result.status() + ": " + lastWords);
        }
        return RawChannel.ofConsumer(platform, relId, region, pages, attached.getFirst());
    }

    static StandardToRoot.OpenChannel openMessage(RelId relId, GpadlId ring, int downstreamPage) {
        return openMessage(relId, ring, downstreamPage, UserData.EMPTY);
    }

    private static StandardToRoot.OpenChannel openMessage(
            RelId relId, GpadlId ring, int downstreamPage, UserData userData) {
        return new StandardToRoot.OpenChannel(
                relId, new OpenId(1), ring, 0, downstreamPage, userData);
    }

    /// Connects to a service that some partition listens on.
    RawChannel connects(Guid service, int pages) {
        Guid endpoint = Guid.ofName("the villain's end");
        if (!(asksToConnect(endpoint, service) instanceof StandardToChild.OfferChannel offer)) {
            throw new IllegalStateException("nobody is connected to: " + lastWords);
        }
        return opens(offer.relId(), pages, UserData.ofSocketOpen(
                offer.content().userData().pipeType(), endpoint));
    }

    /// {@return the offer of a connection, or the result that there is none}
    ToChild asksToConnect(Guid endpoint, Guid service) {
        say(new StandardToRoot.TlConnectRequest(endpoint, service, SocketIds.WILDCARD));
        while (true) {
            ToChild answer = next();
            if (answer instanceof StandardToChild.OfferChannel
                    || answer instanceof StandardToChild.TlConnectResult) {
                return answer;
            }
        }
    }

    // ---- as a provider

    RawPartition offers(String service) {
        return offers(service, 0, UserData.EMPTY);
    }

    RawPartition offers(String service, int flags, UserData userData) {
        offer(service, 1, flags, userData);
        return this;
    }

    Status tryOffer(String service, int offerId) {
        return offer(service, offerId, 0, UserData.EMPTY);
    }

    private Status offer(String service, int offerId, int flags, UserData userData) {
        Guid guid = Guid.ofName(service);
        say(new RingwayToRoot.ChildOffer(new OfferId(offerId),
                new OfferContent(guid, guid, flags, userData), Name.of(service)));
        return await(RingwayToChild.ChildOfferResult.class).status();
    }

    /// Waits until somebody wants a channel, and answers nothing yet.
    Opened awaitsOpen() {
        var ring = await(RingwayToChild.PeerGpadl.class);
        List<Handle> regions = attached;
        var open = await(RingwayToChild.PeerOpen.class);
        return new Opened(ring, regions, open, attached.getFirst());
    }

    RawChannel accepts() {
        Opened opened = awaitsOpen();
        say(new RingwayToRoot.PeerGpadlResult(
                opened.ring().relId(), opened.ring().gpadl(), Status.OK));
        say(new RingwayToRoot.PeerOpenResult(opened.open().relId(), Status.OK));
        return RawChannel.ofProvider(platform, opened);
    }

    List<Handle> attached() {
        return attached;
    }

    @Override
    public void close() {
        link.close();
        poller.close();
    }
}
