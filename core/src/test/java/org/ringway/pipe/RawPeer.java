// SPDX-License-Identifier: Apache-2.0
package org.ringway.pipe;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.ringway.platform.Doorbell;
import org.ringway.platform.DoorbellPair;
import org.ringway.platform.Handle;
import org.ringway.platform.Mapping;
import org.ringway.platform.PageRun;
import org.ringway.platform.Platform;
import org.ringway.platform.Poller;
import org.ringway.ring.IncomingRing;
import org.ringway.ring.OutgoingRing;
import org.ringway.ring.Packet;
import org.ringway.ring.RingMemory;
import org.ringway.wire.Name;
import org.ringway.wire.PartitionId;
import org.ringway.wire.PeerFacts;

/// One stream, and at its other end bare rings and a doorbell, with which a test does what it
/// likes.
final class RawPeer implements AutoCloseable {
    final StreamSide side;
    final RingStream stream;
    final OutgoingRing out;
    final IncomingRing in;
    final Doorbell doorbell;
    final Mapping outPages;
    final AtomicInteger unmapped = new AtomicInteger();
    private final Poller poller;
    private final List<Mapping> mappings = new ArrayList<>();
    private volatile boolean over;

    RawPeer(Platform platform, int pages, boolean longFrames) {
        poller = platform.poller();
        Thread.ofPlatform().daemon().start(this::poll);
        Handle region = platform.allocate(2L * pages).getFirst();
        DoorbellPair ends = platform.doorbellPair();
        Mapping theirs = map(platform, region, 0, pages);
        outPages = map(platform, region, pages, pages);
        side = StreamSide.open(new StreamSide.Wiring(memory(platform, theirs, pages),
                memory(platform, outPages, pages), platform.doorbell(ends.first()), poller, "test",
                new PeerFacts(new PartitionId(1), 1, 0, 0, Name.of("raw")), longFrames,
                StreamOptions.DEFAULT), unmapped::incrementAndGet);
        stream = side.stream();
        out = new OutgoingRing(memory(platform, map(platform, region, pages, pages), pages));
        in = new IncomingRing(memory(platform, map(platform, region, 0, pages), pages));
        doorbell = platform.doorbell(ends.second());
    }

    private void poll() {
        while (!over) {
            poller.poll(Duration.ofSeconds(10));
        }
    }

    private Mapping map(Platform platform, Handle region, int first, int pages) {
        Mapping mapping = platform.mapRing(List.of(new PageRun(region, first, pages)));
        mappings.add(mapping);
        return mapping;
    }

    private static RingMemory memory(Platform platform, Mapping mapping, int pages) {
        return RingMemory.of(mapping, pages, platform.mirrorsRings());
    }

    /// Writes a packet, whatever is in it.
    void send(long... payload) {
        if (!out.tryWrite(0, false, MemorySegment.ofArray(payload))) {
            throw new AssertionError("no room for " + payload.length + " quadwords");
        }
        if (out.publish()) {
            doorbell.signal();
        }
    }

    void sendBytes(String text) {
        byte[] bytes = text.getBytes();
        byte[] packet = new byte[8 + bytes.length];
        packet[0] = 1;
        packet[4] = (byte) bytes.length;
        System.arraycopy(bytes, 0, packet, 8, bytes.length);
        out.tryWrite(0, false, MemorySegment.ofArray(packet));
        if (out.publish()) {
            doorbell.signal();
        }
    }

    /// The payload of the next packet, or null.
    byte[] next() {
        Packet packet = in.next();
        if (packet == null) {
            return null;
        }
        byte[] payload = new byte[packet.payloadBytes()];
        packet.copyPayload(MemorySegment.ofArray(payload));
        if (in.commit()) {
            doorbell.signal();
        }
        return payload;
    }

    @Override
    public void close() {
        stream.close();
        doorbell.close();
        over = true;
        poller.wakeup();
        mappings.forEach(Mapping::close);
    }
}
