// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.ringway.ChannelClosedException;
import org.ringway.channel.BusChannel;
import org.ringway.child.ChildPartition;
import org.ringway.child.Service;

/// A provider and a consumer of this process whose one channel carries requests without a pause.
final class Traffic implements AutoCloseable {
    static final String SERVICE = "traffic";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int ENOUGH = 100;

    private final ChildPartition provider;
    private final ChildPartition consumer;
    private final BusChannel asking;
    private final BusChannel answering;
    private final AtomicLong answered = new AtomicLong();
    private final Thread thread;

    Traffic(Path socket) throws InterruptedException {
        provider = ChildPartition.join(socket, "provider");
        Service service = provider.offer(SERVICE);
        consumer = ChildPartition.join(socket, "consumer");
        asking = consumer.open(consumer.awaitOffer(SERVICE, LIMIT));
        answering = service.accept();
        Thread.ofPlatform().daemon().name("answering").start(this::answer);
        thread = Thread.ofPlatform().daemon().name("asking").start(this::ask);
    }

    private void answer() {
        try {
            Worker.answer(answering);
        } catch (ChannelClosedException | InterruptedException _) {
            // The test is over.
        }
    }

    private void ask() {
        MemorySegment packet = MemorySegment.ofArray(new byte[64]);
        try {
            while (true) {
                asking.request(packet, packet);
                answered.incrementAndGet();
            }
        } catch (ChannelClosedException | InterruptedException _) {
            // The test is over, or goesOn finds this thread gone.
        }
    }

    /// Whether both ends say that they may trust each other.
    boolean isTrusted() {
        return asking.isTrusted() && answering.isTrusted();
    }

    /// Waits for more answers.
    void goesOn() {
        long now = answered.get();
        while (answered.get() < now + ENOUGH) {
            assertTrue(thread.isAlive() && asking.isOpen(), "the channel has ended");
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        consumer.close();
        provider.close();
    }
}
