// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringway.memory.GpadlId;
import org.ringway.platform.Handle;
import org.ringway.protocol.RingwayToChild.Explain;
import org.ringway.protocol.RingwayToRoot.SocketListen;
import org.ringway.protocol.StandardToRoot.CloseChannel;
import org.ringway.protocol.ToChild;
import org.ringway.wire.Name;
import org.ringway.wire.OfferId;
import org.ringway.wire.Status;
import org.ringway.wire.WireBytes;

/// All that one partition knows of the bus, and what it says.
///
/// Every call answers with what the shell has to do, in order. Requests that need a root fail at
/// once when there is none. Whatever a root says that was not asked for is ignored, or ends the
/// link with a text; it never does harm.
///
/// - **Thread:** one. **Blocking:** never.
public final class ChildMachine {
    private final Tables tables;
    private final Effects effects;
    private final Reception reception;
    private final PortRequests ports;
    private Failure down = new Failure.RootLost("not joined yet");

    /// A partition that has not joined yet.
    ///
    /// @param name what it calls itself
    /// @param ownsName whether nobody else may have the name
    public ChildMachine(Name name, boolean ownsName) {
        this.tables = new Tables(name, ownsName);
        this.effects = tables.effects;
        this.reception = new Reception(tables);
        this.ports = new PortRequests(tables, this::isUp);
    }

    /// A link to a root is there.
    ///
    /// @return what to do
    public List<Effect> linkUp() {
        tables.handshake.linkUp();
        return effects.take();
    }

    /// The link is gone. Open channels go on; everything else that needs a root fails.
    ///
    /// @param seen what happened to it; an explanation of the root's takes precedence
    /// @return what to do
    public List<Effect> linkDown(String seen) {
        Explain said = tables.refusals.last();
        String why = said == null ? seen : seen + " (it said: " + said.text() + ")";
        if (said != null && tables.handshake.isPending()) {
            effects.add(new Effect.JoinRefused(new Failure.Refused(why, said.status())));
        }
        tables.refusals.forget();
        tables.handshake.linkDown();
        Failure.RootLost lost = new Failure.RootLost(why);
        effects.add(new Effect.LinkLost(lost));
        forgetRoot(lost);
        return effects.take();
    }

    /// Leaves the bus: everything pending fails. Channels are still to be closed.
    ///
    /// @return what to do
    public List<Effect> leave() {
        boolean told = tables.handshake.isUp();
        tables.handshake.linkDown();
        forgetRoot(new Failure.Left("partition is closed"));
        if (told) {
            tables.handshake.leave();
        } else {
            effects.add(new Effect.Left());
        }
        return effects.take();
    }

    private void forgetRoot(Failure failure) {
        down = failure;
        for (Channel channel : tables.channels.all()) {
            channel.known = false;
            channel.reannouncing = false;
            if (channel.phase != Channel.Phase.OPEN) {
                tables.channels.unlist(channel);
            }
        }
        tables.grants.linkDown(failure);
        for (Channel channel : tables.channels.all()) {
            channel.peerGrants.linkDown();
            switch (channel) {
                case ConsumerChannel consumer -> tables.consumers.linkDown(consumer, failure);
                case ProviderChannel provider -> tables.providers.linkDown(provider);
            }
        }
        tables.services.linkDown(failure);
        tables.subchannels.linkDown(failure);
        tables.interrupts.linkDown(failure);
        tables.connects.linkDown(failure);
        tables.lists.linkDown(failure);
        tables.inspections.linkDown(failure);
        tables.ports.linkDown(failure);
        tables.posts.linkDown(failure);
        tables.offers.linkDown();
    }

    /// The root has said something.
    ///
    /// @param message what
    /// @param handles what came along; the machine takes them over, unless this throws
    /// @return what to do
    /// @throws org.ringway.ProtocolException if the link is to be closed for it
    public List<Effect> receive(ToChild message, List<Handle> handles) {
        reception.receive(message, handles);
        return effects.take();
    }

    /// Offers a service.
    ///
    /// @param wish what is wanted
    /// @return what to do
    public List<Effect> offer(OfferRequest wish) {
        if (isUp(wish.request())) {
            tables.services.offer(wish);
        }
        return effects.take();
    }

