// SPDX-License-Identifier: Apache-2.0
package org.ringway.ring;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.ringway.RingCorruptException;
import org.ringway.memory.GpaRange;

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
    /// @return the ranges; that they are legal does not mean they were granted
    /// @throws RingCorruptException if there is none, or one is illegal or cut short
    /// @throws IllegalStateException if the packet is of another type
    public List<GpaRange> ranges() {
        if (type != PacketType.DIRECT) {
            throw new IllegalStateException("packet has no page ranges: type=" + type);
        }
        int listBytes = dataOffset - PacketDescriptor.BYTES;
        int at = memory.advance(start, PacketDescriptor.BYTES);
        MemorySegment copy = MemorySegment.ofArray(new long[listBytes >>> 3]);
        memory.copyOut(at, copy, 0, listBytes);
        long count = memory.getLong(at) >>> 32;
        if (count == 0) {
            throw new RingCorruptException("packet names no page ranges: rangeCount=0");
        }
        try {
            return GpaRange.decode(copy.asSlice(Long.BYTES), count);
        } catch (IllegalArgumentException e) {
            throw new RingCorruptException("page ranges of a packet: " + e.getMessage());
        }
    }
}
