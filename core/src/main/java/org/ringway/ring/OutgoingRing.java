// SPDX-License-Identifier: Apache-2.0
package org.ringway.ring;

import static org.ringway.inspect.InspectTree.leaf;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringway.RingCorruptException;
import org.ringway.inspect.InspectTree.Branch;
import org.ringway.memory.GpaRange;
import org.ringway.memory.TransferPages;
import org.ringway.memory.TransferSetPart;

/// The ring this side writes.
///
/// Packets are written one by one and become visible together, with [#publish]: a batch costs one
/// index store, one fence and at most one signal. Nothing here waits or signals.
///
/// The algorithm is VMBus's. This side's write index is private and only ever stored; the reader's
/// index is cached and loaded again only when the room known so far does not do.
///
/// - **Thread:** one at a time; the reader runs anywhere.
/// - **Blocking:** never. **Allocation:** none, but for [Reservation#payload].
public final class OutgoingRing {
    /// Bytes of the record of an in-band packet without payload: head and trailer.
    public static final int EMPTY_RECORD_BYTES =
            PacketDescriptor.BYTES + PacketDescriptor.TRAILER_BYTES;

    static final MemorySegment NOTHING = MemorySegment.ofArray(new long[0]);
    private static final int ALIGN = 7;

    private final RingMemory memory;
    private final RingControl control;
    private final Reservation reservation = new Reservation(this);
    private final ExtendedPackets extended;

    private int writeIndex;
    private int publishedIndex;
    private int readIndex;
    private int refusedRecord;
    private long packets;

    /// Takes over the ring where it stands, and tells the reader that this side honours and uses
    /// the pending send size.
    ///
    /// @param memory shared with the reader
    /// @throws RingCorruptException if an index is not a position in the ring
    public OutgoingRing(RingMemory memory) {
        this.memory = memory;
        this.control = memory.control();
        this.extended = new ExtendedPackets(this, memory);
        this.writeIndex = Indices.check(memory, "writeIndex", control.writeIndex());
        this.publishedIndex = writeIndex;
        this.readIndex = Indices.check(memory, "readIndex", control.acquireReadIndex());
        control.announceFeatures();
    }

    /// {@return bytes of the largest payload that an in-band packet can carry here}
    public int largestPayload() {
        return Math.min(PacketDescriptor.MAX_PACKET_BYTES, memory.dataBytes() - 16)
                - PacketDescriptor.BYTES;
    }

    /// {@return bytes of the data area}
    public int dataBytes() {
        return memory.dataBytes();
    }

    /// Writes an in-band packet, not yet visible.
    ///
    /// @param transactionId echoed by the completion
    /// @param completionRequested whether the receiver owes a completion
    /// @param payload its bytes are copied before this returns
    /// @return `false` if there is no room now
    /// @throws IllegalArgumentException if the payload is larger than [#largestPayload]
    /// @throws RingCorruptException if the reader moved its index out of what was written
    public boolean tryWrite(
            long transactionId, boolean completionRequested, MemorySegment payload) {
        return tryWritePlain(PacketType.IN_BAND, transactionId, completionRequested, payload);
    }

    /// Writes a completion, not yet visible.
    ///
    /// @param transactionId of the packet that is answered
    /// @param payload the answer, may be empty
    /// @return `false` if there is no room now
    public boolean tryComplete(long transactionId, MemorySegment payload) {
        return tryWritePlain(PacketType.COMPLETION, transactionId, false, payload);
    }

    private boolean tryWritePlain(
            PacketType type, long transactionId, boolean completionRequested,
            MemorySegment payload) {
        int record = roomFor(PacketDescriptor.BYTES, payload);
        if (record == 0) {
            return false;
        }
        finish(type, transactionId, completionRequested, PacketDescriptor.BYTES, record, payload);
        return true;
    }

    /// Writes a packet that names page ranges of this side, not yet visible. It always asks for a
    /// completion: only then may the pages change.
    ///
    /// @param transactionId echoed by the completion
    /// @param ranges pages the receiver was granted, at least one range
    /// @param payload the command about them
    /// @return `false` if there is no room now
    /// @throws IllegalArgumentException if ranges and payload do not fit into any packet here
    public boolean tryWriteDirect(
            long transactionId, List<GpaRange> ranges, MemorySegment payload) {
        return extended.tryDirect(transactionId, ranges, payload);
    }

