// SPDX-License-Identifier: Apache-2.0
package org.ringway.ring;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringway.RingCorruptException;
import org.ringway.memory.GpaRange;
import org.ringway.memory.GuestAddress;

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
    private static final int DIRECT_HEADER_BYTES = 8;
    private static final int ALIGN = 7;

    private final RingMemory memory;
    private final RingControl control;
    private final Reservation reservation = new Reservation(this);

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
        int bytes = checkedPayload(payload.byteSize(), PacketDescriptor.BYTES);
        int record = recordBytes(PacketDescriptor.BYTES, bytes);
        if (!hasRoom(record)) {
            return false;
        }
        int at = memory.advance(writeIndex, PacketDescriptor.BYTES);
        putPayload(at, payload, bytes);
        finish(type, transactionId, completionRequested, PacketDescriptor.BYTES, record);
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
        long listBytes = DIRECT_HEADER_BYTES;
        for (GpaRange range : ranges) {
            listBytes += range.encodedBytes();
        }
        int dataOffset = checkedRanges(ranges.size(), listBytes);
        int bytes = checkedPayload(payload.byteSize(), dataOffset);
        int record = recordBytes(dataOffset, bytes);
        if (!hasRoom(record)) {
            return false;
        }
        int at = putRangeCount(ranges.size());
        for (GpaRange range : ranges) {
            at = putRangeHeader(at, range.byteCount(), range.byteOffset());
            for (long pfn : range.pfns()) {
                memory.putLong(at, pfn);
                at = memory.advance(at, Long.BYTES);
            }
        }
        putPayload(at, payload, bytes);
        finish(PacketType.DIRECT, transactionId, true, dataOffset, record);
        return true;
    }

    /// Writes a packet that names one run of consecutive pages, as [#tryWriteDirect(long, List,
    /// MemorySegment)] but without a list.
    ///
    /// @param transactionId echoed by the completion
    /// @param firstByte where the bytes begin
    /// @param byteCount bytes in all, 1 to 0xFFFFFFFF
    /// @param payload the command about them
    /// @return `false` if there is no room now
    public boolean tryWriteDirect(
            long transactionId, GuestAddress firstByte, long byteCount, MemorySegment payload) {
        long pages = GpaRange.pagesFor(byteCount, firstByte.byteOffset());
        long listBytes = DIRECT_HEADER_BYTES + GpaRange.HEADER_BYTES + pages * Long.BYTES;
        int dataOffset = checkedRanges(1, listBytes);
        int bytes = checkedPayload(payload.byteSize(), dataOffset);
        int record = recordBytes(dataOffset, bytes);
        if (!hasRoom(record)) {
            return false;
        }
        int at = putRangeHeader(putRangeCount(1), byteCount, firstByte.byteOffset());
        for (long i = 0; i < pages; i++) {
            memory.putLong(at, firstByte.pfn() + i);
            at = memory.advance(at, Long.BYTES);
        }
        putPayload(at, payload, bytes);
        finish(PacketType.DIRECT, transactionId, true, dataOffset, record);
        return true;
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

    private int checkedRanges(int ranges, long listBytes) {
        if (ranges == 0 || listBytes > largestPayload()) {
            throw new IllegalArgumentException(
                    "page ranges do not fit into any packet of this ring: ranges=" + ranges
                            + " listBytes=" + listBytes + " largest=" + largestPayload());
        }
        return PacketDescriptor.BYTES + (int) listBytes;
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

    private int putRangeCount(int ranges) {
        int at = memory.advance(writeIndex, PacketDescriptor.BYTES);
        memory.putLong(at, (long) ranges << 32);
        return memory.advance(at, DIRECT_HEADER_BYTES);
    }

    private int putRangeHeader(int at, long byteCount, int byteOffset) {
        memory.putLong(at, byteCount | (long) byteOffset << 32);
        return memory.advance(at, GpaRange.HEADER_BYTES);
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
