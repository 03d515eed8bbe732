// SPDX-License-Identifier: Apache-2.0
package org.ringway.conformance.child;

import java.util.List;
import org.ringway.conformance.script.Broken;
import org.ringway.memory.GpadlId;
import org.ringway.platform.Access;
import org.ringway.platform.Doorbell;
import org.ringway.platform.DoorbellPair;
import org.ringway.platform.Handle;
import org.ringway.platform.Mapping;
import org.ringway.platform.PageRun;
import org.ringway.platform.Platform;
import org.ringway.protocol.PeerRun;
import org.ringway.protocol.RingwayToChild.PeerClosed;
import org.ringway.protocol.RingwayToChild.PeerGpadl;
import org.ringway.protocol.RingwayToChild.PeerOpen;
import org.ringway.protocol.RingwayToChild.PeerOpened;
import org.ringway.protocol.RingwayToChild.Reason;
import org.ringway.protocol.RingwayToRoot.PeerGpadlResult;
import org.ringway.protocol.RingwayToRoot.PeerOpenResult;
import org.ringway.protocol.StandardToChild.OpenChannelResult;
import org.ringway.protocol.StandardToRoot.CloseChannel;
import org.ringway.protocol.StandardToRoot.GpadlTeardown;
import org.ringway.protocol.StandardToRoot.OpenChannel;
import org.ringway.protocol.StandardToRoot.RelIdReleased;
import org.ringway.wire.OfferId;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;
import org.ringway.wire.UserData;

/// Opens and ends channels of one child: as its consumer if it offers, else as its provider.
final class Channels {
    /// Of each ring that is ours: small, so that it is soon full.
    static final int RING_PAGES = 5;
    private static final int FIRST_PROVIDER_ID = 100;
    private static final int FIRST_GPADL = 0x100;
    private static final long FIRST_PFN = 0x10_0000;
    private static final long FIRST_SERIAL = 0x77_0000;

    /// What a provider that is tried has answered to an open.
    record Answer(Status grant, Status open) {}

    private final Life life;
    private final Platform platform;
    private int nextId = FIRST_PROVIDER_ID;
    private int nextGpadl = FIRST_GPADL;
    private long nextPfn = FIRST_PFN;
    private long nextSerial = FIRST_SERIAL;

    Channels(Life life) {
        this.life = life;
        this.platform = life.platform();
    }

    Life life() {
        return life;
    }

    RelId newId() {
        return new RelId(nextId++);
    }

    GpadlId newGpadl() {
        return new GpadlId(nextGpadl++);
    }

    /// {@return the first of so many page numbers that were never used}
    long newPfn(int pages) {
        nextPfn += pages;
        return nextPfn - pages;
    }

    Peer open() {
        DoorbellPair ends = platform.doorbellPair();
        Doorbell bell = platform.doorbell(ends.first());
        try (Handle theirs = ends.second()) {
            return life.isProvider() ? openOfferOfChild(bell, theirs) : letOpen(bell, theirs);
        }
    }

    // ---- the child offers

    private Peer openOfferOfChild(Doorbell bell, Handle theirs) {
        RelId relId = newId();
        try (Handle region = platform.allocate(2L * RING_PAGES).getFirst()) {
            List<PeerRun> runs = List.of(new PeerRun(newPfn(2 * RING_PAGES), 0, 2 * RING_PAGES, 0));
            GpadlId ring = newGpadl();
            Answer answer = asks(relId, ring, runs, region, RING_PAGES, theirs);
            Broken.unless(answer.grant().isOk() && answer.open().isOk(),
                    "the child refused a channel: PeerGpadlResult " + answer.grant()
                            + ", PeerOpenResult " + answer.open());
            return new Peer(life, relId, ring, map(region, 0, RING_PAGES),
                    map(region, RING_PAGES, RING_PAGES), bell);
        }
    }

    /// Asks a provider for a channel, possible or not.
    Answer asks(RelId relId, GpadlId ring, List<PeerRun> runs, Handle region, int downstream,
            Handle theirs) {
        OfferId offer = life.offer();
        Broken.unless(offer != null, "the child offers nothing");
        life.say(new PeerGpadl(relId, ring, false, true, runs), region);
        life.say(new PeerOpen(relId, offer, nextSerial++, ring, downstream, UserData.EMPTY,
                Life.SELF, false), theirs);
        Status grant = life.await(PeerGpadlResult.class,
                result -> result.relId().equals(relId) && result.gpadl().equals(ring)).status();
        Status open = life.await(PeerOpenResult.class,
                result -> result.relId().equals(relId)).status();
        return new Answer(grant, open);
    }

    // ---- the child opens

    private Peer letOpen(Doorbell bell, Handle theirs) {
        OpenChannel open = life.await(OpenChannel.class,
                asked -> asked.relId().equals(life.consumerRelId()));
        OwnPages pages = ringOf(open);
        int downstream = open.downstreamPageOffset();
        Mapping in = map(pages.region(), 0, downstream);
        Mapping out = map(pages.region(), downstream, pages.pages() - downstream);
        Peer peer = new Peer(life, open.relId(), open.ring(), out, in, bell);
        life.say(new PeerOpened(open.relId(), nextSerial++, false));
        life.say(new OpenChannelResult(open.relId(), open.openId(), Status.OK), theirs);
        return peer;
    }

    OwnPages ringOf(OpenChannel open) {
        ChildGpadl ring = life.memory().gpadl(open.ring());
        OwnPages pages = life.memory().region(ring.firstPfn());
        int downstream = open.downstreamPageOffset();
        Broken.unless(ring.pages() == pages.pages() && downstream >= 2
                && downstream <= pages.pages() - 2, "expected a ring of one whole region, two pages"
                + " each way, got pages=" + ring.pages() + " of " + pages.pages() + " downstream="
                + downstream);
        return pages;
    }

    private Mapping map(Handle region, int first, int pages) {
        return platform.map(List.of(new PageRun(region, first, pages)), Access.READ_WRITE);
    }

    // ---- ends

    /// Ends a channel in good order, the child being second.
    void end(Peer peer) {
        peer.bell.close();
        life.say(new PeerClosed(peer.relId, Reason.CLOSED));
        awaitEnd(peer);
    }

    /// Waits until the child has let go of a channel.
    void awaitEnd(Peer peer) {
        life.await(CloseChannel.class, close -> close.relId().equals(peer.relId));
        awaitRelease(peer.relId, peer.ring);
        peer.bell.close();
        peer.unmap();
    }

    /// Waits for the last word about a channel: a provider's of its id, a consumer's of its ring.
    void awaitRelease(RelId relId, GpadlId ring) {
        if (life.offer() != null) {
            life.await(RelIdReleased.class, new RelIdReleased(relId)::equals);
        } else {
            life.await(GpadlTeardown.class, new GpadlTeardown(relId, ring)::equals);
        }
    }
}
