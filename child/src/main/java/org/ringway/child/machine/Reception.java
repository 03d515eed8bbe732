// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import java.util.List;
import org.ringway.platform.Handle;
import org.ringway.protocol.RingwayToChild;
import org.ringway.protocol.RingwayToRoot.PeerGpadlResult;
import org.ringway.protocol.RingwayToRoot.PeerTorndown;
import org.ringway.protocol.StandardToChild;
import org.ringway.protocol.ToChild;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;

/// Takes what the root says to whom it concerns.
final class Reception {
    private final Tables tables;
    private final Effects effects;

    Reception(Tables tables) {
        this.tables = tables;
        this.effects = tables.effects;
    }

    void receive(ToChild message, List<Handle> handles) {
        if (!tables.handshake.admits(message)) {
            effects.close(handles);
            return;
        }
        if (!carriesHandles(message)) {
            effects.close(handles);
        }
        switch (message) {
            case StandardToChild standard -> standard(standard, handles);
            case RingwayToChild ringway -> ringway(ringway, handles);
        }
        if (!(message instanceof RingwayToChild.Explain)) {
            tables.refusals.forget();
        }
    }

    private static boolean carriesHandles(ToChild message) {
        return message instanceof StandardToChild.OpenChannelResult
                || message instanceof RingwayToChild.PeerGpadl
                || message instanceof RingwayToChild.PeerOpen;
    }

    private void standard(StandardToChild message, List<Handle> handles) {
        switch (message) {
            case StandardToChild.VersionResponse it -> tables.handshake.answered(it);
            case StandardToChild.AllOffersDelivered it -> tables.handshake.answered(it);
            case StandardToChild.UnloadComplete it -> tables.handshake.answered(it);
            case StandardToChild.OfferChannel it -> offered(it);
            case StandardToChild.RescindChannelOffer it -> tables.consumers.rescinded(it.relId());
            case StandardToChild.OpenChannelResult it -> tables.consumers.answered(it, handles);
            case StandardToChild.GpadlCreated it -> tables.grants.created(it);
            case StandardToChild.GpadlTorndown it -> tables.grants.torndown(it);
            case StandardToChild.CloseReservedResponse it -> ignore(it);
            case StandardToChild.TlConnectResult it -> tables.connects.answered(it);
            case StandardToChild.ModifyChannelResponse it -> tables.interrupts.answered(it);
            case StandardToChild.ModifyConnectionResponse it -> ignore(it);
            case StandardToChild.PauseResponse it -> ignore(it);
        }
    }

    private void offered(StandardToChild.OfferChannel message) {
        boolean taken = tables.channels.get(message.relId()) != null;
        if (message.content().isSocket()) {
            tables.connects.offered(message, tables.offers.takeIdentity(),
                    taken || tables.offers.isKnown(message.relId()));
        } else {
            tables.offers.offered(message, taken);
        }
    }

    /// We never ask for these.
    private void ignore(ToChild answer) {
        effects.ignore("answer to no request of ours: " + answer);
    }

    private void ringway(RingwayToChild message, List<Handle> handles) {
        switch (message) {
            case RingwayToChild.HelloResult it -> hello(it);
            case RingwayToChild.ChildOfferResult it -> tables.services.answered(it);
            case RingwayToChild.RegionResult it -> tables.grants.announced(it);
            case RingwayToChild.OfferIdentity it -> tables.offers.identified(it);
            case RingwayToChild.PeerGpadl it -> granted(it, handles);
            case RingwayToChild.PeerTeardown it -> teardown(it);
            case RingwayToChild.PeerOpen it ->
                    tables.providers.asked(it, handles, tables.handshake.epoch());
            case RingwayToChild.PeerOpened it ->
                    tables.consumers.opened(it, tables.handshake.epoch());
            case RingwayToChild.PeerClosed it -> closed(it);
            case RingwayToChild.ReannounceResult it -> reannounced(it);
            case RingwayToChild.OfferSubchannelsResult it -> tables.subchannels.answered(it);
            case RingwayToChild.PartitionEntry it -> tables.lists.add(it);
            case RingwayToChild.OfferEntry it -> tables.lists.add(it);
            case RingwayToChild.ChannelEntry it -> tables.lists.add(it);
            case RingwayToChild.ListEnd _ -> tables.lists.end();
            case RingwayToChild.AddressSpaceResult it -> ignore(it);
            case RingwayToChild.PeerInspect it -> inspect(it);
            case RingwayToChild.InspectResult it -> tables.inspections.answered(it);
            case RingwayToChild.OpenPortResult it -> tables.ports.answered(it);
            case RingwayToChild.PortMessage it -> tables.ports.arrived(it);
            case RingwayToChild.EventFlags it -> tables.ports.arrived(it);
            case RingwayToChild.PostResult it -> tables.posts.answered(it);
            case RingwayToChild.PortEntry it -> tables.lists.add(it);
            case RingwayToChild.Explain it -> tables.refusals.explained(it);
        }
    }

