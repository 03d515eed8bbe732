// SPDX-License-Identifier: Apache-2.0
package org.ringway.examples;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import org.ringway.channel.BusChannel;
import org.ringway.channel.SharedBuffer;
import org.ringway.child.ChildPartition;
import org.ringway.platform.Access;

record ConformanceRequests(ChildPartition self, BusChannel channel) {
    /// Asks what it was asked, and says what the answer was.
    void ask(MemorySegment payload) throws InterruptedException {
        MemorySegment answer = MemorySegment.ofArray(new byte[64]);
        channel.request(payload, answer);
        channel.send(answer);
    }

    void lend(MemorySegment payload) throws InterruptedException {
        try (SharedBuffer buffer = self.allocate(2 * 4096, Access.READ_ONLY)) {
            for (int at = 0; at < 2 * 4096; at++) {
                buffer.bytes().set(JAVA_BYTE, at, (byte) (at % 251));
            }
            MemorySegment answer = MemorySegment.ofArray(new byte[64]);
            channel.request(buffer.all(), payload, answer, Duration.ofSeconds(30));
            channel.send(answer);
        }
    }
}
