// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench.transport;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringway.channel.BusChannel;
import org.ringway.channel.IncomingPacket;
import org.ringway.channel.SharedBuffer;
import org.ringway.child.ChildPartition;
import org.ringway.platform.Access;

/// Messages from near to far in lent pages; back go short packets.
class LendConduit extends OneChannel {
    /// What is done with the bytes of a message.
    enum Touch {
        /// Copied into the pages, and out of them.
        IN_AND_OUT,
        /// They lie in the pages already, and are copied out.
        OUT,
        /// Nothing, but for the first and last eight.
        ENDS
    }

    private final boolean lends;
    private final Touch touch;
    private final List<Slot> slots = new ArrayList<>();
    private @Nullable SharedBuffer buffer;
    private long next;

    private record Slot(SharedBuffer.Slice slice, MemorySegment memory) {}

    /// @param lends whether this is the end that lends
    LendConduit(ChildPartition self, BusChannel channel, boolean lends, Touch touch) {
        super(self, channel);
        this.lends = lends;
        this.touch = touch;
    }

    @Override
    public void prepare(long messageBytes, boolean gathered) throws InterruptedException {
        if (buffer != null && bytes != messageBytes) {
            buffer.close();
            buffer = null;
            slots.clear();
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
        if (touch == Touch.IN_AND_OUT) {
            room.copyFrom(message);
        } else {
            room.set(U64, 0, message.get(U64, 0));
            room.set(U64, bytes - 8, message.get(U64, bytes - 8));
        }
        lend();
    }

    /// {@return where the next message is to lie}
    MemorySegment room() throws InterruptedException {
        return nextSlot().memory();
    }

    /// Lends what lies in the room.
    void lend() throws InterruptedException {
        channel.start(nextSlot().slice(), command, completions);
        next++;
    }

    /// Of one slot more than may be under way, the next is always free: completions come in order.
    private Slot nextSlot() {
        if (buffer == null) {
            buffer = self.allocate((SLOTS + 1) * bytes, Access.READ_ONLY);
            for (int i = 0; i <= SLOTS; i++) {
                SharedBuffer.Slice slice = buffer.slice(i * bytes, bytes);
                slots.add(new Slot(slice, slice.bytes()));
            }
        }
        return slots.get((int) (next % (SLOTS + 1)));
    }

    @Override
    void take(IncomingPacket packet) {
        if (!packet.hasExternal()) {
            takeEnds(packet);
        } else if (touch != Touch.ENDS) {
            packet.external().copyTo(0, inbox);
            took();
        } else {
            takeEnds(packet.external());
        }
    }
}
