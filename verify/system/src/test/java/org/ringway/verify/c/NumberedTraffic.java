// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.c;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.ringway.channel.Batch;
import org.ringway.channel.BusChannel;
import org.ringway.channel.IncomingPacket;

/// Sends numbered packets and takes as many, both at once: number n is n as often as n modulo 16
/// says, and once more.
final class NumberedTraffic {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int MAX_WORDS = 16;
    private static final int BATCH = 64;

    private final BusChannel channel;
    private final int packets;
    private int received;

    NumberedTraffic(BusChannel channel, int packets) {
        this.channel = channel;
        this.packets = packets;
    }

    void exchange() throws Exception {
        FutureTask<@Nullable Void> sending = new FutureTask<>(this::send);
        Thread sender = Thread.ofPlatform().start(sending);
        try {
            receive();
            sending.get();
        } finally {
            sender.interrupt();
            sender.join();
        }
    }

    /// As slowly as can be: takes nothing before everything is sent.
    void exchangeOneAfterTheOther() throws InterruptedException {
        send();
        receive();
    }

    private void receive() throws InterruptedException {
        while (received < packets) {
            int handled = channel.receive(this::check, BATCH, LIMIT);
            assertTrue(handled > 0, () -> "packets arrive: received=" + received);
        }
    }

    private @Nullable Void send() throws InterruptedException {
        MemorySegment words = MemorySegment.ofArray(new long[MAX_WORDS]);
        for (int number = 0; number < packets;) {
            try (Batch batch = channel.batch()) {
                for (int end = Math.min(packets, number + BATCH); number < end; number++) {
                    long bytes = fill(words, number);
                    batch.add(words.asSlice(0, bytes));
                }
            }
        }
        return null;
    }

    private static long fill(MemorySegment words, int number) {
        int count = 1 + number % MAX_WORDS;
        for (int i = 0; i < count; i++) {
            words.setAtIndex(JAVA_LONG, i, number);
        }
        return count * (long) Long.BYTES;
    }

    private void check(IncomingPacket packet) {
        MemorySegment payload = packet.payload();
        assertEquals((1 + received % MAX_WORDS) * Long.BYTES, payload.byteSize());
        for (long at = 0; at < payload.byteSize(); at += Long.BYTES) {
            assertEquals(received, payload.get(JAVA_LONG, at));
        }
        received++;
    }
}
