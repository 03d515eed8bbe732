// SPDX-License-Identifier: Apache-2.0
package org.ringway.examples;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import org.ringway.channel.BusChannel;
import org.ringway.child.ChildPartition;

/// Finds "ping", sends it numbers and waits for each answer.
final class Ping {
    private Ping() {}

    public static void main(String[] args) throws InterruptedException {
        try (ChildPartition self = ChildPartition.join("ping");
                BusChannel channel = self.open(self.awaitOffer("ping", Duration.ofSeconds(30)))) {
            long[] answer = new long[1];
            for (long i = 0; i < 10; i++) {
                long start = System.nanoTime();
                channel.request(
                        MemorySegment.ofArray(new long[] {i}), MemorySegment.ofArray(answer));
                System.out.println(answer[0] + " came back after "
                        + (System.nanoTime() - start) / 1000 + " µs");
            }
        }
    }
}
