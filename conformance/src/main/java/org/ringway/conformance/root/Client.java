// SPDX-License-Identifier: Apache-2.0
package org.ringway.conformance.root;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ringway.conformance.script.Broken;
import org.ringway.conformance.script.Heard;
import org.ringway.conformance.script.Link;
import org.ringway.conformance.script.Patience;
import org.ringway.memory.GpaRange;
import org.ringway.memory.GpadlId;
import org.ringway.platform.Handle;
import org.ringway.platform.Platform;
import org.ringway.protocol.ControlCodec;
import org.ringway.protocol.GpadlMessages;
import org.ringway.protocol.RingwayToChild.ChildOfferResult;
import org.ringway.protocol.RingwayToChild.Explain;
import org.ringway.protocol.RingwayToChild.HelloResult;
import org.ringway.protocol.RingwayToChild.OfferIdentity;
import org.ringway.protocol.RingwayToChild.RegionResult;
import org.ringway.protocol.RingwayToRoot.AnnounceRegion;
import org.ringway.protocol.RingwayToRoot.ChildOffer;
import org.ringway.protocol.RingwayToRoot.Hello;
import org.ringway.protocol.StandardToChild.AllOffersDelivered;
import org.ringway.protocol.StandardToChild.CloseReservedResponse;
import org.ringway.protocol.StandardToChild.OfferChannel;
import org.ringway.protocol.StandardToChild.RescindChannelOffer;
import org.ringway.protocol.StandardToChild.VersionResponse;
import org.ringway.protocol.StandardToRoot.CloseReservedChannel;
import org.ringway.protocol.StandardToRoot.InitiateContact;
import org.ringway.protocol.StandardToRoot.OpenChannel;
import org.ringway.protocol.StandardToRoot.RequestOffers;
import org.ringway.protocol.ToChild;
import org.ringway.protocol.ToRoot;
import org.ringway.wire.Name;
import org.ringway.wire.OfferId;
import org.ringway.wire.OpenId;
import org.ringway.wire.ProtocolVersion;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;
import org.ringway.wire.UserData;

/// A client of the root that is tried: says anything, and knows exactly what it wants to hear.
///
/// Offers that others make meanwhile are none of its business, and explanations are for people.
final class Client {
    private static final int PROBE_RELID = 1999;

    private final Platform platform;
    private final Link link;
    private final Patience patience;
    private final Set<String> services;
    private final Set<RelId> foreign = new HashSet<>();
    private final List<Handle> received = new ArrayList<>();
    private List<Handle> attached = List.of();
    private long nextPfn = 0x1000;

    /// @param services the names of offers that this client looks at
    Client(Platform platform, Link link, Patience patience, Set<String> services) {
        this.platform = platform;
        this.link = link;
        this.patience = patience;
        this.services = services;
    }

    // ---- words

    Client says(ToRoot message, Handle... handles) {
        return says(ControlCodec.encode(message), handles);
    }

    Client says(byte[] bytes, Handle... handles) {
        link.say(bytes, handles);
        return this;
    }

    boolean trySays(ToRoot message) {
        return link.trySay(ControlCodec.encode(message));
    }

    /// {@return the next message that is for this client}
    Heard next() {
        Heard heard = patience.await("a message of the root", () -> {
            Heard found = link.look();
            return found != null && isForUs(found) ? found : endOrNull();
        });
        attached = heard.handles();
        received.addAll(attached);
        return heard;
    }

    private Heard endOrNull() {
        Broken.unless(!link.isHungUp(), "the root has hung up");
        return null;
    }

    private boolean isForUs(Heard heard) {
        return switch (heard.toChild()) {
            case Explain _ -> false;
            case OfferIdentity(_, _, Name name) -> services.contains(name.value());
            case OfferChannel offer -> isOurs(offer);
            case RescindChannelOffer(RelId relId) -> !foreign.remove(relId);
            default -> true;
        };
    }

    private boolean isOurs(OfferChannel offer) {
        boolean ours = services.stream().map(Stage::guid)
                .anyMatch(offer.content().instanceId()::equals);
        if (!ours) {
            foreign.add(offer.relId());
        }
        return ours;
    }

