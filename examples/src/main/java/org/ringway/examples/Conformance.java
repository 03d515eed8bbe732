// SPDX-License-Identifier: Apache-2.0
package org.ringway.examples;

import java.time.Duration;
import org.ringway.ChannelClosedException;
import org.ringway.PeerLostException;
import org.ringway.ProtocolException;
import org.ringway.RingCorruptException;
import org.ringway.channel.BusChannel;
import org.ringway.channel.DeferredPacket;
import org.ringway.child.ChildPartition;
import org.ringway.child.Service;

final class Conformance {
    private static final String SERVICE = "conformance";
    private static final Duration EVER = Duration.ofDays(1);

    private Conformance() {}

    public static void main(String[] args) throws InterruptedException {
        try (ChildPartition self = ChildPartition.join("java")) {
            Service service = args[0].equals("provider") ? self.offer(SERVICE) : null;
            while (true) {
                try (BusChannel channel = service == null
                        ? self.open(self.awaitOffer(SERVICE, EVER)) : service.accept()) {
                    ConformanceAnswers answers = new ConformanceAnswers(self, channel);
                    while (channel.receive(EVER) instanceof DeferredPacket packet) {
                        answers.answer(packet);
                    }
                } catch (ChannelClosedException | PeerLostException | ProtocolException
                        | RingCorruptException end) {
                    System.out.println(end.getMessage());
                }
            }
        }
    }
}
