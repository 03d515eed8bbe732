// SPDX-License-Identifier: Apache-2.0
package org.ringway.conformance.child;

import java.util.List;
import org.ringway.conformance.script.Broken;
import org.ringway.conformance.script.Check;
import org.ringway.memory.GpadlId;
import org.ringway.protocol.RingwayToChild.PeerClosed;
import org.ringway.protocol.RingwayToChild.PeerTeardown;
import org.ringway.protocol.RingwayToChild.Reason;
import org.ringway.protocol.RingwayToChild.RegionResult;
import org.ringway.protocol.StandardToChild.GpadlCreated;
import org.ringway.protocol.StandardToChild.GpadlTorndown;
import org.ringway.protocol.StandardToChild.Interrupt;
import org.ringway.protocol.StandardToChild.OfferChannel;
import org.ringway.protocol.StandardToChild.OpenChannelResult;
import org.ringway.protocol.StandardToChild.RescindChannelOffer;
import org.ringway.protocol.StandardToChild.TlConnectResult;
import org.ringway.protocol.StandardToChild.UnloadComplete;
import org.ringway.protocol.StandardToChild.VersionResponse;
import org.ringway.protocol.RingwayToChild.OfferIdentity;
import org.ringway.protocol.StandardToRoot.RelIdReleased;
import org.ringway.protocol.ToChild;
import org.ringway.wire.Guid;
import org.ringway.wire.Name;
import org.ringway.wire.OfferContent;
import org.ringway.wire.OpenId;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;
import org.ringway.wire.UserData;

/// What a root may say at a strange time, and must do no harm: rules C1 to C8.
final class RootWordRules {
    private static final RelId UNKNOWN = new RelId(2000);
    private static final RelId OTHER = new RelId(7);

    private RootWordRules() {}

    static List<Check<Stage>> all() {
        return List.of(
                Check.of("C1", "an offer under a used id, or of a known instance, is ignored",
                        RootWordRules::offersTwice),
                Check.of("C2", "a rescind of nothing is ignored", stage -> ignores(stage,
                        new RescindChannelOffer(UNKNOWN), new RescindChannelOffer(UNKNOWN))),
                Check.of("C3", "answers to no request are ignored", stage -> ignores(stage,
                        new OpenChannelResult(UNKNOWN, new OpenId(1), Status.OK),
                        new GpadlCreated(UNKNOWN, new GpadlId(9999), Status.OK),
                        new GpadlTorndown(new GpadlId(9999)), VersionResponse.accepted(1),
                        new UnloadComplete(), new PeerTeardown(UNKNOWN, new GpadlId(9999)),
                        new PeerClosed(UNKNOWN, Reason.LOST),
                        new RegionResult(0x9999, Status.OK))),
                Check.of("C4", "a rescind, or a withdrawn offer, wakes who waits in a channel",
                        RootWordRules::rescindWakes),
                Check.of("C5", "an impossible monitor or connection id harms nobody",
                        RootWordRules::strangeMonitor),
                Check.of("C6", "TlConnectResult that nobody asked for is ignored", stage -> ignores(
                        stage, new TlConnectResult(Guid.ofName("a"), Guid.ofName("b"), Status.OK),
                        new TlConnectResult(Guid.ofName("a"), Guid.ofName("b"),
                                Status.CONNECTION_REFUSED))),
                Check.unseen("C7", "no offer is taken for a socket of one's own",
                        "the program asks for none"),
                Check.unseen("C8", "an isolated partition does not trust its root",
                        "there are none"));
    }

    /// Says words, and sees that link and channel go on.
    private static String ignores(Stage stage, ToChild... words) {
        Peer peer = stage.channel();
        for (ToChild word : words) {
            peer.life().say(word);
            GrantRules.roundTrip(stage, peer);
        }
        peer.echo(64);
        return words.length + " messages, then an echo";
    }

    private static void offer(Life life, RelId relId, String name, Interrupt interrupt) {
        Guid guid = Guid.ofName(name);
        life.say(new OfferIdentity(relId, Life.SELF, Name.of(name)));
        life.say(new OfferChannel(relId, new OfferContent(guid, guid, 0, UserData.EMPTY), 0, 0, 0,
                interrupt));
    }

    private static String offersTwice(Stage stage) {
        Peer peer = stage.channel();
        Life life = peer.life();
        Interrupt usual = new Interrupt(Interrupt.NO_MONITOR, false, true, 1);
        offer(life, life.consumerRelId(), Life.SERVICE, usual);
        offer(life, life.consumerRelId(), "another under a used id", usual);
        offer(life, OTHER, Life.SERVICE, usual);
        GrantRules.roundTrip(stage, peer);
        life.say(new RescindChannelOffer(OTHER));
        GrantRules.roundTrip(stage, peer);
        Broken.unless(life.find(RelIdReleased.class, new RelIdReleased(OTHER)::equals) == null,
                "the child took an instance that it knows under another id: it released "
                        + OTHER);
        peer.echo(64);
        return "3 offers, then an echo";
    }

    private static String strangeMonitor(Stage stage) {
        Peer peer = stage.channel();
        offer(peer.life(), OTHER, "strange", new Interrupt(0x7F, true, false, 0xFFFF_FFFF));
        GrantRules.roundTrip(stage, peer);
        peer.life().say(new RescindChannelOffer(OTHER));
        GrantRules.roundTrip(stage, peer);
        peer.echo(64);
        return "monitor id 127, connection id 0xffffffff, then an echo";
    }

    private static String rescindWakes(Stage stage) {
        Peer peer = stage.channel();
        Life life = peer.life();
        peer.echo(64);
        if (stage.isProvider()) {
            life.say(new PeerClosed(peer.relId, Reason.OFFER_WITHDRAWN));
        } else {
            life.say(new RescindChannelOffer(peer.relId));
        }
        stage.joined().awaitEnd(peer);
        stage.isEnded();
        if (!stage.isProvider()) {
            life.await(RelIdReleased.class, new RelIdReleased(peer.relId)::equals);
            life.offerAgain(new RelId(peer.relId.value() + 1));
        }
        stage.channel().echo(64);
        return "CloseChannel, what was granted is taken back, and another channel opens";
    }
}