    /// Tells a root what it does not know yet. Channels first, so that their ids stay theirs.
    private void hello(RingwayToChild.HelloResult result) {
        if (!tables.handshake.answered(result)) {
            return;
        }
        tables.channels.all().stream().filter(this::isKept).forEach(this::reannounce);
        tables.services.offerAgain();
        tables.ports.openAgain();
        tables.handshake.enumerate();
    }

    private boolean isKept(Channel channel) {
        return channel.phase == Channel.Phase.OPEN
                && tables.channels.get(channel.relId) == channel;
    }

    private void reannounce(Channel channel) {
        channel.known = true;
        channel.reannouncing = true;
        if (channel instanceof ConsumerChannel consumer) {
            consumer.kept = true;
        }
        effects.send(channel.reannounce());
    }

    private void reannounced(RingwayToChild.ReannounceResult result) {
        Channel channel = tables.channels.get(result.relId());
        if (channel == null || !channel.reannouncing) {
            effects.ignore("ReannounceResult for no such request: " + result);
            return;
        }
        channel.reannouncing = false;
        if (!result.status().isOk()) {
            effects.ignore(tables.refusals.refusal("root does not take over " + channel,
                    result.status()).text());
            tables.channels.unlist(channel);
        }
    }

    private void granted(RingwayToChild.PeerGpadl message, List<Handle> handles) {
        RelId relId = message.relId();
        Channel channel = tables.channels.get(relId);
        if (channel == null && !tables.offers.isKnown(relId)) {
            channel = tables.providers.begin(relId);
        }
        if (channel != null) {
            channel.peerGrants.arrived(message, handles);
            return;
        }
        effects.close(handles);
        if (message.lastPart()) {
            effects.send(new PeerGpadlResult(relId, message.gpadl(), Status.CANCELLED));
        }
    }

    /// The root waits for an answer as long as the id is not released.
    private void teardown(RingwayToChild.PeerTeardown message) {
        Channel channel = tables.channels.get(message.relId());
        if (channel != null) {
            channel.peerGrants.teardown(message.gpadl());
        } else if (tables.offers.isKnown(message.relId())) {
            effects.send(new PeerTorndown(message.relId(), message.gpadl()));
        } else {
            effects.ignore("PeerTeardown on no such channel: " + message);
        }
    }

    private void inspect(RingwayToChild.PeerInspect message) {
        Description description = Portrait.of(tables, message.relId());
        if (description == null) {
            tables.inspections.refuse(message.question(), Status.NOT_FOUND);
        } else if (tables.inspections.admit(message.question())) {
            effects.add(new Effect.Describe(message.question(), description));
        }
    }

    private void closed(RingwayToChild.PeerClosed message) {
        Channel channel = tables.channels.get(message.relId());
        if (channel != null && channel.phase == Channel.Phase.OPEN) {
            channel.peerEnded(message.reason());
        } else if (channel instanceof ProviderChannel provider
                && channel.phase == Channel.Phase.OPENING) {
            tables.providers.abandon(provider);
        } else {
            effects.ignore("PeerClosed on no open channel: " + message);
        }
    }
}
