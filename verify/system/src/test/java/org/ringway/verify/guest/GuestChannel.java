// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.ringway.memory.GpaRange;
import org.ringway.platform.Doorbell;
import org.ringway.platform.Handle;
import org.ringway.platform.Platform;
import org.ringway.ring.IncomingRing;
import org.ringway.ring.OutgoingRing;
import org.ringway.ring.Packet;
import org.ringway.ring.PacketType;
import org.ringway.ring.RingMemory;

/// The guest's side of an open channel: one request at a time through its own rings.
final class GuestChannel implements AutoCloseable {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final OutgoingRing outgoing;
    private final IncomingRing incoming;
    private final Doorbell doorbell;

    GuestChannel(Platform platform, GuestMemory.Rings rings, Handle doorbellEnd) {
        boolean mirrored = platform.mirrorsRings();
        outgoing = new OutgoingRing(
                RingMemory.of(rings.upstream(), GuestMemory.RING_PAGES, mirrored));
        incoming = new IncomingRing(
                RingMemory.of(rings.downstream(), GuestMemory.RING_PAGES, mirrored));
        doorbell = platform.doorbell(doorbellEnd);
    }

    /// Sends a request and copies its answer out.
    void request(long id, MemorySegment payload, MemorySegment answer) {
        assertTrue(outgoing.tryWrite(id, true, payload));
        receive(id, answer);
    }

    /// Sends a request about pages that are granted, and copies its answer out.
    void request(long id, GpaRange pages, MemorySegment payload, MemorySegment answer) {
        assertTrue(outgoing.tryWriteDirect(id, List.of(pages), payload));
        receive(id, answer);
    }

    private void receive(long id, MemorySegment answer) {
        if (outgoing.publish()) {
            doorbell.signal();
        }
        Packet packet = next();
        assertEquals(PacketType.COMPLETION, packet.type());
        assertEquals(id, packet.transactionId());
        packet.copyPayload(answer);
        if (incoming.commit()) {
            doorbell.signal();
        }
    }

    private Packet next() {
        Packet packet = incoming.next();
        while (packet == null) {
            if (!incoming.unmaskAndRecheck()) {
                assertEquals(Doorbell.Wake.SIGNALED, doorbell.await(LIMIT_NANOS));
            }
            packet = incoming.next();
        }
        return packet;
    }

    @Override
    public void close() {
        doorbell.close();
    }
}