    /// Writes a packet that names one run of consecutive pages, as [#tryWriteDirect(long, List,
    /// MemorySegment)] but without a list.
    ///
    /// @param transactionId echoed by the completion
    /// @param firstPfn number of the run's first page
    /// @param offset where the bytes begin, from the beginning of that page
    /// @param byteCount bytes in all, 1 to 0xFFFFFFFF
    /// @param payload the command about them
    /// @return `false` if there is no room now
    public boolean tryWriteDirect(long transactionId, long firstPfn, long offset, long byteCount,
            MemorySegment payload) {
        return extended.tryDirect(transactionId, firstPfn, offset, byteCount, payload);
    }

    /// Writes a packet that names ranges of a transfer-page set, not yet visible. It always asks
    /// for a completion: only then may the bytes change.
    ///
    /// @param transactionId echoed by the completion
    /// @param pages ranges of a set that the receiver knows
    /// @param payload the command about them
    /// @return `false` if there is no room now
    /// @throws IllegalArgumentException if ranges and payload do not fit into any packet here
    public boolean tryWriteTransfer(
            long transactionId, TransferPages pages, MemorySegment payload) {
        return extended.tryTransfer(transactionId, pages, payload);
    }

    /// Writes a packet that adds pages to the end of a transfer-page set, and makes the set if it
    /// is not there; not yet visible.
    ///
    /// @param part the set, and pages of this side that the receiver was granted
    /// @return `false` if there is no room now
    public boolean tryAddToSet(TransferSetPart part) {
        return extended.trySetPart(PacketType.ADD_TRANSFER_SET, part);
    }

    /// Writes a packet that removes a whole transfer-page set, not yet visible.
    ///
    /// @param part the set, and any of its parts
    /// @return `false` if there is no room now
    public boolean tryRemoveSet(TransferSetPart part) {
        return extended.trySetPart(PacketType.REMOVE_TRANSFER_SET, part);
    }

    /// Reserves room for an in-band packet whose payload the caller writes in place.
    ///
    /// @param payloadBytes how many bytes
    /// @return the reservation, or null if there is no room now; until it is committed or closed,
    ///     everything else that wants room throws an [IllegalStateException]
    /// @throws IllegalArgumentException if the payload is larger than [#largestPayload]
    /// @throws IllegalStateException if the last reservation is still open
    public @Nullable Reservation tryReserve(int payloadBytes) {
        int bytes = checkedPayload(payloadBytes, PacketDescriptor.BYTES);
        int record = recordBytes(PacketDescriptor.BYTES, bytes);
        if (!hasRoom(record)) {
            return null;
        }
        int at = memory.advance(writeIndex, PacketDescriptor.BYTES);
        reservation.begin(memory, at, bytes);
        zeroPadding(at, bytes);
        return reservation;
    }

    void commitReserved(long transactionId, boolean completionRequested, int bytes) {
        int record = recordBytes(PacketDescriptor.BYTES, bytes);
        finish(PacketType.IN_BAND, transactionId, completionRequested,
                PacketDescriptor.BYTES, record);
    }

    /// Makes all packets written so far visible.
    ///
    /// @return whether the reader must be signalled
    public boolean publish() {
        if (writeIndex == publishedIndex) {
            return false;
        }
        int before = publishedIndex;
        publishedIndex = writeIndex;
        return control.publish(before, writeIndex);
    }

    /// Asks to be signalled when the packet that was refused last would fit, and looks once more.
    /// In a big ring the wish is larger than the need, so that the reader does not signal for every
    /// packet it takes out.
    ///
    /// After a [#freeBytes] that found less than asked for, it asks for that.
    ///
    /// @return `true` if there is room already; else wait for a signal, try again, and withdraw
    /// @throws IllegalStateException if a batch is not published: the reader could empty the ring
    ///     before the wish can come true
    public boolean requestSpace() {
        if (writeIndex != publishedIndex) {
            throw new IllegalStateException("publish before waiting for space: unpublished="
                    + memory.distance(publishedIndex, writeIndex));
        }
        int most = memory.dataBytes() - Long.BYTES;
        control.requestSpace(Math.max(refusedRecord, most / 4 & ~ALIGN));
        if (hasRoom(refusedRecord)) {
            control.withdrawRequest();
            return true;
        }
        return false;
    }