    <T extends ToChild> T hears(Class<T> kind) {
        Heard heard = next();
        Broken.unless(kind.isInstance(heard.toChild()), "expected "
                + ControlCodec.nameOf(ControlCodec.typeOf(kind)) + ", heard " + heard.toChild());
        return kind.cast(heard.toChild());
    }

    Client hears(ToChild expected) {
        ToChild heard = next().toChild();
        Broken.unless(heard.equals(expected), "expected " + expected + ", heard " + heard);
        return this;
    }

    /// Expects that nothing came but the answer to a question of its own.
    Client hearsNothingMore() {
        RelId probe = new RelId(PROBE_RELID);
        return says(new CloseReservedChannel(probe, 0, InitiateContact.MESSAGE_SINT))
                .hears(new CloseReservedResponse(probe));
    }

    /// The same, if something may have come before.
    Client hearsNothingMoreBut(ToChild allowed) {
        RelId probe = new RelId(PROBE_RELID);
        says(new CloseReservedChannel(probe, 0, InitiateContact.MESSAGE_SINT));
        ToChild heard = next().toChild();
        if (heard.equals(allowed)) {
            heard = next().toChild();
        }
        Broken.unless(heard.equals(new CloseReservedResponse(probe)),
                "expected nothing, or " + allowed + ", heard " + heard);
        return this;
    }

    /// Expects the end of the link, after anything.
    void isHungUpOn(String after) {
        link.trySay(ControlCodec.encode(new CloseReservedChannel(
                new RelId(PROBE_RELID), 0, InitiateContact.MESSAGE_SINT)));
        patience.until("the end of the link after " + after, () -> {
            Heard heard = link.look();
            Broken.unless(heard == null || !(heard.toChild() instanceof CloseReservedResponse),
                    "the link goes on after " + after);
            return link.isHungUp();
        });
    }

    /// {@return the only descriptor that came with the last message}
    Handle attached() {
        Broken.unless(attached.size() == 1,
                "expected one descriptor, got " + attached.size());
        return attached.getFirst();
    }

    int attachedCount() {
        return attached.size();
    }

    /// Lets go of the link, and of all descriptors that came over it.
    void hangsUp() {
        link.close();
        received.forEach(Handle::close);
    }

    // ---- sentences

    Client contacts(ProtocolVersion version) {
        says(InitiateContact.of(version));
        VersionResponse answer = hears(VersionResponse.class);
        Broken.unless(answer.supported() && answer.connectionState() == 0,
                "version " + version + " was answered with " + answer);
        return this;
    }

    Client joins(String name) {
        contacts(ProtocolVersion.V5_3).says(Hello.of(0, Name.of(name)));
        Status status = hears(HelloResult.class).status();
        Broken.unless(status.isOk(), "Hello was answered with " + status);
        return this;
    }

    Client requestsOffers() {
        says(new RequestOffers());
        while (!(next().toChild() instanceof AllOffersDelivered)) {
            continue;
        }
        return this;
    }

    Client offers(int offerId, String service) {
        says(new ChildOffer(new OfferId(offerId), Stage.content(service), Name.of(service)));
        return hears(new ChildOfferResult(new OfferId(offerId), Status.OK));
    }

    /// {@return the id of an offer that comes now}
    RelId seesOffer() {
        RelId relId = hears(OfferIdentity.class).relId();
        RelId same = hears(OfferChannel.class).relId();
        Broken.unless(relId.equals(same),
                "OfferIdentity is of " + relId + ", and OfferChannel right after it of " + same);
        return relId;
    }

    /// Announces new pages.
    ///
    /// @return the number of the first
    long announces(int pages) {
        long pfn = nextPfn;
        nextPfn += pages;
        try (Handle region = platform.allocate(pages).getFirst()) {
            says(new AnnounceRegion(pfn, pages, false), region);
        }
        hears(new RegionResult(pfn, Status.OK));
        return pfn;
    }

    Client grants(RelId relId, int gpadl, long firstPfn, int pages) {
        GpadlMessages.split(relId, new GpadlId(gpadl), List.of(GpaRange.ofPages(firstPfn, pages)))
                .forEach(this::says);
        return this;
    }

    Client opens(RelId relId, int openId, int ring, int downstreamPage) {
        return says(new OpenChannel(relId, new OpenId(openId), new GpadlId(ring), 0,
                downstreamPage, UserData.EMPTY));
    }
}
