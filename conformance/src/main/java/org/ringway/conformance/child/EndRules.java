// SPDX-License-Identifier: Apache-2.0
package org.ringway.conformance.child;

import java.util.List;
import org.ringway.PlatformException;
import org.ringway.conformance.child.Packet.Task;
import org.ringway.conformance.script.Broken;
import org.ringway.conformance.script.Check;
import org.ringway.conformance.script.NotTried;
import org.ringway.memory.GpadlId;
import org.ringway.platform.Access;
import org.ringway.platform.Doorbell.Wake;
import org.ringway.platform.DoorbellPair;
import org.ringway.platform.Handle;
import org.ringway.platform.RegionFacts;
import org.ringway.protocol.PeerRun;
import org.ringway.protocol.RingwayToChild.PeerClosed;
import org.ringway.protocol.RingwayToChild.PeerOpened;
import org.ringway.protocol.RingwayToChild.PeerTeardown;
import org.ringway.protocol.RingwayToChild.Reason;
import org.ringway.protocol.RingwayToRoot.PeerTorndown;
import org.ringway.protocol.StandardToChild.OpenChannelResult;
import org.ringway.protocol.StandardToRoot.CloseChannel;
import org.ringway.protocol.StandardToRoot.GpadlTeardown;
import org.ringway.protocol.StandardToRoot.OpenChannel;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;

/// How channels of the child begin and end.
final class EndRules {
    private static final int SENT = 10;
    private static final long LAST_SERIAL = 0x7777_7777L;

    /// A channel whose doorbell has no other end.
    private record Lost(RelId relId, GpadlId ring) {}

    private EndRules() {}

    static List<Check<Stage>> all() {
        return List.of(
                Check.of("L8", "a provider takes a channel; a consumer's ring is a whole sealed"
                        + " region of its own, writable", EndRules::opens),
                Check.of("L9", "a consumer whose open is refused takes its ring back",
                        EndRules::refusedOpen),
                Check.of("E2", "after PeerClosed the child says goodbye at the doorbell and"
                        + " CloseChannel, once", EndRules::peerClosed),
                Check.of("E3", "after a goodbye at the doorbell the child closes, too",
                        EndRules::goodbye),
                Check.of("E4", "after a hang-up without goodbye the child closes, too",
                        EndRules::hangUp),
                Check.of("E5", "what was sent before the end is still read",
                        EndRules::sentBeforeTheEnd),
                Check.of("E6", "an open channel goes on without the root", EndRules::withoutRoot),
                Check.of("E7", "a ring that is wanted back is given back by CloseChannel, not"
                        + " before", EndRules::ringIsWantedBack));
    }

    private static String opens(Stage stage) {
        Channels channels = stage.joined();
        if (stage.isProvider()) {
            stage.channel().echo(64);
            return "PeerGpadlResult and PeerOpenResult say yes";
        }
        Life life = channels.life();
        OpenChannel open = life.await(OpenChannel.class, _ -> true);
        OwnPages ring = channels.ringOf(open);
        try {
            RegionFacts facts = stage.platform().inspect(ring.region());
            Broken.unless(facts.pages() == ring.pages() && facts.access() == Access.READ_WRITE,
                    "announced as " + ring + ", found " + facts);
        } catch (PlatformException unfit) {
            throw new Broken("the ring is no region: " + unfit.getMessage());
        }
        life.giveBack(open);
        stage.channel().echo(64);
        return ring.pages() + " pages, downstream from " + open.downstreamPageOffset();
    }

    private static String refusedOpen(Stage stage) {
        if (stage.isProvider()) {
            throw new NotTried("a provider opens nothing");
        }
        Life life = stage.joined().life();
        OpenChannel open = life.await(OpenChannel.class, _ -> true);
        life.say(new OpenChannelResult(open.relId(), open.openId(), Status.CONNECTION_REFUSED));
        life.await(GpadlTeardown.class, teardown -> teardown.gpadl().equals(open.ring()));
        stage.drop();
        return "GpadlTeardown of the ring";
    }

    private static void expectOneClose(Stage stage, Peer peer) {
        stage.channel().echo(64);
        long times = peer.life().timesClosed(peer);
        Broken.unless(times == 1, "CloseChannel came " + times + " times");
    }

    private static String peerClosed(Stage stage) {
        Peer peer = stage.channel();
        peer.echo(64);
        peer.life().say(new PeerClosed(peer.relId, Reason.CLOSED));
        Wake wake = peer.awaitWake("the child's goodbye");
        while (wake == Wake.SIGNALED) {
            wake = peer.awaitWake("the child's goodbye");
        }
        Broken.unless(wake == Wake.PEER_CLOSED, "expected a goodbye, the doorbell says " + wake);
        stage.joined().awaitEnd(peer);
        stage.isEnded();
        expectOneClose(stage, peer);
        return "goodbye, CloseChannel once, and another channel opens";
    }

