// SPDX-License-Identifier: Apache-2.0
package org.ringway.examples;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import org.ringway.channel.BusChannel;
import org.ringway.channel.DeferredPacket;
import org.ringway.child.ChildPartition;

record ConformanceAnswers(ChildPartition self, BusChannel channel) {
    void answer(DeferredPacket packet) throws InterruptedException {
        try (packet) {
            if (packet.hasExternal()) {
                packet.complete(MemorySegment.ofArray(new long[] {sum(packet)}));
                return;
            }
            int bytes = packet.payload().get(JAVA_INT_UNALIGNED, 0);
            MemorySegment back = packet.payload().asSlice(0, bytes);
            if (packet.completionRequested()) {
                packet.complete(back);
                return;
            }
            switch (packet.payload().get(JAVA_INT_UNALIGNED, 4)) {
                case 0 -> channel.send(back);
                case 1 -> new ConformanceRequests(self, channel).ask(back);
                case 2 -> new ConformanceRequests(self, channel).lend(back);
                default -> { }
            }
        }
    }

    private static long sum(DeferredPacket packet) {
        return packet.external().segments().stream().flatMap(part -> part.elements(JAVA_BYTE))
                .mapToLong(one -> Byte.toUnsignedLong(one.get(JAVA_BYTE, 0))).sum();
    }
}
