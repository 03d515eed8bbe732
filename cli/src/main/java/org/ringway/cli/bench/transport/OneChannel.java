// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench.transport;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import org.ringway.BusException;
import org.ringway.channel.BusChannel;
import org.ringway.channel.CompletionHandler;
import org.ringway.channel.ExternalData;
import org.ringway.channel.IncomingPacket;
import org.ringway.channel.PacketHandler;
import org.ringway.child.ChildPartition;

/// One channel on which short packets say where the messages are, a few under way at a time.
abstract class OneChannel implements Conduit {
    /// How many may be under way: the channel's quota of requests.
    static final int SLOTS = 8;
    static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED;

    private static final Duration HOUR = Duration.ofHours(1);
    private static final int COMMAND_BYTES = 32;
    private static final Sink NOBODY = (_, _) -> { };

    final ChildPartition self;
    final BusChannel channel;
    final MemorySegment command;
    private final MemorySegment word;
    final CompletionHandler completions = new Completions();
    private final Arena memory = Arena.ofConfined();
    private final Inbox inboxes = new Inbox();
    private final PacketHandler handler = this::take;
    MemorySegment inbox = MemorySegment.NULL;
    long bytes;
    private Sink sink = NOBODY;

    OneChannel(ChildPartition self, BusChannel channel) {
        this.self = self;
        this.channel = channel;
        this.command = memory.allocate(COMMAND_BYTES);
        this.word = memory.allocate(Long.BYTES);
    }

    void setBytes(long messageBytes) {
        bytes = messageBytes;
        inbox = inboxes.ofBytes(messageBytes);
    }

    /// Sends a short packet instead of a message: its first word and its last.
    void sendEnds(MemorySegment message) throws InterruptedException {
        command.set(U64, 0, message.get(U64, 0));
        command.set(U64, COMMAND_BYTES - 8, message.get(U64, bytes - 8));
        channel.send(command);
    }

    /// Takes the message of a packet.
    abstract void take(IncomingPacket packet);

    /// For the sink, the first word of a message and its last are the message.
    void takeEnds(ExternalData data) {
        data.copyTo(0, word);
        inbox.set(U64, 0, word.get(U64, 0));
        data.copyTo(data.byteSize() - Long.BYTES, word);
        inbox.set(U64, bytes - Long.BYTES, word.get(U64, 0));
        took();
    }

    /// As [#takeEnds], out of a short packet.
    void takeEnds(IncomingPacket packet) {
        packet.copyTo(0, command);
        inbox.set(U64, 0, command.get(U64, 0));
        inbox.set(U64, bytes - Long.BYTES, command.get(U64, COMMAND_BYTES - Long.BYTES));
        took();
    }

    /// The message is in the inbox.
    void took() {
        sink.take(inbox, 0);
    }

    @Override
    public void receive(Sink taker) throws InterruptedException {
        sink = taker;
        channel.receive(handler, SLOTS, HOUR);
    }

    @Override
    public long signals() {
        return channel.statistics().signalsSent();
    }

    @Override
    public void close() {
        self.close();
        memory.close();
        inboxes.close();
    }

    private static final class Completions implements CompletionHandler {
        @Override
        public void completed(MemorySegment answer) {
            // The pages are back; whoever waits for a free slot is told by the channel.
        }

        @Override
        public void failed(BusException why) {
            // The next call on the channel says the same.
        }
    }
}
