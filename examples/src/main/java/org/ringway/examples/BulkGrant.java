// SPDX-License-Identifier: Apache-2.0
package org.ringway.examples;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.ringway.channel.BusChannel;
import org.ringway.channel.PacketHandler;
import org.ringway.channel.SharedBuffer;
import org.ringway.child.ChildPartition;
import org.ringway.child.Service;
import org.ringway.platform.Access;

/// Lends 64 MiB to another partition, which fills them in place: nothing of it goes through a ring.
final class BulkGrant {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private BulkGrant() {}

    public static void main(String[] args) throws Exception {
        PacketHandler fill = packet -> packet.external().segments().forEach(s -> s.fill((byte) 42));
        try (ChildPartition filler = ChildPartition.join("filler");
                Service service = filler.offer("fill");
                ChildPartition owner = ChildPartition.join("owner");
                SharedBuffer buffer = owner.allocate(64 << 20, Access.READ_WRITE);
                BusChannel channel = owner.open(owner.awaitOffer("fill", PATIENCE));
                BusChannel accepted = service.accept()) {
            Thread.startVirtualThread(new FutureTask<>(() -> accepted.receive(fill, 1, PATIENCE)));
            channel.request(buffer.all(), MemorySegment.ofArray(new long[] {1}),
                    MemorySegment.NULL, PATIENCE);
            System.out.println(buffer.bytes().get(ValueLayout.JAVA_BYTE, (64 << 20) - 1));
        }
    }
}
