// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.ChannelClosedException;
import org.ringway.RefusedException;
import org.ringway.RootLostException;
import org.ringway.channel.BusChannel;
import org.ringway.channel.ChannelOptions;
import org.ringway.channel.WaitStrategy;
import org.ringway.platform.Platform;
import org.ringway.root.RootPartition;
import org.ringway.wire.Status;

/// A channel and its sub-channels, on any platform. The service allows four.
abstract class SubchannelContract extends BusCase {
    private static final int ALLOWED = 4;
    private static final int ROUNDS = 50;

    private ChildPartition provider;
    private ChildPartition consumer;
    private Service service;
    private Ends primary;
    private ChannelGroup opening;
    private ChannelGroup accepting;

    SubchannelContract(Platform platform) {
        super(platform);
    }

    @BeforeEach
    void channelIsOpen() throws InterruptedException {
        provider = join("provider");
        consumer = join("consumer");
        service = keep(provider.offer("echo", content("echo"),
                ServiceOptions.DEFAULT.withSubchannels(ALLOWED)));
        openAgain();
    }

    private void openAgain() throws InterruptedException {
        primary = open(consumer, service);
        opening = consumer.group(primary.consumer());
        accepting = provider.group(primary.provider());
    }

    private List<Ends> openSubchannels(int count) throws InterruptedException {
        List<Ends> ends = new ArrayList<>();
        for (BusChannel opened : opening.open(count, SMALL)) {
            BusChannel accepted = accepting.accept(LIMIT);
            assertNotNull(accepted);
            ends.add(new Ends(keep(opened), keep(accepted)));
        }
        return ends;
    }

    private static List<Integer> indexes(List<BusChannel> channels) {
        return channels.stream().map(BusChannel::subchannelIndex).toList();
    }

    @Test
    @DisplayName("sub-channels carry packets beside their channel, and are grouped on both sides")
    void packetsGoBothWaysOnEach() throws Exception {
        List<Ends> more = openSubchannels(3);
        assertEquals(List.of(0, 1, 2, 3), indexes(opening.channels()));
        assertEquals(opening.channels().getFirst(), primary.consumer());
        assertEquals(List.of(0, 1, 2, 3), indexes(accepting.channels()));
        for (Ends ends : more) {
            assertEquals(ends.consumer().subchannelIndex(), ends.provider().subchannelIndex());
            assertEquals(consumer.id(), ends.provider().peer().partition());
            assertCarriesBothWays(ends);
        }
        assertCarriesBothWays(primary);
        assertNull(service.accept(Duration.ofMillis(20)), "a sub-channel is no channel by itself");
        assertEquals(1, consumer.offers().size(), "and no offer");
        assertEquals(List.of(0, 1, 2, 3), consumer.list().channels().stream()
                .map(entry -> entry.subchannelIndex()).sorted().toList());
    }

    @Test
    @DisplayName("a channel that nobody reads holds up none of the others")
    void noneWaitsForAnother() throws Exception {
        List<Ends> more = openSubchannels(2);
        while (more.getFirst().consumer().trySend(packet(1))) {
            assertTrue(more.getFirst().consumer().isOpen());
        }
        for (int i = 0; i < 1000; i++) {
            assertCarriesBothWays(more.getLast());
        }
    }

    @Test
    @DisplayName("there are no more than the service allows, and those that there are")
    void asManyAsAllowed() throws Exception {
        assertEquals(ALLOWED, openSubchannels(1000).size());
        RefusedException refused =
                assertThrows(RefusedException.class, () -> opening.open(1, SMALL));
        assertEquals(Status.QUOTA_EXCEEDED.code(), refused.status());
        assertTrue(refused.getMessage().contains("limit=" + ALLOWED), refused::getMessage);
        assertThrows(IllegalArgumentException.class, () -> opening.open(0, SMALL));
    }

    @Test
    @DisplayName("without a number there is a channel for each core, as far as allowed")
    void onePerCore() throws Exception {
        int cores = Math.min(ALLOWED + 1, Runtime.getRuntime().availableProcessors());
        for (BusChannel channel : opening.open()) {
            keep(channel);
        }
        assertEquals(cores, opening.channels().size());
        if (cores <= ALLOWED) {
            assertEquals(List.of(), opening.open());
        }
    }

    @Test
    @DisplayName("a service that says nothing allows none")
    void noneByDefault() throws Exception {
        Service plain = keep(provider.offer("plain"));
        Ends ends = open(consumer, plain);
        RefusedException refused = assertThrows(RefusedException.class,
                () -> consumer.group(ends.consumer()).open(1, SMALL));
        assertTrue(refused.getMessage().contains("limit=0"), refused::getMessage);
    }

    @Test
    @DisplayName("a sub-channel that was closed alone is opened again")
    void closedAloneIsOpenedAgain() throws Exception {
        openSubchannels(ALLOWED);
        for (int round = 0; round < 20; round++) {
            Ends third = new Ends(opening.channels().get(3), accepting.channels().get(3));
            (round % 2 == 0 ? third.consumer() : third.provider()).close();
            third.consumer().close();
            third.provider().close();
            Ends again = openSubchannels(1).getFirst();
            assertEquals(3, again.consumer().subchannelIndex());
            assertCarriesBothWays(again);
        }
    }

