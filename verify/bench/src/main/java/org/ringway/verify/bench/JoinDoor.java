// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.ringway.channel.BusChannel;
import org.ringway.child.ChildPartition;
import org.ringway.cli.bench.transport.Conduit;
import org.ringway.cli.bench.transport.Transport;

/// Joins the bus for each message, which then goes over a channel that is always there.
final class JoinDoor implements OpeningConduit.Door {
    private final ChildPartition self;
    private final ChannelDoor.ChannelLine channel;
    private final Path root;
    private final boolean joins;

    private JoinDoor(ChildPartition self, BusChannel channel, Path root, boolean joins) {
        this.self = self;
        this.channel = new ChannelDoor.ChannelLine(channel);
        this.root = root;
        this.joins = joins;
    }

    static JoinDoor at(Transport.Place place) throws InterruptedException {
        ChildPartition self =
                ChildPartition.join(place.root(), place.isNear() ? "near" : "far");
        String name = place.folder().getFileName().toString();
        BusChannel channel = Company.meet(place, self, name);
        return new JoinDoor(self, channel, place.root(), place.isNear());
    }

    @Override
    public OpeningConduit.Line open() throws InterruptedException {
        return new Joined(joins ? ChildPartition.join(root, "joining") : null);
    }

    @Override
    public void close() {
        self.close();
    }

    private final class Joined implements OpeningConduit.Line {
        private final @Nullable ChildPartition partition;

        Joined(@Nullable ChildPartition partition) {
            this.partition = partition;
        }

        @Override
        public void send(MemorySegment message) throws InterruptedException {
            channel.send(message);
        }

        @Override
        public void receive(Conduit.Sink sink) throws InterruptedException {
            channel.receive(sink);
        }

        @Override
        public void close() {
            if (partition != null) {
                partition.close();
            }
        }
    }
}
