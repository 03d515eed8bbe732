// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.ringway.ProtocolException;
import org.ringway.protocol.ControlCodec;
import org.ringway.protocol.RingwayToRoot;
import org.ringway.protocol.StandardToRoot;
import org.ringway.protocol.StandardToRoot.CloseReservedChannel;
import org.ringway.protocol.StandardToRoot.InitiateContact;
import org.ringway.protocol.ToRoot;
import org.ringway.root.policy.Policy;
import org.ringway.wire.ProtocolVersion;

/// The root partition without its body: takes an event, answers with what is to be done.
///
/// Total: whatever legal message comes in whatever state, it is served, refused with a status,
/// ignored where a message on its way could be the reason, or ends the link it came on.
///
/// - **Thread:** one. **Blocking:** never. **Errors:** none to the caller.
public final class RootMachine {
    private final Bus bus;
    private final RegionMachine regions;
    private final SpaceMachine spaces;
    private final GrantMachine grants;
    private final GpadlMachine gpadls;
    private final OpenMachine opens;
    private final SubchannelMachine subchannels;
    private final ChannelMachine channels;
    private final OfferMachine offers;
    private final ConnectionMachine connections;
    private final ReannounceMachine reannouncements;
    private final ListMachine lists;
    private final ReplyMachine replies;
    private final InspectMachine inspections;
    private final PostMachine posts;
    private final SocketMachine sockets;

    /// @param epoch names this run of the root, never 0
    /// @param policy what is allowed to whom, until it is changed
    /// @param serials makes numbers that nobody can guess
    public RootMachine(long epoch, Policy policy, LongSupplier serials) {
        bus = new Bus(epoch, policy, serials);
        regions = new RegionMachine(bus);
        grants = new GrantMachine(bus);
        gpadls = new GpadlMachine(bus, grants);
        opens = new OpenMachine(bus, grants);
        subchannels = new SubchannelMachine(bus);
        channels = new ChannelMachine(bus, grants, opens, subchannels);
        sockets = new SocketMachine(bus);
        offers = new OfferMachine(bus, channels, opens, sockets);
        inspections = new InspectMachine(bus);
        posts = new PostMachine(bus);
        connections = new ConnectionMachine(
                bus, regions, channels, offers, subchannels, inspections, posts);
        spaces = new SpaceMachine(bus, connections);
        reannouncements = new ReannounceMachine(bus);
        lists = new ListMachine(bus);
        replies = new ReplyMachine(bus);
    }

    /// {@return what is to be done now that this has happened, in order}
    ///
    /// @param event what has happened
    public List<Effect> step(Event event) {
        switch (event) {
            case Event.Joined joined -> connections.join(joined);
            case Event.Received received -> receive(received);
            case Event.PolicyChanged changed -> {
                bus.obey(changed.policy());
                offers.review();
            }
            case Event.Left left -> connections.left(left.partition());
            case Event.DoorbellMade made -> opens.doorbellMade(made);
            case Event.DoorbellFailed failed -> opens.doorbellFailed(failed);
            case Event.RegionFit fit -> fit(fit);
            case Event.RegionUnfit unfit -> unfit(unfit);
        }
        connections.answerUnlent();
        return bus.out.take();
    }

    private void fit(Event.RegionFit event) {
        Partition owner = bus.partition(event.owner());
        if (owner == null) {
            return;
        }
        if (owner.isSpaceAwaited() && owner.addressSpace() instanceof Region space) {
            spaces.fit(owner, space, event.facts());
        } else {
            regions.fit(owner, event.firstPfn(), event.facts());
        }
    }

    private void unfit(Event.RegionUnfit event) {
        Partition owner = bus.partition(event.owner());
        if (owner == null) {
            return;
        }
        if (owner.isSpaceAwaited()) {
            spaces.unfit(owner, event.text());
        } else {
            regions.unfit(owner, event.firstPfn(), event.text());
        }
    }

    private void receive(Event.Received event) {
        List<HandleToken> attached = new ArrayList<>(event.attached());
        if (bus.partition(event.from()) instanceof Partition from) {
            receive(from, event.message(), attached);
        }
        attached.forEach(bus.out::closeHandle);
    }

    private void receive(Partition from, byte[] bytes, List<HandleToken> attached) {
        int type = 0;
        try {
            ToRoot message = decode(from, bytes);
            type = ControlCodec.typeOf(message);
            dispatch(from, message, attached);
        } catch (ProtocolException e) {
            connections.hangUp(from, type, e.getMessage());
        }
    }

