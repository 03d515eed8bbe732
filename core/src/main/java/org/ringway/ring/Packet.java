// SPDX-License-Identifier: Apache-2.0
package org.ringway.ring;

import java.lang.foreign.MemorySegment;
import org.ringway.RingCorruptException;
import org.ringway.memory.GpaRangeCursor;
import org.ringway.memory.TransferPages;
import org.ringway.memory.TransferSetPart;

/// One packet in the incoming ring: a private copy of its descriptor, and its payload in place.
///
/// The same object serves every packet of a ring. The descriptor's values cannot change any more;
/// the payload lies in memory that the sender can still write until the packet is committed, so
/// whoever parses it copies first and checks the copy.
///
/// - **Thread:** the ring's reader, until its next [IncomingRing#next] or [IncomingRing#commit].
public final class Packet {
    private final RingMemory memory;
    private PacketType type = PacketType.IN_BAND;
    private boolean completionRequested;
    private long transactionId;
    private int start;
    private int dataOffset;
    private int packetBytes;
    /// Takes the private copy of one packet's page list after the other.
    private MemorySegment list = OutgoingRing.NOTHING;
    private final GpaRangeCursor ranges = new GpaRangeCursor();

    Packet(RingMemory memory) {
        this.memory = memory;
    }

    void set(PacketType checkedType, long word, long id, int position) {
        type = checkedType;
        completionRequested = PacketDescriptor.completionRequested(word);
        transactionId = id;
        start = position;
        dataOffset = PacketDescriptor.dataOffset(word);
        packetBytes = PacketDescriptor.packetBytes(word);
    }

    /// {@return what the packet is}
    public PacketType type() {
        return type;
    }

    /// {@return whether its sender waits for a completion}
    public boolean completionRequested() {
        return completionRequested;
    }

    /// {@return the sender's number for it, to be echoed}
    public long transactionId() {
        return transactionId;
    }

    /// {@return bytes of the payload, a multiple of 8: the sender's length, rounded up}
    public int payloadBytes() {
        return packetBytes - dataOffset;
    }

    /// Copies the payload.
    ///
    /// @param target at least [#payloadBytes] long
    /// @return bytes copied
    /// @throws IndexOutOfBoundsException if the target is shorter; nothing is copied then
    public int copyPayload(MemorySegment target) {
        if (target.byteSize() < payloadBytes()) {
            throw new IndexOutOfBoundsException("buffer smaller than the payload: bufferBytes="
                    + target.byteSize() + " payloadBytes=" + payloadBytes());
        }
        memory.copyOut(memory.advance(start, dataOffset), target, 0, payloadBytes());
        return payloadBytes();
    }

    /// Copies a part of the payload.
    ///
    /// @param from first byte of the part
    /// @param target as long as the part
    /// @throws IndexOutOfBoundsException if the part does not lie within the payload
    public void copyPayload(int from, MemorySegment target) {
        if (from < 0 || target.byteSize() > payloadBytes() - from) {
            throw new IndexOutOfBoundsException("part outside the payload: from=" + from + " bytes="
                    + target.byteSize() + " payloadBytes=" + payloadBytes());
        }
        int at = memory.advance(start, dataOffset + from);
        memory.copyOut(at, target, 0, (int) target.byteSize());
    }

    /// Copies a part of the payload.
    ///
    /// @param from first byte of the part
    /// @param target where to
    /// @param at first byte there
    /// @param bytes how many
    /// @throws IndexOutOfBoundsException if the part does not lie within the payload, or does not
    ///     fit into the target
    public void copyPayload(int from, MemorySegment target, long at, int bytes) {
        if (from < 0 || bytes > payloadBytes() - from) {
            throw new IndexOutOfBoundsException("part outside the payload: from=" + from + " bytes="
                    + bytes + " payloadBytes=" + payloadBytes());
        }
        memory.copyOut(memory.advance(start, dataOffset + from), target, at, bytes);
    }

    /// {@return the first eight bytes of the payload, loaded once, the lowest first}
    /// @throws IndexOutOfBoundsException if there are none
    public long firstQuadword() {
        if (payloadBytes() < Long.BYTES) {
            throw new IndexOutOfBoundsException("payload is empty: payloadBytes=0");
        }
        return memory.getLong(memory.advance(start, dataOffset));
    }

