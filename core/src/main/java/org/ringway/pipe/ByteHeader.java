// SPDX-License-Identifier: Apache-2.0
package org.ringway.pipe;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.ringway.ProtocolException;
import org.ringway.channel.IncomingPacket;
import org.ringway.ring.Packet;

/// Which bytes of a packet of a byte pipe are to be read, as its header says.
///
/// ```text
/// data:     type u32 = 1 @0, bytes u32 @4; none means the end of the stream
/// partial:  type u32 = 2 @0, bytes u16 @4, of which so many are read u16 @6
/// ```
///
/// VMBus's readers make a partial packet of a data packet, in place, when they have read a part of
/// it. Ours remember that for themselves, so nobody sends one; but it may lie there when they take
/// over.
///
/// @param from where in the payload they begin
/// @param bytes how many
record ByteHeader(int from, int bytes) {
    static final int BYTES = 8;
    static final int MAX_DATA_BYTES = 16_384;

    private static final int DATA = 1;
    private static final int PARTIAL = 2;
    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong U64 =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final StructLayout LAYOUT =
            MemoryLayout.structLayout(U32.withName("type"), U32.withName("bytes"));
    private static final long TYPE_AT = LAYOUT.byteOffset(PathElement.groupElement("type"));
    private static final long BYTES_AT = LAYOUT.byteOffset(PathElement.groupElement("bytes"));

    static void writeData(MemorySegment target, int bytes) {
        target.set(U32, TYPE_AT, DATA);
        target.set(U32, BYTES_AT, bytes);
    }

    boolean isEnd() {
        return bytes == 0;
    }

    ByteHeader after(int read) {
        return new ByteHeader(from + read, bytes - read);
    }

    /// Reads the header of a packet from a private copy.
    ///
    /// @param packet whose payload begins with it
    /// @param scratch [#BYTES] private bytes
    static ByteHeader read(IncomingPacket packet, MemorySegment scratch) {
        int room = room(packet.payloadBytes());
        packet.copyTo(0, scratch);
        return of(scratch.get(U64, 0), Math.min(room, MAX_DATA_BYTES));
    }

    /// Reads the header of a packet in a ring, which is loaded once.
    ///
    /// @param packet whose payload begins with it
    /// @param most how many bytes a packet of this pipe may carry
    static ByteHeader read(Packet packet, int most) {
        int room = room(packet.payloadBytes());
        return of(packet.firstQuadword(), Math.min(room, most));
    }

    private static int room(int payloadBytes) {
        if (payloadBytes < BYTES) {
            throw new ProtocolException("pipe packet without a header: payloadBytes="
                    + payloadBytes + " headerBytes=" + BYTES);
        }
        return payloadBytes - BYTES;
    }

    private static ByteHeader of(long header, int most) {
        int type = (int) header;
        int word = (int) (header >>> 32);
        return switch (type) {
            case DATA -> checked(Integer.toUnsignedLong(word), 0, most);
            case PARTIAL -> partial(word & 0xFFFF, word >>> 16, most);
            default -> throw new ProtocolException("pipe packet of an unknown type: type=0x"
                    + Integer.toHexString(type) + " expected=1 or 2");
        };
    }

    private static ByteHeader partial(int bytes, int read, int most) {
        if (read >= bytes) {
            throw new ProtocolException(
                    "pipe data read beyond its end: bytes=" + bytes + " read=" + read);
        }
        return checked(bytes, read, most);
    }

    private static ByteHeader checked(long bytes, int read, int most) {
        if (bytes > most) {
            throw new ProtocolException(
                    "pipe data longer than its packet: bytes=" + bytes + " max=" + most);
        }
        return new ByteHeader(BYTES + read, (int) bytes - read);
    }
}
