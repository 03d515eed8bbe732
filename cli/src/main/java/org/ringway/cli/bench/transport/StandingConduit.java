// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench.transport;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.ringway.channel.BusChannel;
import org.ringway.channel.ExternalData;
import org.ringway.channel.IncomingPacket;
import org.ringway.channel.SharedBuffer;
import org.ringway.child.ChildPartition;
import org.ringway.memory.GpadlId;
import org.ringway.platform.Access;

/// Messages from near to far in pages that were granted once: a packet says which, where and how
/// many bytes, so it is as long for a small message as for a large one. Nobody copies; the first
/// and last eight bytes are written and read. Back go short packets.
final class StandingConduit extends OneChannel {
    private static final int GPADL_AT = 0;
    private static final int OFFSET_AT = 8;
    private static final int BYTES_AT = 16;

    private final boolean grants;
    private final List<Slot> slots = new ArrayList<>();
    private int next;

    private record Slot(SharedBuffer buffer, MemorySegment memory, GpadlId gpadl) {}

    /// @param grants whether this is the end that grants
    StandingConduit(ChildPartition self, BusChannel channel, boolean grants) {
        super(self, channel);
        this.grants = grants;
    }

    @Override
    public void prepare(long messageBytes, boolean gathered) throws InterruptedException {
        if (bytes != messageBytes) {
            slots.forEach(slot -> slot.buffer().close());
            slots.clear();
        }
        setBytes(messageBytes);
        while (grants && slots.size() <= SLOTS) {
            SharedBuffer buffer = self.allocate(bytes, Access.READ_ONLY);
            GpadlId gpadl = channel.grant(buffer).getFirst();
            slots.add(new Slot(buffer, buffer.slice(0, bytes).bytes(), gpadl));
        }
    }

    /// Of one slot more than may be under way, the next is always free: completions come in order.
    @Override
    public void send(MemorySegment message) throws InterruptedException {
        if (!grants) {
            sendEnds(message);
            return;
        }
        Slot slot = slots.get(next);
        next = next == SLOTS ? 0 : next + 1;
        slot.memory().set(U64, 0, message.get(U64, 0));
        slot.memory().set(U64, bytes - 8, message.get(U64, bytes - 8));
        command.set(U64, GPADL_AT, slot.gpadl().value());
        command.set(U64, OFFSET_AT, 0);
        command.set(U64, BYTES_AT, bytes);
        channel.start(null, command, completions);
    }

    @Override
    void take(IncomingPacket packet) {
        if (grants) {
            takeEnds(packet);
            return;
        }
        packet.copyTo(0, command);
        GpadlId gpadl = new GpadlId((int) command.get(U64, GPADL_AT));
        try (ExternalData data = channel.view(
                gpadl, command.get(U64, OFFSET_AT), command.get(U64, BYTES_AT))) {
            takeEnds(data);
        }
    }
}
