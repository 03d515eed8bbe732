// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench.transport;

import java.time.Duration;
import org.ringway.channel.BusChannel;
import org.ringway.channel.ChannelOptions;
import org.ringway.channel.WaitStrategy;
import org.ringway.child.ChildPartition;
import org.ringway.child.Service;
import org.ringway.child.ServiceOptions;
import org.ringway.cli.bench.transport.LendConduit.Touch;
import org.ringway.pipe.MessagePipe;
import org.ringway.wire.Guid;
import org.ringway.wire.OfferContent;
import org.ringway.wire.UserData;

/// Ringway, one sending thread at each end.
///
/// | manner | a message is | gathered, it is |
/// |---|---|---|
/// | `plain` | a packet | a few bytes in a packet of a [MessagePipe] |
/// | `batch` | a packet | a packet, made visible with 63 others |
/// | `reserve` | a packet that is written in the ring | the same |
/// | `lend` | pages lent with a packet: filled here, copied out there | the same |
/// | `lent` | pages lent with a packet that hold it already: copied out there | the same |
/// | `handoff` | pages lent with a packet: nobody copies | the same |
/// | `pool`, `poolhandoff` | as `lend` and `handoff`, but by transfer pages | the same |
/// | `standing` | a packet that says where in granted pages: nobody copies | the same |
///
/// Beyond 128 KiB, what would be a packet is fragments of a [MessagePipe].
public final class RingwayTransport implements Transport {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// For the service loader.
    public RingwayTransport() {}

    @Override
    public String family() {
        return "ringway";
    }

    @Override
    public Conduit connect(Place place) throws InterruptedException {
        return connect(place,
                ChildPartition.join(place.root(), place.isNear() ? "near" : "far"));
    }

    /// As [#connect(Place)], for a partition that has joined.
    ///
    /// @param place where they meet
    /// @param self closed with the result
    /// @return this end
    /// @throws InterruptedException if interrupted
    public static Conduit connect(Place place, ChildPartition self) throws InterruptedException {
        ChannelOptions options = options(place.name());
        String name = place.folder().getFileName().toString();
        OfferContent packets = content(name, 0, UserData.EMPTY);
        OfferContent pipe = content(name + " pipe", OfferContent.NAMED_PIPE,
                UserData.ofPipe(UserData.PIPE_FRAGMENTS));
        Channels channels;
        if (place.isNear()) {
            channels = new Channels(opened(self, packets, options), opened(self, pipe, options));
        } else {
            ServiceOptions how = ServiceOptions.DEFAULT.withChannels(options);
            Service first = self.offer(name, packets, how);
            Service second = self.offer(name, pipe, how);
            place.ready().run();
            channels = new Channels(first.accept(), second.accept());
        }
        return conduit(place, self, channels);
    }

    private record Channels(BusChannel packets, BusChannel pipe) {}

    private static OfferContent content(String instance, int flags, UserData userData) {
        Guid guid = Guid.ofName(instance);
        return new OfferContent(guid, guid, flags, userData);
    }

    private static BusChannel opened(ChildPartition self, OfferContent content,
            ChannelOptions options) throws InterruptedException {
        return self.open(self.awaitOffer(content.interfaceId(), PATIENCE), options);
    }

    private static ChannelOptions options(TransportName name) {
        WaitStrategy strategy = switch (name.waiting()) {
            case SPIN -> WaitStrategy.SPIN;
            case USUAL -> WaitStrategy.SPIN_THEN_BLOCK;
            case BLOCK -> WaitStrategy.BLOCK;
        };
        ChannelOptions options = ChannelOptions.DEFAULT;
        return options.withSingleSender().withWaiting(strategy)
                .withQuotas(OneChannel.SLOTS, options.maxDeferred());
    }

    private static Conduit conduit(Place place, ChildPartition self, Channels channels) {
        BusChannel packets = channels.packets();
        MessagePipe pipe = MessagePipe.over(channels.pipe());
        return switch (place.name().manner()) {
            case "lend" -> new LendConduit(self, packets, place.isNear(), Touch.IN_AND_OUT);
            case "lent" -> new LendConduit(self, packets, place.isNear(), Touch.OUT);
            case "handoff" -> new LendConduit(self, packets, place.isNear(), Touch.ENDS);
            case "pool" -> new PoolConduit(self, packets, place.isNear(), Touch.IN_AND_OUT);
            case "poolhandoff" -> new PoolConduit(self, packets, place.isNear(), Touch.ENDS);
            case "standing" -> new StandingConduit(self, packets, place.isNear());
            case "plain" -> new PacketConduit(self, packets, pipe, packets::send,
                    new Outlet.Packing(pipe));
            case "batch" -> new PacketConduit(self, packets, pipe, packets::send,
                    new Outlet.Batching(packets));
            case "reserve" -> new PacketConduit(self, packets, pipe,
                    new Outlet.Reserving(packets), new Outlet.Reserving(packets));
            default -> throw new IllegalArgumentException("unknown manner: name=" + place.name());
        };
    }
}
