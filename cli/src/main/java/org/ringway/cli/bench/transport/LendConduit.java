// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench.transport;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringway.BusException;
import org.ringway.channel.BusChannel;
import org.ringway.channel.CompletionHandler;
import org.ringway.channel.IncomingPacket;
import org.ringway.channel.PacketHandler;
import org.ringway.channel.SharedBuffer;
import org.ringway.child.ChildPartition;
import org.ringway.platform.Access;

/// Messages from near to far in lent pages, a few under way at a time; back go short packets.
final class LendConduit implements Conduit {
    /// How many may be under way: the channel's quota of requests.
    static final int SLOTS = 8;

    private static final Duration HOUR = Duration.ofHours(1);
    private static final int COMMAND_BYTES = 32;
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final Sink NOBODY = (_, _) -> { };

    private final ChildPartition self;
    private final BusChannel channel;
    private final boolean lends;
    private final boolean copies;
    private final Arena memory = Arena.ofConfined();
    private final Inbox inboxes = new Inbox();
    private final MemorySegment command = memory.allocate(COMMAND_BYTES);
    private final PacketHandler handler = this::take;
    private final CompletionHandler completions = new Completions();
    private MemorySegment inbox = MemorySegment.NULL;
    private @Nullable SharedBuffer buffer;
    private long bytes;
    private long next;
    private Sink sink = NOBODY;

    /// @param lends whether this is the end that lends
    /// @param copies whether a message is copied into the pages and out of them; if not, only its
    ///     first and last eight bytes are written and read
    LendConduit(ChildPartition self, BusChannel channel, boolean lends, boolean copies) {
        this.self = self;
        this.channel = channel;
        this.lends = lends;
        this.copies = copies;
    }

    @Override
    public void prepare(long messageBytes, boolean gathered) {
        if (buffer != null && bytes != messageBytes) {
            buffer.close();
            buffer = null;
        }
        bytes = messageBytes;
        inbox = inboxes.ofBytes(messageBytes);
    }

    @Override
    public void send(MemorySegment message) throws InterruptedException {
        if (!lends) {
            command.set(U64, 0, message.get(U64, 0));
            command.set(U64, COMMAND_BYTES - 8, message.get(U64, bytes - 8));
            channel.send(command);
            return;
        }
        SharedBuffer.Slice slice = nextSlice();
        if (copies) {
            slice.bytes().copyFrom(message);
        } else {
            slice.bytes().set(U64, 0, message.get(U64, 0));
            slice.bytes().set(U64, bytes - 8, message.get(U64, bytes - 8));
        }
        channel.start(slice, command, completions);
    }

    /// Of one slot more than may be under way, the next is always free: completions come in order.
    private SharedBuffer.Slice nextSlice() {
        if (buffer == null) {
            buffer = self.allocate((SLOTS + 1) * bytes, Access.READ_ONLY);
        }
        return buffer.slice(next++ % (SLOTS + 1) * bytes, bytes);
    }

    @Override
    public void receive(Sink taker) throws InterruptedException {
        sink = taker;
        channel.receive(handler, SLOTS, HOUR);
    }

    private void take(IncomingPacket packet) {
        if (!packet.hasExternal()) {
            packet.copyTo(0, command);
            takeEnds(command, command);
        } else if (copies) {
            long at = 0;
            for (MemorySegment piece : packet.external().segments()) {
                MemorySegment.copy(piece, 0, inbox, at, piece.byteSize());
                at += piece.byteSize();
            }
            sink.take(inbox, 0);
        } else {
            List<MemorySegment> pieces = packet.external().segments();
            takeEnds(pieces.getFirst(), pieces.getLast());
        }
    }

    /// For the sink, the first word of a message and its last are the message.
    private void takeEnds(MemorySegment first, MemorySegment last) {
        inbox.set(U64, 0, first.get(U64, 0));
        inbox.set(U64, bytes - 8, last.get(U64, last.byteSize() - 8));
        sink.take(inbox, 0);
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
