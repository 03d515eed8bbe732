// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench.transport;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringway.channel.BusChannel;
import org.ringway.channel.IncomingPacket;
import org.ringway.channel.SharedBuffer;
import org.ringway.child.ChildPartition;
import org.ringway.platform.Access;

/// Messages from near to far in lent pages; back go short packets.
class LendConduit extends OneChannel {
    private final boolean lends;
    private final boolean copies;
    private @Nullable SharedBuffer buffer;
    private long next;

    /// @param lends whether this is the end that lends
    /// @param copies whether a message is copied into the pages and out of them; if not, only its
    ///     first and last eight bytes are written and read
    LendConduit(ChildPartition self, BusChannel channel, boolean lends, boolean copies) {
        super(self, channel);
        this.lends = lends;
        this.copies = copies;
    }

    @Override
    public void prepare(long messageBytes, boolean gathered) throws InterruptedException {
        if (buffer != null && bytes != messageBytes) {
            buffer.close();
            buffer = null;
        }
        setBytes(messageBytes);
    }

    @Override
    public void send(MemorySegment message) throws InterruptedException {
        if (!lends) {
            sendEnds(message);
            return;
        }
        MemorySegment room = room();
        if (copies) {
            room.copyFrom(message);
        } else {
            room.set(U64, 0, message.get(U64, 0));
            room.set(U64, bytes - 8, message.get(U64, bytes - 8));
        }
        lend();
    }

    /// {@return where the next message is to lie}
    MemorySegment room() throws InterruptedException {
        return nextSlice().bytes();
    }

    /// Lends what lies in the room.
    void lend() throws InterruptedException {
        channel.start(nextSlice(), command, completions);
        next++;
    }

    /// Of one slot more than may be under way, the next is always free: completions come in order.
    private SharedBuffer.Slice nextSlice() {
        if (buffer == null) {
            buffer = self.allocate((SLOTS + 1) * bytes, Access.READ_ONLY);
        }
        return buffer.slice(next % (SLOTS + 1) * bytes, bytes);
    }

    @Override
    void take(IncomingPacket packet) {
        if (!packet.hasExternal()) {
            packet.copyTo(0, command);
            takeEnds(command, command);
        } else if (copies) {
            long at = 0;
            for (MemorySegment piece : packet.external().segments()) {
                MemorySegment.copy(piece, 0, inbox, at, piece.byteSize());
                at += piece.byteSize();
            }
            took();
        } else {
            List<MemorySegment> pieces = packet.external().segments();
            takeEnds(pieces.getFirst(), pieces.getLast());
        }
    }
}
