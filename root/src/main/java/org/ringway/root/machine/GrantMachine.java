// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringway.ProtocolException;
import org.ringway.memory.GpadlId;
import org.ringway.protocol.ControlCodec;
import org.ringway.protocol.GpadlMessages;
import org.ringway.protocol.PeerRun;
import org.ringway.protocol.RingwayToChild.PeerTeardown;
import org.ringway.protocol.RingwayToRoot.PeerGpadlResult;
import org.ringway.protocol.RingwayToRoot.PeerTorndown;
import org.ringway.protocol.StandardToChild.GpadlCreated;
import org.ringway.protocol.StandardToChild.GpadlTorndown;
import org.ringway.protocol.StandardToRoot.GpadlHeader;
import org.ringway.protocol.StandardToRoot.GpadlTeardown;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;

/// The life of a whole GPADL: who has it, and who waits for an answer.
///
/// Each GpadlHeader is answered once, by GpadlCreated, and each GpadlTeardown once, by
/// GpadlTorndown, whatever happens to the other side meanwhile; unless the sender releases its id.
final class GrantMachine {
    private final Bus bus;

    GrantMachine(Bus bus) {
        this.bus = bus;
    }

    /// Admits a new one, and tells the other side of an open channel. What a consumer grants before
    /// that waits for the channel.
    void create(Gpadl gpadl) {
        Port owner = gpadl.owner();
        Channel channel = owner.channel();
        boolean waits = channel == null || !channel.isInUseBy(owner)
                || owner instanceof ConsumerPort && OpenMachine.isUnderWay(channel);
        if (waits) {
            keep(gpadl);
            markCreated(gpadl, Status.OK);
            return;
        }
        Port peer = receiver(channel, owner);
        refuseUnlessRoom(gpadl);
        keep(gpadl);
        offer(gpadl, peer);
    }

    private static Port receiver(Channel channel, Port owner) {
        Port peer = channel.peerOf(owner);
        if (peer == null || channel.phase() != Channel.Phase.OPEN) {
            throw new Refusal(Status.CANCELLED, "channel is not open: channelId="
                    + owner.relId().value() + " state=" + channel.phase());
        }
        if (channel.isStream()) {
            throw new Refusal(Status.ACCESS_DENIED,
                    "nothing is granted on a connection: channelId=" + owner.relId().value());
        }
        if (!peer.partition().isRingway()) {
            throw new Refusal(Status.ACCESS_DENIED,
                    "the consumer is a plain VMBus client and takes no grants: consumer="
                    + peer.partition().id().value());
        }
        return peer;
    }

    private void refuseUnlessRoom(Gpadl gpadl) {
        Refusal.unlessBelow("unansweredParts",
                count(gpadl).unansweredParts() + gpadl.parts() - 1L,
                bus.quotasOf(gpadl.owner().partition()).unansweredParts());
    }

    private static void keep(Gpadl gpadl) {
        gpadl.owner().add(gpadl);
        count(gpadl).add(gpadl);
        gpadl.runs().forEach(run -> run.region().retain());
    }

    private static void forget(Gpadl gpadl) {
        gpadl.owner().remove(gpadl);
        count(gpadl).remove(gpadl);
        gpadl.runs().forEach(run -> run.region().release());
    }

    private void markCreated(Gpadl gpadl, Status status) {
        if (!gpadl.isCreated()) {
            gpadl.markCreated();
            bus.out.send(gpadl.owner().partition(),
                    new GpadlCreated(gpadl.owner().relId(), gpadl.id(), status));
        }
    }

    /// Tells the provider of a channel that is being opened about a GPADL that waited for it.
    void offerHeld(Gpadl gpadl, ProviderPort provider) {
        refuseUnlessRoom(gpadl);
        offer(gpadl, provider);
    }

    private void offer(Gpadl gpadl, Port peer) {
        Map<HandleToken, Integer> indices = new LinkedHashMap<>();
        List<PeerRun> runs = new ArrayList<>();
        for (Run run : gpadl.runs()) {
            int index = indices.computeIfAbsent(run.region().handle(), _ -> indices.size());
            runs.add(new PeerRun(run.pfn(), run.firstPage(), run.pages(), index));
        }
        List<HandleToken> handles = List.copyOf(indices.keySet());
        for (var part : GpadlMessages.splitPeer(
                peer.relId(), gpadl.id(), gpadl.isReadOnly(), runs)) {
            bus.out.send(peer.partition(), part.message(),
                    part.handles().stream().map(handles::get).toList());
        }
        gpadl.enter(Gpadl.State.OFFERED);
        count(gpadl).ask(gpadl);
    }

    /// The other side has answered. Late answers, to what is settled meanwhile, mean nothing.
    ///
    /// @return the port whose grant it was, or null
    @Nullable Port result(Partition from, PeerGpadlResult message) {
        Gpadl gpadl = grantTo(from, message.relId(), message.gpadl());
        if (gpadl == null) {
            return null;
        }
        boolean taken = message.status().isOk();
        switch (gpadl.state()) {
            case OFFERED -> {
                count(gpadl).answer(gpadl);
                gpadl.enter(taken ? Gpadl.State.ACCEPTED : Gpadl.State.HELD);
                if (!taken) {
                    declined(gpadl, message.status());
                }
                markCreated(gpadl, message.status());
            }
            case RECALLED -> {
                count(gpadl).answer(gpadl);
                gpadl.enter(Gpadl.State.ACCEPTED);
                if (taken) {
                    askToLetGo(gpadl);
                } else {
                    torndown(gpadl);
                }
            }
            case HELD, ACCEPTED, TEARING -> { }
        }
        return gpadl.owner();
    }