    private static ToRoot decode(Partition from, byte[] bytes) {
        ProtocolVersion version = from.version();
        if (version != null) {
            return ControlCodec.decodeToRoot(bytes, version);
        }
        ToRoot message = ControlCodec.decodeToRoot(bytes, ProtocolVersion.V6_0);
        if (message instanceof InitiateContact || message instanceof CloseReservedChannel
                || message instanceof RingwayToRoot.AddressSpace) {
            return message;
        }
        throw new ProtocolException("only InitiateContact may come before a version is agreed:"
                + " message=" + ControlCodec.nameOf(ControlCodec.typeOf(message)));
    }

    private void dispatch(Partition from, ToRoot message, List<HandleToken> attached) {
        switch (message) {
            case StandardToRoot standard -> standard(from, standard);
            case RingwayToRoot ringway -> {
                if (!from.isRingway() && !mayComeFirst(from, ringway)) {
                    throw new ProtocolException("only Hello may come first of the private messages:"
                            + " message=" + message.getClass().getSimpleName());
                }
                ringway(from, ringway, attached);
            }
        }
    }

    /// Whose memory is one address space stays a plain client: what speaks there may be a guest
    /// that nobody vouches for.
    private static boolean mayComeFirst(Partition from, RingwayToRoot message) {
        return message instanceof RingwayToRoot.AddressSpace
                || message instanceof RingwayToRoot.Hello && !from.isPlain();
    }

    private void standard(Partition from, StandardToRoot message) {
        switch (message) {
            case InitiateContact contact -> connections.contact(from, contact);
            case StandardToRoot.RequestOffers _ -> offers.request(from);
            case StandardToRoot.GpadlHeader header -> gpadls.header(from, header);
            case StandardToRoot.GpadlBody body -> gpadls.body(from, body);
            case StandardToRoot.GpadlTeardown teardown -> grants.teardown(from, teardown);
            case StandardToRoot.OpenChannel open -> opens.open(from, open);
            case StandardToRoot.CloseChannel close -> channels.close(from, close);
            case StandardToRoot.RelIdReleased released -> {
                channels.release(from, released);
                offers.showAll(from);
                subchannels.released(from);
            }
            case StandardToRoot.Unload unload -> connections.unload(from, unload);
            case StandardToRoot.OpenReservedChannel open -> replies.openReserved(from, open);
            case CloseReservedChannel close -> replies.closeReserved(from, close);
            case StandardToRoot.ModifyChannel modify -> replies.modify(from, modify);
            case StandardToRoot.TlConnectRequest request -> sockets.connect(from, request);
            case StandardToRoot.ModifyConnection _, StandardToRoot.Pause _,
                    StandardToRoot.Resume _ -> throw new AssertionError(
                            "no version that is served has it: message=" + message);
        }
    }

    private void ringway(Partition from, RingwayToRoot message, List<HandleToken> attached) {
        switch (message) {
            case RingwayToRoot.Hello hello -> connections.hello(from, hello);
            case RingwayToRoot.AddressSpace space -> spaces.announce(from, space, attached);
            case RingwayToRoot.OfferAudience audience -> from.expect(audience);
            case RingwayToRoot.ChildOffer offer -> offers.offer(from, offer);
            case RingwayToRoot.SocketListen listen -> offers.listen(from, listen);
            case RingwayToRoot.WithdrawOffer withdraw -> offers.withdraw(from, withdraw);
            case RingwayToRoot.AnnounceRegion region -> regions.announce(from, region, attached);
            case RingwayToRoot.RetireRegion retire -> regions.retire(from, retire);
            case RingwayToRoot.PeerGpadlResult result -> peerGpadlResult(from, result);
            case RingwayToRoot.PeerTorndown torndown -> grants.torndown(from, torndown);
            case RingwayToRoot.PeerOpenResult result -> opens.result(from, result);
            case RingwayToRoot.Reannounce reannounce ->
                    reannouncements.reannounce(from, reannounce);
            case RingwayToRoot.OfferSubchannels more -> subchannels.offer(from, more);
            case RingwayToRoot.List list -> lists.list(from, list);
            case RingwayToRoot.Inspect inspect -> inspections.ask(from, inspect);
            case RingwayToRoot.PeerInspectResult result -> inspections.answer(from, result);
            case RingwayToRoot.WithdrawInspect withdraw -> inspections.withdraw(from, withdraw);
            case RingwayToRoot.OpenPort open -> posts.open(from, open);
            case RingwayToRoot.ClosePort close -> posts.close(from, close);
            case RingwayToRoot.PortTaken taken -> posts.taken(from, taken);
            case RingwayToRoot.PostMessage post -> posts.post(from, post);
            case RingwayToRoot.SignalEvent signal -> posts.signal(from, signal);
        }
    }

    private void peerGpadlResult(Partition from, RingwayToRoot.PeerGpadlResult message) {
        Port owner = grants.result(from, message);
        if (owner instanceof ConsumerPort && owner.channel() instanceof Channel channel) {
            opens.completeIfReady(channel);
        }
    }
}
