// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.ChannelClosedException;
import org.ringway.channel.BusChannel;
import org.ringway.channel.DeferredPacket;
import org.ringway.channel.SharedBuffer;
import org.ringway.platform.Access;
import org.ringway.platform.Platform;

/// How partitions lend memory to each other, on any platform.
abstract class BusMemoryContract extends BusCase {
    BusMemoryContract(Platform platform) {
        super(platform);
    }

    @Test
    @DisplayName("either side lends memory, of one region or many, and the other works on it")
    void memoryIsLentBothWays() throws Exception {
        Service service = keep(join("provider").offer("echo"));
        ChildPartition consumer = join("consumer");
        Ends ends = open(consumer, service);
        long large = (Platform.MAX_REGION_PAGES + 2L) * Platform.PAGE_BYTES;
        try (SharedBuffer small = consumer.allocate(1, Access.READ_WRITE);
                SharedBuffer many = consumer.allocate(large, Access.READ_WRITE)) {
            assertEquals(Platform.PAGE_BYTES, small.byteSize());
            assertEquals(2, many.regions().size());
            assertLends(ends.consumer(), ends.provider(), small.all());
            assertLends(ends.consumer(), ends.provider(), many.slice(large - 5000, 5000));
            assertLends(ends.consumer(), ends.provider(), many.slice(8, 64));
        }
    }

    @Test
    @DisplayName("the provider's memory is worked on by the consumer")
    void providerLends() throws Exception {
        ChildPartition provider = join("provider");
        Service service = keep(provider.offer("echo"));
        Ends ends = open(join("consumer"), service);
        try (SharedBuffer buffer = provider.allocate(10_000, Access.READ_WRITE)) {
            assertLends(ends.provider(), ends.consumer(), buffer.all());
        }
    }

    private static void assertLends(BusChannel from, BusChannel to, SharedBuffer.Slice lent)
            throws Exception {
        lent.bytes().set(ValueLayout.JAVA_LONG, 0, 41);
        var worker = inThread(() -> to.receive(packet -> {
            MemorySegment bytes = packet.external().segment();
            bytes.set(ValueLayout.JAVA_LONG_UNALIGNED, 0,
                    bytes.get(ValueLayout.JAVA_LONG_UNALIGNED, 0) + 1);
            packet.complete();
        }, 1, LIMIT));
        from.request(lent, packet(0), MemorySegment.ofArray(new byte[0]), LIMIT);
        assertEquals(1, resultOf(worker));
        assertEquals(42, lent.bytes().get(ValueLayout.JAVA_LONG, 0));
    }

    @Test
    @DisplayName("read-only memory is lent to any number of partitions, and read by them")
    void readOnlyMemoryIsLentToMany() throws Exception {
        ChildPartition provider = join("provider");
        Service service = keep(provider.offer("echo"));
        try (SharedBuffer buffer = provider.allocate(1, Access.READ_ONLY)) {
            buffer.bytes().set(ValueLayout.JAVA_LONG, 0, 4711);
            for (String name : List.of("one", "two")) {
                Ends ends = open(join(name), service);
                var reader = inThread(() -> {
                    long[] seen = new long[1];
                    ends.consumer().receive(packet -> {
                        assertTrue(packet.external().segment().isReadOnly());
                        seen[0] = packet.external().segment().get(
                                ValueLayout.JAVA_LONG_UNALIGNED, 0);
                        packet.complete();
                    }, 1, LIMIT);
                    return seen[0];
                });
                ends.provider().request(
                        buffer.all(), packet(0), MemorySegment.ofArray(new byte[0]), LIMIT);
                assertEquals(4711, resultOf(reader));
            }
        }
    }

    @Test
    @DisplayName("closing a buffer takes its pages back from the other side")
    void closedBufferIsTakenBack() throws Exception {
        ChildPartition consumer = join("consumer");
        Service service = keep(join("provider").offer("echo"));
        Ends ends = open(consumer, service);
        SharedBuffer buffer = consumer.allocate(1, Access.READ_WRITE);
        assertLends(ends.consumer(), ends.provider(), buffer.all());
        assertEquals(2, consumer.list().channels().getFirst().usage().gpadls());
        buffer.close();
        awaitListing(consumer, listing ->
                listing.channels().getFirst().usage().gpadls() == 1
                && listing.partitions().stream().mapToInt(p -> p.regions()).sum() == 1);
    }

    @Test
    @DisplayName("G9 a channel is not over before the last view of lent pages is gone")
    void g9LastViewEndsTheChannel() throws Exception {
        ChildPartition provider = join("provider");
        ChildPartition consumer = join("consumer");
        Ends ends = open(consumer, keep(provider.offer("echo")));
        SharedBuffer buffer = consumer.allocate(1, Access.READ_WRITE);
        var asking = inThread(() -> ends.consumer().request(
                buffer.all(), packet(0), MemorySegment.ofArray(new byte[0]), LIMIT));
        try (DeferredPacket packet = ends.provider().receive(LIMIT)) {
            MemorySegment view = packet.external().segment();
            ends.consumer().close();
            assertThrowsInside(ChannelClosedException.class, asking);
            ends.provider().close();
            buffer.close();
            view.set(ValueLayout.JAVA_LONG_UNALIGNED, 0, 1);
            for (int i = 0; i < 3; i++) {
                assertEquals(1, provider.list().channels().size(), "a view is left");
            }
        }
        awaitListing(provider, listing -> listing.channels().isEmpty());
    }
}