    /// A GPADL that its owner has been told is fine waits for the next channel; any other is gone.
    private void declined(Gpadl gpadl, Status status) {
        String text = "the other side does not take " + gpadl.id() + ": " + status;
        if (!gpadl.isCreated()) {
            explain(gpadl, status, text);
            forget(gpadl);
        } else if (gpadl.owner().channel() instanceof Channel channel) {
            channel.fail(new Refusal(status, text));
        }
    }

    private void explain(Gpadl gpadl, Status status, String text) {
        bus.out.explain(gpadl.owner().partition(), ControlCodec.typeOf(GpadlHeader.class),
                gpadl.id().value(), status, text);
    }

    void teardown(Partition from, GpadlTeardown message) {
        Port port = from.ports().get(message.relId());
        Gpadl gpadl = port == null ? null : port.gpadl(message.gpadl());
        if (gpadl != null) {
            refuseRing(gpadl);
            tear(gpadl);
            return;
        }
        // Refused, never complete, or announced under an id that is rescinded: nobody has it.
        from.partial().remove(message.gpadl());
        bus.out.send(from, new GpadlTorndown(message.gpadl()));
    }

    private static void refuseRing(Gpadl gpadl) {
        Channel channel = gpadl.owner().channel();
        if (channel != null && channel.ring() == gpadl && channel.isInUseBy(gpadl.owner())
                && channel.phase() != Channel.Phase.CLOSING) {
            throw new ProtocolException("GpadlTeardown.gpadl: the channel's ring is in use: gpadl="
                    + Integer.toUnsignedString(gpadl.id().value())
                    + " channelId=" + gpadl.owner().relId().value());
        }
    }

    private void tear(Gpadl gpadl) {
        switch (gpadl.state()) {
            case HELD -> torndown(gpadl);
            case OFFERED -> {
                gpadl.enter(Gpadl.State.RECALLED);
                markCreated(gpadl, Status.CANCELLED);
            }
            case ACCEPTED -> askToLetGo(gpadl);
            case RECALLED, TEARING -> { }
        }
    }

    private void askToLetGo(Gpadl gpadl) {
        Channel channel = gpadl.owner().channel();
        Port peer = channel == null ? null : channel.peerOf(gpadl.owner());
        if (peer == null) {
            torndown(gpadl);
            return;
        }
        gpadl.enter(Gpadl.State.TEARING);
        bus.out.send(peer.partition(), new PeerTeardown(peer.relId(), gpadl.id()));
    }

    private void torndown(Gpadl gpadl) {
        forget(gpadl);
        bus.out.send(gpadl.owner().partition(), new GpadlTorndown(gpadl.id()));
    }

    /// The other side has let go.
    void torndown(Partition from, PeerTorndown message) {
        Gpadl gpadl = grantTo(from, message.relId(), message.gpadl());
        if (gpadl != null && gpadl.state() == Gpadl.State.TEARING) {
            torndown(gpadl);
        }
    }

    /// The provider has unmapped the ring of a channel before it closed it.
    void returned(Gpadl ring) {
        switch (ring.state()) {
            case TEARING -> torndown(ring);
            case ACCEPTED -> ring.enter(Gpadl.State.HELD);
            case HELD, OFFERED, RECALLED -> { }
        }
    }

    private static @Nullable Gpadl grantTo(Partition receiver, RelId relId, GpadlId id) {
        Port port = receiver.ports().get(relId);
        Channel channel = port == null ? null : port.channel();
        Port owner = channel == null ? null : channel.peerOf(port);
        return owner == null ? null : owner.gpadl(id);
    }

    /// The other side of this owner's channel is gone, so nobody has its grants any more.
    void settle(Port owner) {
        for (Gpadl gpadl : owner.gpadls()) {
            switch (gpadl.state()) {
                case HELD -> { }
                case OFFERED -> unanswered(gpadl);
                case RECALLED -> {
                    count(gpadl).answer(gpadl);
                    torndown(gpadl);
                }
                case ACCEPTED -> gpadl.enter(Gpadl.State.HELD);
                case TEARING -> torndown(gpadl);
            }
        }
    }

    private void unanswered(Gpadl gpadl) {
        count(gpadl).answer(gpadl);
        gpadl.enter(Gpadl.State.HELD);
        if (!gpadl.isCreated()) {
            explain(gpadl, Status.PEER_GONE, "the other side has gone");
            markCreated(gpadl, Status.PEER_GONE);
            forget(gpadl);
        }
    }

    /// The owner's id ends. The other side lets go when it closes the channel.
    void discard(Port owner) {
        GpadlMachine.dropPartial(owner);
        for (Gpadl gpadl : owner.gpadls()) {
            if (gpadl.state() == Gpadl.State.OFFERED || gpadl.state() == Gpadl.State.RECALLED) {
                count(gpadl).answer(gpadl);
            }
            forget(gpadl);
        }
    }

    private static GrantCount count(Gpadl gpadl) {
        return gpadl.owner().partition().grants();
    }
}
