// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ringway.BusException;
import org.ringway.PlatformException;
import org.ringway.channel.BusChannel;
import org.ringway.channel.ChannelSide;
import org.ringway.child.machine.ChannelKey;
import org.ringway.child.machine.Effect;
import org.ringway.child.machine.SeenOffer;
import org.ringway.memory.GpadlId;
import org.ringway.pipe.StreamOptions;
import org.ringway.platform.Handle;
import org.ringway.platform.Mapping;
import org.ringway.platform.Platform;
import org.ringway.protocol.RingwayToChild.PeerOpen;
import org.ringway.protocol.RingwayToChild.Reason;
import org.ringway.protocol.Subchannel;
import org.ringway.wire.Status;
import org.ringway.wire.UserData;

/// The open channels of one partition: makes them, maps what is granted on them, ends them.
///
/// - **Thread:** the control thread, but for [#closeAll].
final class Channels {
    private final ControlThread control;
    private final Platform platform;
    private final OwnMemory memory;
    private final PeerMemory peerMemory;
    private final Map<ChannelKey, Live> live = new ConcurrentHashMap<>();

    Channels(ControlThread control, Platform platform, OwnMemory memory) {
        this.control = control;
        this.platform = platform;
        this.memory = memory;
        this.peerMemory = new PeerMemory(platform);
    }

    /// {@return the open channels as they are now}
    Map<ChannelKey, Live> live() {
        return Map.copyOf(live);
    }

    /// A channel is open at this side's wish.
    void opened(Opening opening, Effect.Opened effect) {
        ChannelKey key = effect.key();
        Rings rings = opening.rings();
        SeenOffer offer = opening.offer();
        LiveChannel channel;
        try {
            channel = add(new LiveChannel.Origin(key, rings.upstream(), rings.downstream(),
                    offer.content(), offer.name(), offer.provider(), opening.userData(),
                    effect.trusted(), opening.options(), null, opening.place()),
                    effect.doorbell());
        } catch (BusException e) {
            rings.close();
            opening.fail(() -> e);
            closed(key);
            return;
        }
        if (!opening.complete(channel.channel())) {
            channel.channel().close();
            closed(key);
        }
    }

    /// A stream is open at this side's wish.
    void opened(Connecting connecting, Effect.Opened effect) {
        ChannelKey key = effect.key();
        Rings rings = connecting.rings();
        SeenOffer offer = connecting.offer();
        LiveStream stream;
        try {
            stream = add(new LiveStream.Origin(key, rings.upstream(), rings.downstream(),
                    offer.name().value(), offer.provider(),
                    offer.content().userData().pipeType() == UserData.PIPE_STREAM,
                    connecting.options()), effect.doorbell());
        } catch (BusException e) {
            rings.close();
            connecting.fail(() -> e);
            closed(key);
            return;
        }
        if (!connecting.complete(stream.stream())) {
            stream.stream().abort();
        }
    }

    /// Ends a doorbell that nobody has used, in good order.
    void closeDoorbell(Handle end) {
        try {
            platform.doorbell(end).close();
        } catch (PlatformException e) {
            control.ignored("doorbell is none: " + e.getMessage());
        }
    }

    private LiveChannel add(LiveChannel.Origin origin, Handle doorbell) {
        LiveChannel channel = new LiveChannel(
                origin, platform.doorbell(doorbell), control, memory);
        live.put(origin.key(), channel);
        memory.touchLater(origin.outgoing().mapping());
        memory.touchLater(origin.incoming().mapping());
        return channel;
    }

    private LiveStream add(LiveStream.Origin origin, Handle doorbell) {
        LiveStream stream = new LiveStream(origin, platform.doorbell(doorbell), control);
        live.put(origin.key(), stream);
        memory.touchLater(origin.outgoing().mapping());
        memory.touchLater(origin.incoming().mapping());
        return stream;
    }

    /// Somebody opens a channel on a service of this partition.
    void accept(Effect.Accept wish, @Nullable Service service) {
        LiveChannel primary = primary(wish);
        if (service == null || (wish.primary() == null ? !service.hasRoom() : primary == null)) {
            declineUnseen(wish);
        } else {
            accept(wish, () -> {
                LiveChannel channel = accepted(wish, service);
                return primary == null ? () -> service.add(channel.channel())
                        : () -> primary.arrivals().add(channel.channel());
            });
        }
    }

    private @Nullable LiveChannel primary(Effect.Accept wish) {
        return wish.primary() != null && live.get(wish.primary()) instanceof LiveChannel primary
                ? primary : null;
    }

    /// Somebody connects to what this partition listens on.
    void accept(Effect.Accept wish, StreamListener listener) {
        if (!listener.hasRoom()) {
            declineUnseen(wish);
        } else {
            accept(wish, () -> {
                LiveStream stream = accepted(wish, listener);
                return () -> listener.add(stream.stream());
            });
        }
    }

    private void declineUnseen(Effect.Accept wish) {
        wish.doorbell().close();
        PeerMemory.closeHandles(wish.ring());
        decline(wish.key(), Status.CONNECTION_REFUSED, "nobody accepts, or too many wait");
    }

    /// @param make makes the channel, and says how to hand it over
    private void accept(Effect.Accept wish, Supplier<Runnable> make) {
        try {
            Runnable handOver = make.get();
            control.act(machine -> machine.accepted(wish.key()));
            handOver.run();
        } catch (PlatformException e) {
            decline(wish.key(), Status.INSUFFICIENT_RESOURCES, e.getMessage());
        } catch (BusException e) {
            decline(wish.key(), Status.INVALID_PARAMETER, e.getMessage());
        } finally {
            wish.doorbell().close();
        }
    }

