// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.guest;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.ringway.ChannelClosedException;
import org.ringway.channel.BusChannel;
import org.ringway.channel.ExternalData;
import org.ringway.channel.IncomingPacket;
import org.ringway.child.ChildPartition;
import org.ringway.child.Service;

/// A Ringway provider that gives back what it is sent, and for a packet with external data the sum
/// of its bytes.
final class EchoService {
    static final String NAME = "echo";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final ChildPartition provider;
    private final Service service;
    private FutureTask<Long> serving = new FutureTask<>(() -> 0L);

    EchoService(ChildPartition provider) throws InterruptedException {
        this.provider = provider;
        service = provider.offer(NAME);
    }

    /// Serves the next channel until its consumer closes it.
    void serveOne() {
        serving = new FutureTask<>(this::serve);
        Thread.ofPlatform().daemon().name("echo").start(serving);
    }

    private long serve() throws InterruptedException {
        long served = 0;
        try (BusChannel channel = service.accept(LIMIT)) {
            assertNotNull(channel, "nobody opens");
            while (true) {
                served += channel.receive(EchoService::answer, 64, LIMIT);
            }
        } catch (ChannelClosedException closed) {
            return served;
        }
    }

    /// {@return how many packets the last channel brought, once it is closed}
    long awaitEnd() throws Exception {
        return serving.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private static void answer(IncomingPacket packet) {
        if (packet.hasExternal()) {
            packet.complete(MemorySegment.ofArray(new long[] {sum(packet.external())}));
        } else {
            packet.complete(packet.payload());
        }
    }

    private static long sum(ExternalData pages) {
        long sum = 0;
        for (MemorySegment segment : pages.segments()) {
            for (long at = 0; at < segment.byteSize(); at++) {
                sum += segment.get(ValueLayout.JAVA_BYTE, at);
            }
        }
        return sum;
    }

    /// Takes the offer back. When this returns the root knows it, because it answers in order.
    void withdraw() throws InterruptedException {
        service.close();
        provider.list();
    }
}
