// SPDX-License-Identifier: Apache-2.0
package org.ringway.examples;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import org.ringway.channel.BusChannel;
import org.ringway.child.ChildPartition;
import org.ringway.child.Service;
import org.ringway.child.ServiceOptions;
import org.ringway.wire.Guid;
import org.ringway.wire.OfferContent;
import org.ringway.wire.UserData;

/// Opens three sub-channels beside a channel, and sends a packet through each.
final class Subchannels {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Subchannels() {}

    public static void main(String[] args) throws Exception {
        Guid id = Guid.ofName("lanes");
        try (ChildPartition server = ChildPartition.join("server");
                Service service = server.offer("lanes",
                        new OfferContent(id, id, 0, UserData.EMPTY),
                        ServiceOptions.DEFAULT.withSubchannels(3));
                ChildPartition client = ChildPartition.join("client");
                BusChannel first = client.open(client.awaitOffer("lanes", PATIENCE))) {
            client.group(first).open(3, first.options());
            for (BusChannel channel : client.group(first).channels()) {
                channel.send(MemorySegment.ofArray("ok".getBytes()));
            }
            for (BusChannel channel : server.group(service.accept()).channels()) {
                channel.receive(packet -> System.out.println(channel.subchannelIndex() + ": "
                        + packet.payload().getString(0)), 1, PATIENCE);
            }
        }
    }
}
