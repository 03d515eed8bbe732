// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.ringway.channel.BusChannel;
import org.ringway.channel.ChannelOptions;
import org.ringway.child.ChildPartition;
import org.ringway.child.Offer;
import org.ringway.child.Service;
import org.ringway.child.ServiceOptions;
import org.ringway.cli.bench.transport.Conduit;
import org.ringway.cli.bench.transport.Transport;
import org.ringway.wire.Guid;
import org.ringway.wire.OfferContent;
import org.ringway.wire.UserData;

/// Opens channels with the rings and the waiting of the default.
///
/// A partition has one channel on an offer at a time, and the next one waits until both have closed
/// the one before; so there are a few offers, used in turn.
final class ChannelDoor implements OpeningConduit.Door {
    private static final int OFFERS = 8;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final ChannelOptions OPTIONS = ChannelOptions.DEFAULT;

    private final ChildPartition self;
    private final List<Offer> offers = new ArrayList<>();
    private final List<Service> services = new ArrayList<>();
    private int next;

    private ChannelDoor(ChildPartition self) {
        this.self = self;
    }

    static ChannelDoor at(Transport.Place place) throws InterruptedException {
        ChildPartition self =
                ChildPartition.join(place.root(), place.isNear() ? "near" : "far");
        ChannelDoor door = new ChannelDoor(self);
        for (int i = 0; i < OFFERS; i++) {
            Guid guid = Guid.ofName(place.folder().getFileName() + " " + i);
            OfferContent content = new OfferContent(guid, guid, 0, UserData.EMPTY);
            if (place.isNear()) {
                door.offers.add(self.awaitOffer(guid, HOUR));
            } else {
                door.services.add(self.offer("opening " + i, content,
                        ServiceOptions.DEFAULT.withChannels(OPTIONS)));
            }
        }
        if (!place.isNear()) {
            place.ready().run();
        }
        return door;
    }

    @Override
    public OpeningConduit.Line open() throws InterruptedException {
        int turn = next++ % OFFERS;
        return new ChannelLine(services.isEmpty()
                ? self.open(offers.get(turn), OPTIONS) : services.get(turn).accept());
    }

    @Override
    public void close() {
        self.close();
    }

    /// A channel that is closed after use.
    static final class ChannelLine implements OpeningConduit.Line {
        private final BusChannel channel;

        ChannelLine(BusChannel channel) {
            this.channel = channel;
        }

        @Override
        public void send(MemorySegment message) throws InterruptedException {
            channel.send(message);
        }

        @Override
        public void receive(Conduit.Sink sink) throws InterruptedException {
            channel.receive(packet -> {
                try (Arena memory = Arena.ofConfined()) {
                    MemorySegment copy = memory.allocate(packet.payloadBytes());
                    packet.copyTo(0, copy);
                    sink.take(copy, 0);
                }
            }, 1, HOUR);
        }

        @Override
        public void close() {
            channel.close();
        }
    }
}
