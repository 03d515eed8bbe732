// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import java.util.List;
import org.ringway.platform.Doorbell;
import org.ringway.platform.Handle;
import org.ringway.platform.Mapping;
import org.ringway.platform.PageRun;
import org.ringway.platform.Platform;
import org.ringway.protocol.PeerRun;
import org.ringway.ring.IncomingRing;
import org.ringway.ring.OutgoingRing;
import org.ringway.ring.RingMemory;
import org.ringway.wire.RelId;

/// One side of an open channel without any manners: rings, raw memory and doorbell.
///
/// @param relId this side's id of the channel
/// @param region the memory of both rings
/// @param outgoing honest access to the ring that the victim reads
/// @param incoming honest access to the ring that the victim writes
/// @param toVictim the raw bytes of the outgoing ring
/// @param fromVictim the raw bytes of the incoming ring
/// @param doorbell wakes the victim
record RawChannel(RelId relId, Handle region, OutgoingRing outgoing, IncomingRing incoming,
        RawRing toVictim, RawRing fromVictim, Doorbell doorbell) {

    static RawChannel ofConsumer(
            Platform platform, RelId relId, Handle region, int pages, Handle doorbell) {
        Mapping out = platform.mapRing(List.of(new PageRun(region, 0, pages)));
        Mapping in = platform.mapRing(List.of(new PageRun(region, pages, pages)));
        return of(platform, relId, region, out, in, doorbell);
    }

    static RawChannel ofProvider(Platform platform, RawPartition.Opened opened) {
        PeerRun run = opened.ring().runs().getFirst();
        Handle region = opened.regions().get(run.handleIndex());
        int downstream = opened.open().downstreamPageOffset();
        Mapping in = platform.mapRing(List.of(new PageRun(region, 0, downstream)));
        Mapping out = platform.mapRing(
                List.of(new PageRun(region, downstream, run.pages() - downstream)));
        return of(platform, opened.open().relId(), region, out, in, opened.doorbell());
    }

    private static RawChannel of(Platform platform, RelId relId, Handle region, Mapping out,
            Mapping in, Handle doorbell) {
        RawRing toVictim = RawRing.over(out);
        RawRing fromVictim = RawRing.over(in);
        return new RawChannel(relId, region,
                new OutgoingRing(RingMemory.of(out, toVictim.pages(), true)),
                new IncomingRing(RingMemory.of(in, fromVictim.pages(), true)),
                toVictim, fromVictim, platform.doorbell(doorbell));
    }
}
