// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.ringway.ChannelClosedException;
import org.ringway.channel.BusChannel;
import org.ringway.child.BusListing;
import org.ringway.child.ChildPartition;
import org.ringway.child.Offer;
import org.ringway.child.Service;

/// Two partitions that have nothing to do with the villain, but for the root: their packets must
/// arrive, whole and in order, and the root must go on serving them.
final class Innocents implements AutoCloseable {
    static final String SERVICE = "innocent echo";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int PACKETS = 200;
    private static final int PACKET_BYTES = 1024;

    private final ChildPartition provider;
    private final ChildPartition consumer;
    private final Service service;
    private final Random random = new Random(1);
    private BusChannel channel;

    Innocents(Path socket) throws InterruptedException {
        provider = ChildPartition.join(socket, "innocent provider");
        service = provider.offer(SERVICE);
        Thread.ofPlatform().daemon().name("innocent echo").start(this::serve);
        consumer = ChildPartition.join(socket, "innocent consumer");
        channel = open();
    }

    private void serve() {
        try {
            while (true) {
                echo(service.accept());
            }
        } catch (ChannelClosedException | InterruptedException _) {
            // The test is over.
        }
    }

    private static void echo(BusChannel accepted) throws InterruptedException {
        try (accepted) {
            while (true) {
                accepted.receive(packet -> packet.complete(packet.payload()), 64, LIMIT);
            }
        } catch (ChannelClosedException _) {
            // The next channel, please.
        }
    }

    private BusChannel open() throws InterruptedException {
        Offer offer = consumer.awaitOffer(SERVICE, LIMIT);
        return consumer.open(offer);
    }

    /// The channel that was open all the time carries on, and the root brokers the next one.
    void areUnharmed() throws InterruptedException {
        echoes();
        channel.close();
        channel = open();
        echoes();
    }

    private void echoes() throws InterruptedException {
        byte[] sent = new byte[PACKET_BYTES];
        byte[] back = new byte[PACKET_BYTES];
        for (int i = 0; i < PACKETS; i++) {
            random.nextBytes(sent);
            assertEquals(PACKET_BYTES, channel.request(
                    MemorySegment.ofArray(sent), MemorySegment.ofArray(back)));
            assertArrayEquals(sent, back);
        }
    }

    /// Asks the root again and again what there is until it has forgotten a partition.
    void awaitGone(String name) throws InterruptedException {
        while (list().partitions().stream()
                .anyMatch(each -> each.partition().name().value().equals(name))) {
            Thread.onSpinWait();
        }
    }

    BusListing list() throws InterruptedException {
        BusListing listing = consumer.list();
        assertTrue(listing.partitions().size() >= 2, listing::toString);
        return listing;
    }

    @Override
    public void close() {
        service.close();
        consumer.close();
        provider.close();
    }
}