    /// {@return the payload in place, read-only; a private copy where it wraps in a ring mapped
    /// once}
    public MemorySegment payload() {
        int at = memory.advance(start, dataOffset);
        if (memory.isContiguous(at, payloadBytes())) {
            return memory.slice(at, payloadBytes()).asReadOnly();
        }
        MemorySegment copy = MemorySegment.ofArray(new long[payloadBytes() >>> 3]);
        copyPayload(copy);
        return copy;
    }

    /// Reads the page ranges that a [PacketType#DIRECT] packet names, from a private copy.
    ///
    /// @return before the first range, for as long as this packet; that they are legal does not
    ///     mean they were granted
    /// @throws RingCorruptException if there is none, or one is illegal or cut short
    /// @throws IllegalStateException if the packet is of another type
    public GpaRangeCursor ranges() {
        requireType(type == PacketType.DIRECT, "page ranges");
        int listBytes = dataOffset - PacketDescriptor.BYTES;
        if (list.byteSize() < listBytes) {
            list = MemorySegment.ofArray(new long[listBytes >>> 3]);
        }
        memory.copyOut(memory.advance(start, PacketDescriptor.BYTES), list, 0, listBytes);
        return checked(list, 0, listBytes);
    }

    /// As [#ranges], without the copy where the list lies in one piece: for a sender that does not
    /// change it meanwhile. If it does, ranges are legal all the same, but perhaps never sent.
    ///
    /// @return before the first range, for as long as this packet; that they are legal does not
    ///     mean they were granted
    /// @throws RingCorruptException if there is none, or one is illegal or cut short
    /// @throws IllegalStateException if the packet is of another type
    public GpaRangeCursor rangesInPlace() {
        requireType(type == PacketType.DIRECT, "page ranges");
        int listBytes = dataOffset - PacketDescriptor.BYTES;
        int at = memory.advance(start, PacketDescriptor.BYTES);
        return memory.isContiguous(at, listBytes)
                ? checked(memory.data(), at, listBytes) : ranges();
    }

    private GpaRangeCursor checked(MemorySegment source, int at, int bytes) {
        long count = memory.getLong(memory.advance(start, PacketDescriptor.BYTES)) >>> 32;
        if (count == 0) {
            throw new RingCorruptException("packet names no page ranges: rangeCount=0");
        }
        try {
            ranges.begin(source, at + Long.BYTES, bytes - Long.BYTES, count);
            return ranges;
        } catch (IllegalArgumentException e) {
            throw new RingCorruptException("page ranges of a packet: " + e.getMessage());
        }
    }

    /// Reads what a [PacketType#TRANSFER_PAGES] packet points at, from a private copy.
    ///
    /// @return the set and its ranges; that they are legal does not mean that the set is known
    /// @throws RingCorruptException if there is no range, one is empty, or more are named than the
    ///     header holds
    /// @throws IllegalStateException if the packet is of another type
    public TransferPages transferPages() {
        requireType(type == PacketType.TRANSFER_PAGES, "ranges of a transfer set");
        long[] words = new long[dataOffset - PacketDescriptor.BYTES >>> 3];
        for (int i = 0; i < words.length; i++) {
            words[i] = memory.getLong(
                    memory.advance(start, PacketDescriptor.BYTES + i * Long.BYTES));
        }
        try {
            return TransferPages.decode(words);
        } catch (IllegalArgumentException e) {
            throw new RingCorruptException("transfer pages of a packet: " + e.getMessage());
        }
    }

    /// {@return what a packet says that adds to a transfer-page set or removes one}
    /// @throws IllegalStateException if the packet is of another type
    public TransferSetPart transferSetPart() {
        requireType(type == PacketType.ADD_TRANSFER_SET || type == PacketType.REMOVE_TRANSFER_SET,
                "part of a transfer set");
        return TransferSetPart.ofWord(
                memory.getLong(memory.advance(start, PacketDescriptor.BYTES)));
    }

    private void requireType(boolean isRight, String what) {
        if (!isRight) {
            throw new IllegalStateException("packet has no " + what + ": type=" + type);
        }
    }
}
