// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.BusTimeoutException;
import org.ringway.ChannelClosedException;
import org.ringway.RefusedException;
import org.ringway.channel.BusChannel;
import org.ringway.channel.DeferredPacket;
import org.ringway.channel.SharedBuffer;
import org.ringway.platform.Access;
import org.ringway.platform.Platform;
import org.ringway.wire.Guid;
import org.ringway.wire.OfferContent;
import org.ringway.wire.Status;
import org.ringway.wire.UserData;

/// What partitions and a root do together, on any platform.
abstract class BusContract extends BusCase {
    private static final Duration SHORT = Duration.ofMillis(20);

    BusContract(Platform platform) {
        super(platform);
    }

    @Test
    @DisplayName("a service is found, opened and accepted, and packets go both ways")
    void packetsGoBothWays() throws Exception {
        ChildPartition provider = join("provider");
        ChildPartition consumer = join("consumer");
        Service service = keep(provider.offer("echo"));
        Ends ends = open(consumer, service);
        assertCarriesBothWays(ends);
        assertEquals("provider", ends.consumer().peer().name().value());
        assertEquals("consumer", ends.provider().peer().name().value());
        assertEquals(consumer.id(), ends.provider().peer().partition());
        assertEquals(Guid.ofName("echo"), ends.consumer().offer().interfaceId());
        assertEquals(List.of(), provider.offers(), "nobody sees the own service");
    }

    @Test
    @DisplayName("a service that was there before is known as soon as a partition has joined")
    void offersAreKnownAfterTheJoin() throws Exception {
        keep(join("provider").offer("echo"));
        assertEquals(List.of("echo"), join("consumer").offers().stream()
                .map(offer -> offer.name().value()).toList());
    }

    @Test
    @DisplayName("either side closes, the other receives what was sent and is told then")
    void eitherSideCloses() throws Exception {
        Service service = keep(join("provider").offer("echo"));
        ChildPartition consumer = join("consumer");
        for (boolean consumerFirst : List.of(true, false)) {
            Ends ends = open(consumer, service);
            BusChannel first = consumerFirst ? ends.consumer() : ends.provider();
            BusChannel second = consumerFirst ? ends.provider() : ends.consumer();
            first.send(packet(7));
            first.close();
            assertEquals(1, second.receive(packet -> { }, 1, LIMIT));
            assertThrows(ChannelClosedException.class,
                    () -> second.receive(packet -> { }, 1, LIMIT));
            second.close();
        }
    }

    @Test
    @DisplayName("an offer can be opened again and again, and the root forgets what is over")
    void openingAgain() throws Exception {
        Service service = keep(join("provider").offer("echo"));
        ChildPartition consumer = join("consumer");
        for (int i = 0; i < 50; i++) {
            Ends ends = open(consumer, service);
            assertCarriesBothWays(ends);
            ends.consumer().close();
            ends.provider().close();
        }
        Ends last = open(consumer, service);
        BusListing listing = consumer.list();
        assertEquals(1, listing.channels().size());
        assertEquals(2, listing.partitions().size());
        assertEquals(1, listing.offers().getFirst().openChannels());
        assertCarriesBothWays(last);
    }

    @Test
    @DisplayName("one partition has one channel on an offer at a time")
    void secondChannelIsRefused() throws Exception {
        Service service = keep(join("provider").offer("echo"));
        ChildPartition consumer = join("consumer");
        open(consumer, service);
        var refused = assertThrows(RefusedException.class,
                () -> consumer.open(consumer.offers().getFirst(), SMALL));
        assertEquals(Status.DEVICE_BUSY.code(), refused.status());
    }

