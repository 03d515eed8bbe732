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
import org.ringway.wire.OfferContent;
import org.ringway.wire.UserData;

/// The header before each payload of a message pipe.
///
/// ```text
/// VMBus (MSVM's VmbusPipe):
///     type u32 = 1 @0, bytes u32 @4
/// ours (docs/protocol.md, Pipes):
///     type u32 = 0x52570001 @0, bytes u32 @4, total u64 @8, offset u64 @16
/// ```
///
/// A message that is lent is a fragment without bytes in a packet that names pages: there are all
/// of its bytes.
///
/// Between messages of ours there may be a [Pack].
enum PipeFraming {
    /// VMBus's: one packet per message, at most 16,384 bytes.
    VMBUS(8, 1),
    /// Ours: messages of any size, in fragments.
    FRAGMENTS(24, UserData.PIPE_FRAGMENTS);

    /// What a header says, checked.
    record Fragment(int bytes, long total, long offset) {
        static Fragment lent(long total) {
            return new Fragment(0, total, 0);
        }

        boolean isLent() {
            return bytes == 0 && total > 0;
        }
    }

    static final int MAX_VMBUS_BYTES = 16_384;

    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong U64 =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final StructLayout HEADER = MemoryLayout.structLayout(
            U32.withName("type"), U32.withName("bytes"),
            U64.withName("total"), U64.withName("offset"));
    private static final long TYPE_AT = at("type");
    private static final long BYTES_AT = at("bytes");
    private static final long TOTAL_AT = at("total");
    private static final long OFFSET_AT = at("offset");

    private final int headerBytes;
    private final int type;

    PipeFraming(int headerBytes, int type) {
        this.headerBytes = headerBytes;
        this.type = type;
    }

    private static long at(String field) {
        return HEADER.byteOffset(PathElement.groupElement(field));
    }

    /// The framing that an offer asks for.
    static PipeFraming of(OfferContent offer) {
        int pipeType = offer.isPipe() ? offer.userData().pipeType() : -1;
        return switch (pipeType) {
            case UserData.PIPE_MESSAGES -> VMBUS;
            case UserData.PIPE_FRAGMENTS -> FRAGMENTS;
            default -> throw new IllegalArgumentException(
                    "the offer is no message pipe: flags=0x" + Integer.toHexString(offer.flags())
                            + " pipeType=0x" + Integer.toHexString(pipeType));
        };
    }

    int headerBytes() {
        return headerBytes;
    }

    long largestMessage() {
        return this == VMBUS ? MAX_VMBUS_BYTES : Long.MAX_VALUE;
    }

    void write(MemorySegment target, Fragment fragment) {
        target.set(U32, TYPE_AT, type);
        target.set(U32, BYTES_AT, fragment.bytes);
        if (this == FRAGMENTS) {
            target.set(U64, TOTAL_AT, fragment.total);
            target.set(U64, OFFSET_AT, fragment.offset);
        }
    }

    /// Reads the header of a packet from a private copy.
    ///
    /// @param packet whose payload begins with it
    /// @param scratch [#headerBytes] private bytes
    Fragment read(IncomingPacket packet, MemorySegment scratch) {
        int payload = packet.payloadBytes();
        if (payload < headerBytes) {
            throw new ProtocolException("pipe packet without a header: payloadBytes=" + payload
                    + " headerBytes=" + headerBytes);
        }
        packet.copyTo(0, scratch);
        Fragment fragment = check(scratch, payload - headerBytes);
        if (this == FRAGMENTS && fragment.isLent() != packet.hasExternal()) {
            throw new ProtocolException("a fragment has bytes or lends pages: bytes="
                    + fragment.bytes + " total=" + fragment.total + " lends="
                    + packet.hasExternal());
        }
        return fragment;
    }

    private Fragment check(MemorySegment header, int room) {
        int found = header.get(U32, TYPE_AT);
        long bytes = Integer.toUnsignedLong(header.get(U32, BYTES_AT));
        if (found != type) {
            throw new ProtocolException("pipe packet of an unknown type: type=0x"
                    + Integer.toHexString(found) + " expected=0x" + Integer.toHexString(type));
        }
        if (bytes > room || this == VMBUS && bytes > MAX_VMBUS_BYTES) {
            throw new ProtocolException(
                    "pipe data longer than its packet: bytes=" + bytes + " room=" + room);
        }
        if (this == VMBUS) {
            return new Fragment((int) bytes, bytes, 0);
        }
        long total = header.get(U64, TOTAL_AT);
        long offset = header.get(U64, OFFSET_AT);
        if (total < 0 || offset < 0 || offset > total - bytes || bytes == 0 && offset > 0) {
            throw new ProtocolException("pipe fragment outside its message: total="
                    + Long.toUnsignedString(total) + " offset=" + Long.toUnsignedString(offset)
                    + " bytes=" + bytes);
        }
        return new Fragment((int) bytes, total, offset);
    }
}
