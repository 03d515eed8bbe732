// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.ringway.ring.Packet;

/// A private copy of a packet that nobody has handled yet.
///
/// @param transactionId the sender's number for it
/// @param completionRequested whether the sender waits for a completion
/// @param payload the copied bytes
/// @param external what it points at, null if nothing
record StoredPacket(long transactionId, boolean completionRequested, MemorySegment payload,
        @Nullable External external) {
    static StoredPacket of(Packet packet, @Nullable External named) {
        External external = named == null ? null : named.keep();
        MemorySegment copy = MemorySegment.ofArray(new long[packet.payloadBytes() >>> 3]);
        if (copy.byteSize() > 0) {
            packet.copyPayload(copy);
        }
        return new StoredPacket(
                packet.transactionId(), packet.completionRequested(), copy, external);
    }
}
