// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench.transport;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import org.ringway.channel.BusChannel;
import org.ringway.channel.IncomingPacket;
import org.ringway.channel.PacketHandler;
import org.ringway.child.ChildPartition;
import org.ringway.pipe.MessageHandler;
import org.ringway.pipe.MessagePipe;

/// Messages copied into the ring and out of it; large ones through a pipe, which cuts them.
final class PacketConduit implements Conduit {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int LARGEST_PACKET_BYTES = 128 << 10;
    private static final int LIMIT = 1024;
    private static final Sink NOBODY = (_, _) -> { };

    private final ChildPartition self;
    private final BusChannel channel;
    private final MessagePipe pipe;
    private final Outlet single;
    private final Outlet gathering;
    private final PacketHandler takeOne = this::takeOne;
    private final MessageHandler takePacked = this::takePacked;
    private final Inbox inboxes = new Inbox();
    private MemorySegment inbox = MemorySegment.NULL;
    private Sink sink = NOBODY;
    private Outlet outlet;
    private boolean packed;
    private boolean large;

    /// @param self closed with this object
    /// @param channel carries small messages
    /// @param pipe carries large ones, and packed ones
    /// @param single for one call per message
    /// @param gathering for many messages together
    PacketConduit(ChildPartition self, BusChannel channel, MessagePipe pipe, Outlet single,
            Outlet gathering) {
        this.self = self;
        this.channel = channel;
        this.pipe = pipe;
        this.single = single;
        this.gathering = gathering;
        this.outlet = single;
    }

    @Override
    public void prepare(long bytes, boolean gathered) {
        outlet = gathered ? gathering : single;
        packed = gathered && gathering instanceof Outlet.Packing;
        large = bytes > LARGEST_PACKET_BYTES;
        inbox = inboxes.ofBytes(bytes);
    }

    @Override
    public void send(MemorySegment message) throws InterruptedException {
        if (large) {
            pipe.send(message);
        } else {
            outlet.send(message);
        }
    }

    @Override
    public void flush() throws InterruptedException {
        if (!large) {
            outlet.flush();
        }
    }

    @Override
    public void receive(Sink taker) throws InterruptedException {
        sink = taker;
        if (large) {
            pipe.receive(inbox, HOUR);
            sink.take(inbox, 0);
        } else if (packed) {
            pipe.receive(takePacked, Integer.MAX_VALUE, HOUR);
        } else {
            channel.receive(takeOne, LIMIT, HOUR);
        }
    }

    private void takeOne(IncomingPacket packet) {
        packet.copyTo(0, inbox);
        sink.take(inbox, 0);
    }

    private void takePacked(MemorySegment memory, long offset, long bytes) {
        sink.take(memory, offset);
    }

    @Override
    public long signals() {
        return channel.statistics().signalsSent() + pipe.channel().statistics().signalsSent();
    }

    @Override
    public void close() {
        self.close();
        inboxes.close();
    }
}