    /// Takes connections on a service.
    ///
    /// @param request answered when it stands
    /// @param listen what to listen on, under an id that was never used
    /// @return what to do
    public List<Effect> listen(RequestId request, SocketListen listen) {
        if (isUp(request)) {
            tables.services.listen(request, listen);
        }
        return effects.take();
    }

    /// Withdraws a service.
    ///
    /// @param offerId which; another one means nothing
    /// @return what to do
    public List<Effect> withdraw(OfferId offerId) {
        tables.services.withdraw(offerId, tables.handshake.isUp());
        return effects.take();
    }

    /// Opens a channel, once a former one on the same offer is through.
    ///
    /// @param wish what is wanted
    /// @return what to do
    public List<Effect> open(OpenRequest wish) {
        if (tables.handshake.isUp()) {
            tables.consumers.open(wish);
        } else {
            tables.consumers.fail(wish, down);
        }
        return effects.take();
    }

    /// Connects to a service that listens.
    ///
    /// @param wish what is wanted
    /// @return what to do
    public List<Effect> connect(ConnectRequest wish) {
        if (tables.handshake.isUp()) {
            tables.connects.connect(wish);
        } else {
            tables.connects.fail(wish, down);
        }
        return effects.take();
    }

    /// Grants regions on an open channel, all or none.
    ///
    /// @param request answered when the other side has mapped them
    /// @param key the channel
    /// @param regions which
    /// @return what to do
    public List<Effect> grant(RequestId request, ChannelKey key, List<OwnRegion> regions) {
        Channel channel = spokenOf(request, key);
        if (channel != null) {
            tables.grants.begin(GrantJob.of(request, channel, regions, effects));
        }
        return effects.take();
    }

    /// Asks for further channels beside an open one: those of this partition to open, if it is the
    /// consumer, else for the other side.
    ///
    /// @param request gets [Effect.SubchannelsOffered] or [Effect.SubchannelsAllowed]
    /// @param key the primary channel
    /// @param count how many at most, at least one
    /// @return what to do
    public List<Effect> subchannels(RequestId request, ChannelKey key, int count) {
        Channel channel = spokenOf(request, key);
        if (channel != null) {
            tables.subchannels.ask(request, channel, count);
        }
        return effects.take();
    }

    /// Tells the root that another processor of this partition is interrupted by a channel that it
    /// opened.
    ///
    /// @param request answered when the root knows
    /// @param key the channel
    /// @param targetVp the processor
    /// @return what to do
    public List<Effect> moveInterrupt(RequestId request, ChannelKey key, int targetVp) {
        Channel channel = spokenOf(request, key);
        if (channel != null) {
            tables.interrupts.move(request, channel, targetVp);
        }
        return effects.take();
    }

    /// Takes regions back that were granted on an open channel.
    ///
    /// @param request answered when the other side has unmapped them
    /// @param key the channel
    /// @param regions which
    /// @return what to do
    public List<Effect> teardown(RequestId request, ChannelKey key, List<OwnRegion> regions) {
        Channel channel = spokenOf(request, key);
        if (channel != null) {
            tables.grants.teardown(request, channel, regions);
        }
        return effects.take();
    }

    /// An open channel that the root knows; else the request has failed.
    private @Nullable Channel spokenOf(RequestId request, ChannelKey key) {
        if (!isUp(request)) {
            return null;
        }
        Channel channel = tables.channels.get(key);
        if (channel == null || channel.phase != Channel.Phase.OPEN) {
            effects.fail(request, new Failure.ChannelClosed("channel is closed: " + key));
            return null;
        }
        if (!channel.known) {
            effects.fail(request, new Failure.Refused(
                    "the root does not know this channel: " + channel, Status.NOT_FOUND));
            return null;
        }
        return channel;
    }

    private boolean isUp(RequestId request) {
        if (!tables.handshake.isUp()) {
            effects.fail(request, down);
        }
        return tables.handshake.isUp();
    }

