// SPDX-License-Identifier: Apache-2.0
package org.ringway.examples;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import org.ringway.channel.BusChannel;
import org.ringway.channel.ExternalData;
import org.ringway.channel.SharedBuffer;
import org.ringway.child.ChildPartition;
import org.ringway.child.MessagePort;
import org.ringway.child.Service;
import org.ringway.platform.Access;
import org.ringway.wire.PortId;

/// Tells another partition, by a message and not by a packet, which granted page to look at.
final class PageMessage {
    private PageMessage() {}

    public static void main(String[] args) throws Exception {
        try (ChildPartition reader = ChildPartition.join("reader");
                Service service = reader.offer("pages");
                MessagePort port = reader.ports().openMessages(new PortId(1));
                ChildPartition owner = ChildPartition.join("owner");
                SharedBuffer buffer = owner.allocate(16 << 12, Access.READ_ONLY);
                BusChannel channel = owner.open(owner.awaitOffer("pages", Duration.ofSeconds(30)));
                BusChannel accepted = service.accept()) {
            var gpadl = channel.grant(buffer).getFirst();
            buffer.bytes().set(ValueLayout.JAVA_LONG, 5 << 12, 42);
            owner.ports().post(channel.peer().partition(), port.id(), 0,
                    MemorySegment.ofArray(new int[] {5}), Duration.ofSeconds(30));
            int page = port.receive().payload().asSegment().get(ValueLayout.JAVA_INT_UNALIGNED, 0);
            try (ExternalData view = accepted.view(gpadl, (long) page << 12, 1 << 12)) {
                System.out.println(view.segment().get(ValueLayout.JAVA_LONG_UNALIGNED, 0));
            }
        }
    }
}