    /// Says how much room there is, and looks at the reader's index again only if that is less than
    /// asked for.
    ///
    /// @param enough bytes of whole records, head and trailer included
    /// @return bytes that are free, more or less than that
    /// @throws RingCorruptException if the reader moved its index out of what was written
    public int freeBytes(int enough) {
        hasRoom(enough);
        return memory.free(writeIndex, readIndex);
    }

    /// Takes the wish for space back.
    public void withdrawRequest() {
        control.withdrawRequest();
    }

    /// {@return packets written since the beginning}
    public long packets() {
        return packets;
    }

    /// {@return bytes that the reader has not given back, as of now}
    public int occupiedBytes() {
        int from = Indices.check(memory, "readIndex", control.readIndex());
        return memory.distance(from, publishedIndex);
    }

    /// Looks at the ring without being its writer; the numbers may be a little old.
    ///
    /// - **Thread:** any. **Allocation:** the tree.
    ///
    /// @return the control page, and what was written
    /// @throws IllegalStateException if the memory is unmapped
    public Branch inspect() {
        return memory.inspect("outgoing", leaf("packets", packets));
    }

    // ---- the pieces of a record

    private int checkedPayload(long payloadBytes, int dataOffset) {
        long most = largestPayload() - (dataOffset - PacketDescriptor.BYTES);
        if (payloadBytes < 0 || payloadBytes > most) {
            throw new IllegalArgumentException(
                    "payload does not fit into any packet of this ring: payloadBytes="
                            + payloadBytes + " largest=" + most);
        }
        return (int) payloadBytes;
    }

    /// Looks for room for a packet with its own data offset.
    ///
    /// @return bytes of the record, 0 if there is no room now
    int roomFor(int dataOffset, MemorySegment payload) {
        int record = recordBytes(dataOffset, checkedPayload(payload.byteSize(), dataOffset));
        return hasRoom(record) ? record : 0;
    }

    /// A position in the record that is being written.
    int position(int offset) {
        return memory.advance(writeIndex, offset);
    }

    private static int recordBytes(int dataOffset, int payloadBytes) {
        return dataOffset + (payloadBytes + ALIGN & ~ALIGN) + PacketDescriptor.TRAILER_BYTES;
    }

    private boolean hasRoom(int record) {
        reservation.checkClosed();
        if (memory.free(writeIndex, readIndex) >= record) {
            return true;
        }
        readIndex = Indices.advanced(
                memory, "readIndex", readIndex, control.acquireReadIndex(), publishedIndex);
        if (memory.free(writeIndex, readIndex) >= record) {
            return true;
        }
        refusedRecord = record;
        return false;
    }

    private void putPayload(int at, MemorySegment payload, int bytes) {
        zeroPadding(at, bytes);
        memory.copyIn(payload, 0, at, bytes);
    }

    /// What lies between the payload and the next quadword must not leak earlier content.
    private void zeroPadding(int at, int bytes) {
        if ((bytes & ALIGN) != 0) {
            memory.putLong(memory.advance(at, bytes & ~ALIGN), 0);
        }
    }

    void finish(PacketType type, long transactionId, boolean completionRequested, int dataOffset,
            int record, MemorySegment payload) {
        putPayload(position(dataOffset), payload, (int) payload.byteSize());
        finish(type, transactionId, completionRequested, dataOffset, record);
    }

    private void finish(PacketType type, long transactionId, boolean completionRequested,
            int dataOffset, int record) {
        int packetBytes = record - PacketDescriptor.TRAILER_BYTES;
        memory.putLong(writeIndex,
                PacketDescriptor.pack(type, dataOffset, packetBytes, completionRequested));
        memory.putLong(memory.advance(writeIndex, Long.BYTES), transactionId);
        memory.putLong(memory.advance(writeIndex, packetBytes), (long) writeIndex << 32);
        writeIndex = memory.advance(writeIndex, record);
        packets++;
    }
}