    /// Takes regions back from everybody and closes their handles when nobody has them any more.
    ///
    /// @param regions which; they are unmapped here
    /// @return what to do
    public List<Effect> retire(List<OwnRegion> regions) {
        regions.forEach(tables.grants::retire);
        return effects.take();
    }

    /// A channel was closed here and its rings are unmapped.
    ///
    /// @param key which
    /// @return what to do
    public List<Effect> close(ChannelKey key) {
        Channel channel = tables.channels.get(key);
        if (channel != null && channel.phase == Channel.Phase.OPEN) {
            if (channel.known) {
                effects.send(new CloseChannel(channel.relId));
            }
            channel.phase = Channel.Phase.CLOSING;
            channel.peerGrants.close();
            tables.grants.close(channel);
            if (channel instanceof ConsumerChannel consumer) {
                tables.grants.retire(consumer.wish.ring());
            }
            tables.settle(channel);
        }
        return effects.take();
    }

    /// Asks what there is.
    ///
    /// @param request gets the list
    /// @param what bits of [org.ringway.protocol.RingwayToRoot.List]
    /// @return what to do
    public List<Effect> list(RequestId request, int what) {
        if (isUp(request)) {
            tables.lists.request(request, what);
        }
        return effects.take();
    }

    /// Asks another partition for its live state.
    ///
    /// @param request gets the answer
    /// @param target who is asked for what
    /// @return what to do
    public List<Effect> inspect(RequestId request, InspectTarget target) {
        if (isUp(request)) {
            tables.inspections.ask(request, target);
        }
        return effects.take();
    }

    /// Answers [Effect.Describe].
    ///
    /// @param question which
    /// @param answer an encoded tree, short enough for [org.ringway.protocol.InspectPart#split]
    /// @return what to do
    public List<Effect> described(int question, WireBytes answer) {
        tables.inspections.answer(question, answer);
        return effects.take();
    }

    /// {@return what this partition sends and receives without a channel}
    public PortRequests ports() {
        return ports;
    }

    /// Nobody waits for a request any more. What it has begun is undone.
    ///
    /// @param request which
    /// @return what to do
    public List<Effect> giveUp(RequestId request) {
        if (!tables.consumers.giveUp(request) && !tables.services.giveUp(request)
                && !tables.inspections.giveUp(request) && !tables.subchannels.giveUp(request)
                && !tables.connects.giveUp(request) && !tables.interrupts.giveUp(request)
                && !tables.ports.giveUp(request) && !tables.posts.giveUp(request)) {
            tables.lists.giveUp(request);
            tables.grants.giveUp(request);
            tables.channels.all().stream()
                    .flatMap(channel -> List.copyOf(channel.jobs).stream())
                    .filter(job -> request.equals(job.request))
                    .forEach(tables.grants::giveUp);
        }
        return effects.take();
    }

    /// Answers [Effect.Accept]: the rings are mapped, and somebody will take the channel.
    ///
    /// @param key the channel
    /// @return what to do
    public List<Effect> accepted(ChannelKey key) {
        tables.providers.decided(key, Status.OK);
        return effects.take();
    }

    /// Answers [Effect.Accept] with a no.
    ///
    /// @param key the channel
    /// @param status why
    /// @return what to do
    public List<Effect> declined(ChannelKey key, Status status) {
        tables.providers.decided(key, status);
        return effects.take();
    }

    /// Answers [Effect.MapGrant].
    ///
    /// @param key the channel
    /// @param gpadl the other side's number
    /// @param status whether the pages are mapped
    /// @return what to do
    public List<Effect> mapped(ChannelKey key, GpadlId gpadl, Status status) {
        Channel channel = tables.channels.get(key);
        if (channel != null) {
            channel.peerGrants.mapped(gpadl, status);
        }
        return effects.take();
    }

    /// Answers [Effect.UnmapGrant]: nobody looks at these pages any more.
    ///
    /// @param key the channel
    /// @param gpadl the other side's number
    /// @return what to do
    public List<Effect> unmapped(ChannelKey key, GpadlId gpadl) {
        Channel channel = tables.channels.get(key);
        if (channel != null) {
            channel.peerGrants.unmapped(gpadl);
            tables.settle(channel);
        }
        return effects.take();
    }
}