    @Test
    @DisplayName("several consumers have channels of their own on one service")
    void consumersAreServedSideBySide() throws Exception {
        Service service = keep(join("provider").offer("echo"));
        Ends one = open(join("one"), service);
        Ends other = open(join("other"), service);
        one.consumer().send(packet(1));
        assertCarries(other.consumer(), other.provider(), 2);
        assertEquals(1, one.provider().receive(packet -> { }, 1, LIMIT));
        assertNotEquals(one.provider().peer(), other.provider().peer());
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

    @Test
    @DisplayName("closing a service withdraws it and ends its channels")
    void closedServiceEndsItsChannels() throws Exception {
        ChildPartition consumer = join("consumer");
        Service service = join("provider").offer("echo");
        Ends ends = open(consumer, service);
        service.close();
        service.close();
        assertThrows(ChannelClosedException.class,
                () -> ends.consumer().receive(packet -> { }, 1, LIMIT));
        assertFalse(ends.provider().isOpen());
        assertEquals("service is closed: name=echo",
                assertThrows(ChannelClosedException.class, service::accept).getMessage());
        ends.consumer().close();
        awaitListing(consumer, listing ->
                listing.offers().isEmpty() && listing.channels().isEmpty());
        assertEquals(List.of(), consumer.offers());
    }

    @Test
    @DisplayName("a service that is offered again is found again")
    void serviceComesBack() throws Exception {
        ChildPartition consumer = join("consumer");
        ChildPartition provider = join("provider");
        for (int i = 0; i < 3; i++) {
            try (Service service = provider.offer("echo")) {
                Ends ends = open(consumer, service);
                assertCarriesBothWays(ends);
                ends.consumer().close();
            }
            while (!consumer.offers().isEmpty()) {
                Thread.yield();
            }
        }
    }

    @Test
    @DisplayName("more channels than the backlog holds are refused")
    void backlogIsBounded() throws Exception {
        Guid guid = Guid.ofName("echo");
        Service service = keep(join("provider").offer("echo",
                new OfferContent(guid, guid, 0, UserData.EMPTY),
                ServiceOptions.DEFAULT.withBacklog(1)));
        ChildPartition one = join("one");
        ChildPartition two = join("two");
        keep(one.open(one.awaitOffer("echo", LIMIT), SMALL));
        Offer offer = two.awaitOffer("echo", LIMIT);
        var refused = assertThrows(RefusedException.class, () -> two.open(offer, SMALL));
        assertEquals(Status.CONNECTION_REFUSED.code(), refused.status());
        keep(service.accept());
        keep(two.open(offer, SMALL));
    }

    @Test
    @DisplayName("an instance is offered once on a bus; the root's words say so")
    void instanceIsOfferedOnce() throws Exception {
        keep(join("first").offer("echo"));
        ChildPartition second = join("second");
        var refused = assertThrows(RefusedException.class, () -> second.offer("echo"));
        assertEquals(Status.DEVICE_BUSY.code(), refused.status());
        assertTrue(refused.getMessage().contains("this instance is offered already"),
                refused.getMessage());
        keep(second.offer("another"));
    }

    @Test
    @DisplayName("waiting for nobody times out, and says who is there")
    void awaitOfferTimesOut() throws Exception {
        keep(join("provider").offer("echo"));
        ChildPartition consumer = join("consumer");
        var timeout = assertThrows(BusTimeoutException.class,
                () -> consumer.awaitOffer("ohce", SHORT));
        assertEquals("nobody offers it: name=ohce timeout=PT0.02S offers=[echo]",
                timeout.getMessage());
        assertThrows(BusTimeoutException.class,
                () -> consumer.awaitOffer(Guid.ZERO, SHORT));
        assertEquals("echo",
                consumer.awaitOffer(Guid.ofName("echo"), LIMIT).name().value());
    }

    @Test
    @DisplayName("accepting nobody answers null when the time has passed")
    void acceptTimesOut() throws Exception {
        assertNull(keep(join("provider").offer("echo")).accept(SHORT));
    }

    @Test
    @DisplayName("a listener is told what is there, what comes and what goes, until it is closed")
    void listenerIsTold() throws Exception {
        ChildPartition provider = join("provider");
        Service before = provider.offer("before");
        ChildPartition consumer = join("consumer");
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        OfferWatch watch = consumer.watch(new OfferListener() {
            @Override
            public void appeared(Offer offer) {
                told.add("+" + offer.name());
            }

            @Override
            public void rescinded(Offer offer) {
                told.add("-" + offer.name());
            }
        });
        assertEquals("+before", told.poll(LIMIT.toSeconds(), TimeUnit.SECONDS));
        keep(provider.offer("later"));
        assertEquals("+later", told.poll(LIMIT.toSeconds(), TimeUnit.SECONDS));
        before.close();
        assertEquals("-before", told.poll(LIMIT.toSeconds(), TimeUnit.SECONDS));
        watch.close();
        keep(provider.offer("unseen"));
        consumer.awaitOffer("unseen", LIMIT);
        assertNull(told.poll());
    }

    @Test
    @DisplayName("closing a partition wakes whoever waits, and ends its channels for the others")
    void closingWakesEverybody() throws Exception {
        ChildPartition provider = join("provider");
        ChildPartition consumer = join("consumer");
        Service service = provider.offer("echo");
        Ends ends = open(consumer, service);
        var accepting = inThread(service::accept);
        var looking = inThread(() -> provider.awaitOffer("nobody", LIMIT));
        provider.close();
        assertThrowsInside(ChannelClosedException.class, accepting);
        assertThrowsInside(ChannelClosedException.class, looking);
        assertThrows(ChannelClosedException.class,
                () -> ends.consumer().receive(packet -> { }, 1, LIMIT));
        assertThrows(ChannelClosedException.class, provider::list);
        assertThrows(ChannelClosedException.class, () -> provider.offer("more"));
        provider.close();
        ends.consumer().close();
        awaitListing(consumer, listing -> listing.partitions().size() == 1);
    }

    @Test
    @DisplayName("an interrupted wait leaves nothing behind")
    void interruptedWaitIsUndone() throws Exception {
        ChildPartition consumer = join("consumer");
        Service service = keep(join("provider").offer("echo"));
        Offer offer = consumer.awaitOffer("echo", LIMIT);
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> consumer.open(offer, SMALL));
        assertFalse(Thread.interrupted());
        assertCarriesBothWays(openAgain(consumer, offer, service));
    }

