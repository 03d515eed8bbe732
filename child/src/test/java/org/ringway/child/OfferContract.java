// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.BusTimeoutException;
import org.ringway.RefusedException;
import org.ringway.platform.Platform;
import org.ringway.wire.Guid;
import org.ringway.wire.OfferContent;
import org.ringway.wire.Status;
import org.ringway.wire.UserData;

/// How partitions offer services, and find them, on any platform.
abstract class OfferContract extends BusCase {
    private static final Duration SHORT = Duration.ofMillis(20);

    OfferContract(Platform platform) {
        super(platform);
    }

    @Test
    @DisplayName("a service that was there before is known as soon as a partition has joined")
    void offersAreKnownAfterTheJoin() throws Exception {
        keep(join("provider").offer("echo"));
        assertEquals(List.of("echo"), join("consumer").offers().stream()
                .map(offer -> offer.name().value()).toList());
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
}