    @Test
    @DisplayName("who closes the channel closes its sub-channels, and the other side is told")
    void closingTheChannelClosesAll() throws Exception {
        for (boolean consumerFirst : List.of(true, false)) {
            Ends first = openSubchannels(2).getFirst();
            opening.open(1, SMALL);
            BusChannel closed = consumerFirst ? first.consumer() : first.provider();
            BusChannel told = consumerFirst ? first.provider() : first.consumer();
            (consumerFirst ? primary.consumer() : primary.provider()).close();
            assertFalse(closed.isOpen());
            assertThrows(ChannelClosedException.class,
                    () -> told.receive(packet -> { }, 1, LIMIT));
            primary.consumer().close();
            primary.provider().close();
            openAgain();
        }
        assertEquals(2, openSubchannels(2).size());
        awaitListing(consumer, listing -> listing.channels().size() == 3);
    }

    @Test
    @DisplayName("who waits for a sub-channel is told that its channel has ended")
    void waitersAreTold() throws Exception {
        FutureTask<BusChannel> here = inThread(() -> accepting.accept(LIMIT));
        primary.consumer().close();
        assertThrowsInside(ChannelClosedException.class, here);
        primary.provider().close();
        openAgain();
        ChannelGroup group = accepting;
        FutureTask<BusChannel> there = inThread(() -> group.accept(LIMIT));
        primary.provider().close();
        assertThrowsInside(ChannelClosedException.class, there);
    }

    @Test
    @DisplayName("the provider has sub-channels offered, and the consumer opens them when it likes")
    void providerOffers() throws Exception {
        assertEquals(ALLOWED, accepting.offer(1000));
        assertThrows(RefusedException.class, () -> accepting.offer(1));
        assertEquals(2, openSubchannels(2).size());
        assertThrows(IllegalStateException.class, () -> accepting.open(1, SMALL));
        assertThrows(IllegalStateException.class, () -> opening.offer(1));
    }

    @Test
    @DisplayName("a sub-channel has no group, a stranger's channel neither")
    void groupsOfNothing() throws Exception {
        Ends first = openSubchannels(1).getFirst();
        assertThrows(IllegalArgumentException.class, () -> consumer.group(first.consumer()));
        assertThrows(IllegalArgumentException.class, () -> provider.group(primary.consumer()));
        primary.consumer().close();
        consumer.list();
        assertThrows(IllegalArgumentException.class, () -> consumer.group(primary.consumer()));
    }

    @Test
    @DisplayName("sub-channels outlive the root with their channel, and end with it")
    void theRootGoes() throws Exception {
        Ends first = openSubchannels(1).getFirst();
        root.close();
        root = keep(RootPartition.start(platform, rootOptions()));
        while (provider.isRootLost() || consumer.isRootLost() || !isListed(2)) {
            Thread.yield();
        }
        assertCarriesBothWays(first);
        RefusedException refused =
                assertThrows(RefusedException.class, () -> opening.open(1, SMALL));
        assertEquals(Status.NOT_SUPPORTED.code(), refused.status());
        primary.provider().close();
        assertThrows(ChannelClosedException.class,
                () -> first.consumer().receive(packet -> { }, 1, LIMIT));
        primary.consumer().close();
        awaitListing(consumer, listing -> listing.channels().isEmpty());
        openAgain();
        assertCarriesBothWays(openSubchannels(1).getFirst());
    }

    private boolean isListed(int channels) throws InterruptedException {
        try {
            return consumer.list().channels().size() == channels;
        } catch (RootLostException notYet) {
            return false;
        }
    }

    @Test
    @DisplayName("the provider goes in the middle of everything: nothing hangs")
    void theProviderGoes() throws Exception {
        AtomicInteger served = new AtomicInteger();
        ChannelGroup group = accepting;
        FutureTask<Boolean> serving = inThread(() -> untilItEnds(() -> {
            BusChannel accepted = group.accept(LIMIT);
            assertNotNull(accepted);
            accepted.close();
            served.incrementAndGet();
        }));
        FutureTask<Boolean> asking = inThread(() -> untilItEnds(
                () -> opening.open(2, SMALL).forEach(BusChannel::close)));
        while (served.get() < ROUNDS) {
            Thread.yield();
        }
        provider.close();
        assertTrue(resultOf(asking));
        assertTrue(resultOf(serving));
    }

    private interface Step {
        void go() throws InterruptedException;
    }

    private static boolean untilItEnds(Step step) throws InterruptedException {
        try {
            while (true) {
                step.go();
            }
        } catch (RefusedException | ChannelClosedException over) {
            return true;
        }
    }

    @Test
    @DisplayName("who spins needs no interrupt, and the root lists none")
    void whoSpinsHasNoInterrupt() throws Exception {
        ChannelOptions spinning = SMALL.withWaiting(WaitStrategy.SPIN);
        BusChannel spins = keep(opening.open(1, spinning).getFirst());
        assertEquals(-1, consumer.list().channels().stream()
                .filter(entry -> entry.subchannelIndex() == 1).findFirst().orElseThrow()
                .targetVp());
        assertThrows(IllegalStateException.class, () -> consumer.moveInterrupt(spins, 0));
    }
}
