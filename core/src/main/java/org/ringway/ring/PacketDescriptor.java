// SPDX-License-Identifier: Apache-2.0
package org.ringway.ring;

import org.ringway.RingCorruptException;

/// The first quadword of a packet, as one private value: type, data offset, length and flags.
///
/// ```text
/// bits  0..15  type
/// bits 16..31  where the payload starts, in quadwords from the start of the packet
/// bits 32..47  length of the packet without its trailer, in quadwords
/// bits 48..63  flags; bit 0: a completion is requested
/// ```
///
/// The second quadword is the transaction id. One atomic load fetches all four fields, so they
/// cannot change between check and use; no object is made of them.
final class PacketDescriptor {
    static final int BYTES = 16;
    static final int TRAILER_BYTES = 8;
    static final int COMPLETION_REQUESTED = 1;

    /// The longest packet a descriptor can describe.
    static final int MAX_PACKET_BYTES = 0xFFFF * 8;

    private PacketDescriptor() {}

    static long pack(
            PacketType type, int dataOffset, int packetBytes, boolean completionRequested) {
        return type.wire()
                | (long) (dataOffset >>> 3) << 16
                | (long) (packetBytes >>> 3) << 32
                | (completionRequested ? (long) COMPLETION_REQUESTED << 48 : 0);
    }

    static int dataOffset(long word) {
        return (int) (word >>> 16 & 0xFFFF) << 3;
    }

    static int packetBytes(long word) {
        return (int) (word >>> 32 & 0xFFFF) << 3;
    }

    static boolean completionRequested(long word) {
        return (word >>> 48 & COMPLETION_REQUESTED) != 0;
    }

    /// Checks everything a descriptor says against the bytes that are there.
    ///
    /// @param word the private copy
    /// @param available committed bytes from the start of the packet on
    /// @return the packet's type
    static PacketType check(long word, int available) {
        PacketType type = PacketType.ofWire((int) (word & 0xFFFF));
        int dataOffset = dataOffset(word);
        int packetBytes = packetBytes(word);
        if (dataOffset < type.smallestDataOffset() << 3 || dataOffset > packetBytes) {
            throw new RingCorruptException("payload starts outside the packet: type=" + type
                    + " dataOffset=" + dataOffset + " packetBytes=" + packetBytes);
        }
        if (packetBytes + TRAILER_BYTES > available) {
            throw new RingCorruptException("packet longer than the ring's content: packetBytes="
                    + packetBytes + " trailer=" + TRAILER_BYTES + " available=" + available);
        }
        if (word >>> 48 > COMPLETION_REQUESTED) {
            throw new RingCorruptException(
                    "unknown packet flags: flags=0x" + Long.toHexString(word >>> 48));
        }
        return type;
    }
}
