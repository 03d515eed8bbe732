// SPDX-License-Identifier: Apache-2.0
package org.ringway.ring;

import static org.ringway.inspect.InspectTree.leaf;

import org.jspecify.annotations.Nullable;
import org.ringway.RingCorruptException;
import org.ringway.inspect.InspectTree.Branch;

/// The ring this side reads.
///
/// Packets are looked at one by one and given back together, with [#commit]. This side's read index
/// is private and only ever stored; the writer's index is cached and loaded again only when
/// everything known is consumed. While the reader is awake it masks signals, see [#mask] and
/// [#unmaskAndRecheck].
///
/// - **Thread:** one at a time; the writer runs anywhere.
/// - **Blocking:** never. **Allocation:** none.
public final class IncomingRing {
    private static final int LARGEST_RECORD =
            PacketDescriptor.MAX_PACKET_BYTES + PacketDescriptor.TRAILER_BYTES;
    /// What may be given back later is at most so much: with large packets both sides would wait
    /// for each other in turns.
    private static final int LATER_BYTES = 16 << 10;

    private final RingMemory memory;
    private final RingControl control;
    private final Packet packet;

    private int next;
    private int last;
    private int committed;
    private int writeIndex;
    private long packets;
    private long bytes;

    /// Takes over the ring where it stands, with signals masked until the reader first waits.
    ///
    /// @param memory shared with the writer
    /// @throws RingCorruptException if an index is not a position in the ring
    public IncomingRing(RingMemory memory) {
        this.memory = memory;
        this.control = memory.control();
        this.packet = new Packet(memory);
        this.next = Indices.check(memory, "readIndex", control.readIndex());
        this.last = next;
        this.committed = next;
        this.writeIndex = next;
        control.mask();
    }

    /// Looks at the next packet.
    ///
    /// @return the packet, checked, or null if the ring is empty
    /// @throws RingCorruptException if the writer broke a rule; the ring is of no use any more
    public @Nullable Packet next() {
        if (next == writeIndex && !refresh()) {
            return null;
        }
        int available = memory.distance(next, writeIndex);
        if (available < PacketDescriptor.BYTES + PacketDescriptor.TRAILER_BYTES) {
            throw new RingCorruptException(
                    "less than a packet in the ring: available=" + available + " smallest=24");
        }
        long word = memory.getLong(next);
        PacketType type = PacketDescriptor.check(word, available);
        long id = memory.getLong(memory.advance(next, Long.BYTES));
        packet.set(type, word, id, next);
        int record = PacketDescriptor.packetBytes(word) + PacketDescriptor.TRAILER_BYTES;
        last = next;
        next = memory.advance(next, record);
        packets++;
        bytes += record;
        return packet;
    }

    /// Takes back the last [#next]: it will find the same packet again.
    ///
    /// @throws IllegalStateException if there is no packet to put back
    public void putBack() {
        if (next == last) {
            throw new IllegalStateException("no packet to put back");
        }
        bytes -= memory.distance(last, next);
        next = last;
        packets--;
    }

    /// {@return bytes of the data area}
    public int dataBytes() {
        return memory.dataBytes();
    }

    /// {@return bytes looked at and not yet given back}
    public int uncommittedBytes() {
        return memory.distance(committed, next);
    }

    /// {@return whether [#next] would find something}
    public boolean hasNext() {
        return next != writeIndex || refresh();
    }

    /// {@return whether the last look at the writer's index showed more than was looked at since}
    public boolean knowsMore() {
        return next != writeIndex;
    }

    /// Whether what was looked at may be given back later: it is little, the writer has no wish,
    /// and there is room for the largest packet of all meanwhile. Each [#commit] takes the indices'
    /// cache line away from the writer. A wish that is not seen here is seen after the fence of the
    /// next commit, and there is one before this side sleeps.
    ///
    /// @return `false` if it should be given back now
    public boolean mayCommitLater() {
        return uncommittedBytes() <= LATER_BYTES
                && memory.free(writeIndex, committed) >= LARGEST_RECORD
                && control.pendingSendSize() == 0;
    }

    private boolean refresh() {
        int index = Indices.check(memory, "writeIndex", control.acquireWriteIndex());
        if (index == next) {
            return false;
        }
        if (memory.distance(committed, index) < memory.distance(committed, next)) {
            throw new RingCorruptException("index moved backwards: writeIndex=" + index
                    + " before=" + next + " committed=" + committed);
        }
        writeIndex = index;
        return true;
    }

    /// Gives all packets looked at so far back to the writer.
    ///
    /// @return whether the writer must be signalled: it waits for room and has just got it
    /// @throws RingCorruptException if the writer's index is not a position in the ring
    public boolean commit() {
        if (committed == next) {
            return false;
        }
        int before = committed;
        committed = next;
        last = next;
        control.releaseReadIndex(next);
        // A wish for the whole ring means "all but the last 8 bytes": more is never free.
        long wish = control.pendingSendSize() & ~7L;
        if (wish == 0) {
            return false;
        }
        int index = Indices.check(memory, "writeIndex", control.writeIndexAfterWish());
        return memory.free(index, before) < wish && memory.free(index, next) >= wish;
    }

    /// Says that the reader is awake and needs no signals.
    public void mask() {
        control.mask();
    }

    /// Asks for a signal on the next packet, and looks once more.
    ///
    /// @return `true` if a packet came meanwhile: read on, signals are masked again
    /// @throws IllegalStateException if packets looked at are not committed: to the writer the ring
    ///     would not look empty, so it would not signal
    public boolean unmaskAndRecheck() {
        if (committed != next) {
            throw new IllegalStateException("commit before waiting for packets: uncommitted="
                    + uncommittedBytes());
        }
        control.unmask();
        if (hasNext()) {
            control.mask();
            return true;
        }
        return false;
    }

    /// {@return packets looked at since the beginning}
    public long packets() {
        return packets;
    }

    /// {@return bytes of the records looked at since the beginning}
    public long bytes() {
        return bytes;
    }

    /// Looks at the ring without being its reader; the numbers may be a little old.
    ///
    /// - **Thread:** any. **Allocation:** the tree.
    ///
    /// @return the control page, and what was read
    /// @throws IllegalStateException if the memory is unmapped
    public Branch inspect() {
        return memory.inspect("incoming", leaf("packets", packets));
    }
}