    private static String ringIsWantedBack(Stage stage) {
        if (!stage.isProvider()) {
            throw new NotTried("the ring is the consumer's own");
        }
        Peer peer = stage.channel();
        Life life = peer.life();
        peer.echo(64);
        life.say(new PeerTeardown(peer.relId, peer.ring));
        goesOnOrCloses(stage, peer);
        life.say(new PeerClosed(peer.relId, Reason.CLOSED));
        life.await(CloseChannel.class, new CloseChannel(peer.relId)::equals);
        int close = life.log().indexOf(new CloseChannel(peer.relId));
        int early = life.log().indexOf(new PeerTorndown(peer.relId, peer.ring));
        Broken.unless(early < 0 || early > close, "PeerTorndown of the ring before CloseChannel");
        stage.joined().awaitRelease(peer.relId, peer.ring);
        stage.isEnded();
        peer.bell.close();
        peer.unmap();
        return "CloseChannel, then RelIdReleased";
    }

    /// Waits until the child has heard what was said.
    private static void goesOnOrCloses(Stage stage, Peer peer) {
        try {
            GrantRules.roundTrip(stage, peer);
        } catch (Broken refused) {
            if (!peer.life().isClosed(peer)) {
                throw refused;
            }
        }
    }

    private static String goodbye(Stage stage) {
        Peer peer = stage.channel();
        peer.echo(64);
        peer.bell.close();
        stage.joined().awaitEnd(peer);
        stage.isEnded();
        expectOneClose(stage, peer);
        return "CloseChannel once, and another channel opens";
    }

    /// A doorbell of ours always says goodbye, so its end is never made one.
    private static String hangUp(Stage stage) {
        Channels channels = stage.joined();
        Lost lost = stage.isProvider() ? openedAndLost(stage, channels)
                : letOpenAndLost(stage, channels.life());
        channels.life().await(CloseChannel.class, new CloseChannel(lost.relId())::equals);
        channels.awaitRelease(lost.relId(), lost.ring());
        stage.channel().echo(64);
        return "CloseChannel, and another channel opens";
    }

    private static Lost openedAndLost(Stage stage, Channels channels) {
        Lost lost = new Lost(channels.newId(), channels.newGpadl());
        int pages = 2 * Channels.RING_PAGES;
        DoorbellPair bell = stage.platform().doorbellPair();
        try (Handle region = stage.platform().allocate(pages).getFirst();
                Handle _ = bell.first(); Handle theirs = bell.second()) {
            channels.asks(lost.relId(), lost.ring(),
                    List.of(new PeerRun(channels.newPfn(pages), 0, pages, 0)), region,
                    Channels.RING_PAGES, theirs);
        }
        return lost;
    }

    private static Lost letOpenAndLost(Stage stage, Life life) {
        OpenChannel open = life.await(OpenChannel.class, _ -> true);
        DoorbellPair bell = stage.platform().doorbellPair();
        try (Handle _ = bell.first(); Handle theirs = bell.second()) {
            life.say(new PeerOpened(open.relId(), LAST_SERIAL, false));
            life.say(new OpenChannelResult(open.relId(), open.openId(), Status.OK), theirs);
        }
        return new Lost(open.relId(), open.ring());
    }

    private static String sentBeforeTheEnd(Stage stage) {
        Peer peer = stage.channel();
        peer.echo(64);
        for (int i = 0; i < SENT; i++) {
            peer.write(Packet.inBand(0, 0, Packet.command(Task.IGNORE, 64, i, 64)));
        }
        peer.publish();
        peer.bell.signal();
        peer.bell.close();
        Life life = peer.life();
        life.patience().until("CloseChannel", () -> {
            life.mustBeThere("CloseChannel");
            return life.isClosed(peer);
        });
        Broken.unless(peer.out.word(RawRing.READ_INDEX) == peer.writeAt(), "the child closed with "
                + peer.out.distance(peer.out.word(RawRing.READ_INDEX), peer.writeAt())
                + " bytes unread that were sent before the goodbye");
        stage.joined().awaitEnd(peer);
        stage.isEnded();
        stage.channel().echo(64);
        return SENT + " packets read, then CloseChannel";
    }

    private static String withoutRoot(Stage stage) {
        Peer peer = stage.channel();
        peer.echo(64);
        stage.joined().life().hangUp();
        for (int i = 0; i < 100; i++) {
            peer.echo(64);
            peer.complete(64);
        }
        stage.drop();
        return "200 answers after the root had hung up";
    }
}
