// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.ChannelClosedException;
import org.ringway.RefusedException;
import org.ringway.channel.BusChannel;
import org.ringway.platform.Platform;
import org.ringway.wire.Guid;
import org.ringway.wire.Status;

/// What partitions and a root do together, on any platform.
abstract class BusContract extends BusCase {
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
    @DisplayName("an interrupted open leaves nothing behind, or has succeeded, still interrupted")
    void interruptedWaitIsUndone() throws Exception {
        ChildPartition consumer = join("consumer");
        Service service = keep(join("provider").offer("echo"));
        Offer offer = consumer.awaitOffer("echo", LIMIT);
        BusChannel opened = openInterrupted(consumer, offer);
        assertEquals(opened != null, Thread.interrupted());
        if (opened != null) {
            opened.close();
        }
        assertCarriesBothWays(openAgain(consumer, offer, service));
    }

    /// The answer may come before the wait begins.
    private static @Nullable BusChannel openInterrupted(ChildPartition consumer, Offer offer) {
        Thread.currentThread().interrupt();
        try {
            return consumer.open(offer, SMALL);
        } catch (InterruptedException givenUp) {
            return null;
        }
    }

    @Test
    @DisplayName("an open that waits for the channel before it to end can be interrupted")
    void interruptedWaitForTheChannelBeforeIsUndone() throws Exception {
        ChildPartition consumer = join("consumer");
        Service service = keep(join("provider").offer("echo"));
        Offer offer = consumer.awaitOffer("echo", LIMIT);
        Ends before = open(consumer, service);
        before.consumer().close();
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> consumer.open(offer, SMALL));
        assertFalse(Thread.interrupted());
        // Its control thread has seen both before this is answered, while the former one lasts.
        consumer.list();
        before.provider().close();
        assertCarriesBothWays(open(consumer, service));
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
}