    private LiveChannel accepted(Effect.Accept wish, Service service) {
        PeerOpen open = wish.open();
        Rings rings = peerMemory.mapRings(wish.ring(), open.downstreamPageOffset());
        try {
            return add(new LiveChannel.Origin(wish.key(), rings.downstream(), rings.upstream(),
                    service.content(), service.name(), open.consumer(), open.userData(),
                    open.trusted(), service.options().channels(), service, place(wish)),
                    wish.doorbell());
        } catch (RuntimeException e) {
            rings.close();
            throw e;
        }
    }

    private Place place(Effect.Accept wish) {
        Subchannel subchannel = wish.open().subchannel();
        return wish.primary() == null || subchannel == null ? Place.PRIMARY
                : Place.ofSubchannel(wish.primary(), subchannel.index(), control.processors());
    }

    private LiveStream accepted(Effect.Accept wish, StreamListener listener) {
        PeerOpen open = wish.open();
        Rings rings = peerMemory.mapRings(wish.ring(), open.downstreamPageOffset());
        try {
            return add(new LiveStream.Origin(wish.key(), rings.downstream(), rings.upstream(),
                    listener.name().value(), open.consumer(),
                    open.userData().pipeType() == UserData.PIPE_STREAM, new StreamOptions(
                            rings.downstream().pages(), rings.upstream().pages(),
                            listener.options().waiting())), wish.doorbell());
        } catch (RuntimeException e) {
            rings.close();
            throw e;
        }
    }

    private void decline(ChannelKey key, Status status, @Nullable String why) {
        control.ignored("channel is declined: " + why);
        control.act(machine -> machine.declined(key, status));
    }

    /// The other side of a channel grants pages.
    void map(Effect.MapGrant grant) {
        Status status = Status.OK;
        try {
            mapInto(live.get(grant.key()), grant);
        } catch (PlatformException e) {
            control.ignored("grant is refused: " + e.getMessage());
            status = Status.INSUFFICIENT_RESOURCES;
        } catch (BusException e) {
            control.ignored("grant is refused: " + e.getMessage());
            status = Status.INVALID_PARAMETER;
        }
        Status answer = status;
        control.act(machine -> machine.mapped(grant.key(), grant.gpadl(), answer));
    }

    private void mapInto(@Nullable Live channel, Effect.MapGrant grant) {
        boolean isTrusting = channel instanceof LiveChannel own && own.origin().leavesOut();
        Mapping mapping = peerMemory.map(grant.runs(), grant.readOnly(), !isTrusting);
        if (channel == null) {
            mapping.close();
            return;
        }
        try {
            channel.map(grant.gpadl(), mapping, grant.readOnly(),
                    PeerMemory.numbers(grant.runs()));
        } catch (RuntimeException e) {
            mapping.close();
            throw e;
        }
    }

    /// The other side wants granted pages back.
    void unmap(ChannelKey key, GpadlId gpadl) {
        Live channel = live.get(key);
        Runnable unmapped = () -> control.tell(machine -> machine.unmapped(key, gpadl));
        if (channel == null) {
            unmapped.run();
        } else {
            channel.unmap(gpadl, unmapped);
        }
    }

    /// The other side of a channel is no more.
    void end(ChannelKey key, Reason reason) {
        Live channel = live.get(key);
        if (channel != null) {
            channel.end(switch (reason) {
                case CLOSED -> ChannelSide.End.CLOSED_BY_PEER;
                case LOST -> ChannelSide.End.PEER_LOST;
                case OFFER_WITHDRAWN -> ChannelSide.End.RESCINDED;
            });
        }
    }

    /// A channel is closed here and its rings are unmapped.
    void closed(ChannelKey key) {
        control.act(machine -> machine.close(key));
        live.remove(key);
        // One may have begun while the others were closed.
        subchannels(key).forEach(each ->
                Thread.ofVirtual().name("ringway close").start(each.channel()::close));
    }

    /// {@return the open channel of this partition behind what a user has}
    ///
    /// @throws IllegalArgumentException if there is none
    LiveChannel of(BusChannel channel) {
        return channels().filter(each -> each.channel() == channel).findFirst().orElseThrow(
                () -> new IllegalArgumentException(
                        "channel is closed, or of another partition: " + channel));
    }

    /// {@return the sub-channels of a channel, in the order of their indexes}
    List<LiveChannel> subchannels(ChannelKey primary) {
        return channels().filter(each -> primary.equals(each.origin().place().primary()))
                .sorted(Comparator.comparingInt(each -> each.channel().subchannelIndex()))
                .toList();
    }

    private Stream<LiveChannel> channels() {
        return live.values().stream()
                .filter(LiveChannel.class::isInstance).map(LiveChannel.class::cast);
    }

    /// Closes the sub-channels of a channel as their user would; any thread of a user's.
    void closeSubchannels(ChannelKey primary) {
        subchannels(primary).forEach(each -> each.channel().close());
    }

    /// Closes every channel as its user would.
    void closeAll() {
        List.copyOf(live.values()).forEach(Live::close);
    }

    /// Forgets every channel; nobody else tells the machine any more.
    void end() {
        closeAll();
        List.copyOf(live.keySet()).forEach(this::closed);
    }
}
