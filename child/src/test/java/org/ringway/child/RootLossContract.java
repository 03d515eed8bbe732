// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.ChannelClosedException;
import org.ringway.RefusedException;
import org.ringway.RootLostException;
import org.ringway.channel.SharedBuffer;
import org.ringway.platform.Access;
import org.ringway.platform.Platform;
import org.ringway.root.RootPartition;
import org.ringway.root.policy.Policy;

/// A root that goes while channels are open, and another one that comes, on any platform.
abstract class RootLossContract extends BusCase {
    private ChildPartition provider;
    private ChildPartition consumer;
    private Service service;
    private Ends ends;

    RootLossContract(Platform platform) {
        super(platform);
    }

    @BeforeEach
    void openThenLoseTheRoot() throws InterruptedException {
        provider = join("provider");
        consumer = join("consumer");
        service = keep(provider.offer("echo"));
        ends = open(consumer, service);
    }

    private void loseRoot() {
        root.close();
        awaitRootLost(provider, true);
        awaitRootLost(consumer, true);
    }

    private void findRoot() {
        root = keep(RootPartition.start(platform, rootOptions()));
        awaitRootLost(provider, false);
        awaitRootLost(consumer, false);
    }

    private static void awaitRootLost(ChildPartition partition, boolean lost) {
        while (partition.isRootLost() != lost) {
            Thread.yield();
        }
    }

    @Test
    @DisplayName("without a root open channels go on, all else fails at once and clearly")
    void channelsGoOnWithoutARoot() throws Exception {
        Offer offer = consumer.offers().getFirst();
        loseRoot();
        assertCarriesBothWays(ends);
        String text = "root lost: socket=" + socket() + ": it hung up; open channels go on;"
                + " for new ones start it again: ringway root --socket " + socket();
        assertEquals(text, assertThrows(RootLostException.class,
                () -> consumer.open(offer, SMALL)).getMessage());
        assertEquals(text, assertThrows(RootLostException.class, consumer::list).getMessage());
        assertThrows(RootLostException.class, () -> consumer.offer("more"));
        assertThrows(RootLostException.class, () -> consumer.awaitOffer("more", LIMIT));
        assertEquals(List.of(), consumer.offers());
        try (SharedBuffer buffer = consumer.allocate(1, Access.READ_WRITE)) {
            assertThrows(RootLostException.class, () -> ends.consumer().grant(buffer));
        }
        ends.consumer().close();
        assertThrows(ChannelClosedException.class,
                () -> ends.provider().receive(packet -> { }, 1, LIMIT));
    }

    @Test
    @DisplayName("who waits for the root when it goes is told")
    void waitersAreTold() {
        var waiting = inThread(() -> consumer.awaitOffer("nobody", LIMIT));
        root.close();
        assertThrowsInside(RootLostException.class, waiting);
    }

    @Test
    @DisplayName("a new root knows the open channel, and new ones open again")
    void newRootKnowsTheChannel() throws Exception {
        loseRoot();
        findRoot();
        awaitListing(consumer, listing -> listing.channels().size() == 1
                && listing.offers().size() == 1 && listing.partitions().size() == 2);
        assertCarriesBothWays(ends);
        Ends more = open(consumer, service);
        assertCarriesBothWays(more);
        assertCarriesBothWays(ends);
        assertEquals(2, consumer.list().channels().size());
    }

    @Test
    @DisplayName("a channel that outlived its root ends like any other")
    void keptChannelEnds() throws Exception {
        loseRoot();
        findRoot();
        ends.provider().close();
        assertThrows(ChannelClosedException.class,
                () -> ends.consumer().receive(packet -> { }, 1, LIMIT));
        ends.consumer().close();
        awaitListing(consumer, listing -> listing.channels().isEmpty());
        assertCarriesBothWays(open(consumer, service));
        assertFalse(consumer.isRootLost());
    }

    @Test
    @DisplayName("memory is lent on a kept channel through the new root, old grants stay")
    void memoryIsLentThroughTheNewRoot() throws Exception {
        try (SharedBuffer before = consumer.allocate(1, Access.READ_WRITE);
                SharedBuffer after = consumer.allocate(1, Access.READ_WRITE)) {
            assertLends(before);
            loseRoot();
            assertLends(before);
            findRoot();
            assertLends(after);
            assertLends(before);
        }
        ends.consumer().close();
        ends.provider().close();
        awaitListing(consumer, listing -> listing.channels().isEmpty()
                && listing.partitions().stream().mapToInt(p -> p.regions()).sum() == 0);
    }

    private void assertLends(SharedBuffer buffer) throws Exception {
        buffer.bytes().set(ValueLayout.JAVA_LONG, 0, 1);
        var worker = inThread(() -> ends.provider().receive(packet -> {
            packet.external().segment().set(ValueLayout.JAVA_LONG_UNALIGNED, 0, 2);
            packet.complete();
        }, 1, LIMIT));
        ends.consumer().request(buffer.all(), packet(0), MemorySegment.ofArray(new byte[0]), LIMIT);
        assertEquals(1, resultOf(worker));
        assertEquals(2, buffer.bytes().get(ValueLayout.JAVA_LONG, 0));
    }

    @Test
    @DisplayName("a partition comes through several roots")
    void severalRoots() throws Exception {
        for (int i = 0; i < 3; i++) {
            loseRoot();
            findRoot();
            assertCarriesBothWays(ends);
        }
        assertTrue(ends.consumer().isOpen());
        awaitListing(consumer, listing -> listing.channels().size() == 1);
    }

    @Test
    @DisplayName("a service that the new root does not allow ends with its words; channels go on")
    void disallowedServiceEnds() throws Exception {
        loseRoot();
        var accepting = inThread(service::accept);
        root = keep(RootPartition.start(platform, rootOptions().withPolicy(
                Policy.DEFAULT.withOffers(List.of()))));
        awaitRootLost(provider, false);
        assertThrowsInside(RefusedException.class, accepting);
        assertCarriesBothWays(ends);
    }

    @Test
    @DisplayName("closing a partition never hangs, with a root or without")
    void closingNeverHangs() throws Exception {
        loseRoot();
        consumer.close();
        assertThrows(ChannelClosedException.class,
                () -> ends.provider().receive(packet -> { }, 1, LIMIT));
        provider.close();
    }
}
