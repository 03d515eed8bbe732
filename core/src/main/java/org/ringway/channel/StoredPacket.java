// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.ringway.memory.GpaRange;
import org.ringway.ring.Packet;
import org.ringway.ring.PacketType;

/// A private copy of a packet that nobody has handled yet.
///
/// @param transactionId the sender's number for it
/// @param completionRequested whether the sender waits for a completion
/// @param payload the copied bytes
/// @param ranges the pages it names, empty if none
record StoredPacket(long transactionId, boolean completionRequested, MemorySegment payload,
        List<GpaRange> ranges) {
    static StoredPacket of(Packet packet) {
        MemorySegment copy = MemorySegment.ofArray(new long[packet.payloadBytes() >>> 3]);
        if (copy.byteSize() > 0) {
            packet.copyPayload(copy);
        }
        return new StoredPacket(
                packet.transactionId(), packet.completionRequested(), copy, rangesOf(packet));
    }

    static List<GpaRange> rangesOf(Packet packet) {
        return packet.type() == PacketType.DIRECT ? packet.ranges() : List.of();
    }
}
