// SPDX-License-Identifier: Apache-2.0
package org.ringway.examples;

import java.time.Duration;
import org.ringway.ChannelClosedException;
import org.ringway.channel.BusChannel;
import org.ringway.child.ChildPartition;
import org.ringway.child.Service;

/// Offers "ping" and answers every packet with what was in it, until the other side closes.
final class Pong {
    private Pong() {}

    public static void main(String[] args) throws InterruptedException {
        try (ChildPartition self = ChildPartition.join("pong");
                Service service = self.offer("ping");
                BusChannel channel = service.accept()) {
            System.out.println("serving " + channel.peer().name());
            while (true) {
                channel.receive(p -> p.complete(p.payload()), 16, Duration.ofHours(1));
            }
        } catch (ChannelClosedException done) {
            System.out.println("done");
        }
    }
}