    /// The one that was given up may come to the provider first, and the other one waits until it
    /// is closed there.
    private Ends openAgain(ChildPartition consumer, Offer offer, Service service)
            throws Exception {
        var accepting = inThread(() -> {
            while (true) {
                BusChannel accepted = keep(service.accept());
                try {
                    accepted.receive(packet -> { }, 1, LIMIT);
                    return accepted;
                } catch (ChannelClosedException givenUp) {
                    accepted.close();
                }
            }
        });
        BusChannel opened = keep(consumer.open(offer, SMALL));
        opened.send(packet(99));
        return new Ends(opened, resultOf(accepting));
    }

    @Test
    @DisplayName("virtual threads on both ends wait behind the partition's poller")
    void virtualThreadsConverse() throws Exception {
        Service service = keep(join("provider").offer("echo"));
        Ends ends = open(join("consumer"), service);
        int rounds = 500;
        Thread echo = Thread.ofVirtual().start(() -> {
            try {
                for (int done = 0; done < rounds; ) {
                    done += ends.provider().receive(p -> p.complete(p.payload()), 16, LIMIT);
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        var asking = new FutureTask<>(() -> {
            long[] answer = new long[1];
            for (int i = 0; i < rounds; i++) {
                ends.consumer().request(packet(i), MemorySegment.ofArray(answer));
                assertEquals(i, answer[0]);
            }
            return answer[0];
        });
        Thread.ofVirtual().start(asking);
        assertEquals(rounds - 1, resultOf(asking));
        assertTrue(echo.join(LIMIT));
    }

    static void assertThrowsInside(Class<? extends Throwable> type,
            FutureTask<?> task) {
        var thrown = assertThrows(ExecutionException.class,
                () -> resultOf(task));
        assertEquals(type, thrown.getCause().getClass());
    }

    /// What a side lets go of is told to the root, and no answer says when.
    static void awaitListing(ChildPartition partition,
            Predicate<BusListing> wanted) throws InterruptedException {
        BusListing listing = partition.list();
        while (!wanted.test(listing)) {
            Thread.yield();
            listing = partition.list();
        }
    }
}
