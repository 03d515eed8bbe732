// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.BusTimeoutException;
import org.ringway.ProtocolException;
import org.ringway.RefusedException;
import org.ringway.RootLostException;
import org.ringway.channel.BusChannel;
import org.ringway.channel.ExternalData;
import org.ringway.channel.SharedBuffer;
import org.ringway.memory.GpadlId;
import org.ringway.platform.Access;
import org.ringway.platform.Platform;
import org.ringway.root.RootPartition;
import org.ringway.wire.Guid;
import org.ringway.wire.OfferContent;
import org.ringway.wire.UserData;

/// GPADLs that are created, mapped by their numbers, and deleted through a root; and what an open
/// says to a provider.
abstract class TeardownContract extends BusCase {
    TeardownContract(Platform platform) {
        super(platform);
    }

    private Ends open() throws InterruptedException {
        return open(join("consumer"), keep(join("provider").offer("echo")));
    }

    private static GpadlId sendHandle(BusChannel from, BusChannel to, SharedBuffer buffer)
            throws InterruptedException {
        from.send(packet(from.grant(buffer).getFirst().value()));
        long[] seen = new long[1];
        assertEquals(1, to.receive(packet -> seen[0] =
                packet.payload().get(ValueLayout.JAVA_LONG_UNALIGNED, 0), 1, LIMIT));
        return new GpadlId((int) seen[0]);
    }

    private static FutureTask<@Nullable Void> tearing(BusChannel channel, SharedBuffer buffer) {
        return inThread(() -> {
            channel.teardown(buffer);
            return null;
        });
    }

    private static void awaitRefusal(BusChannel channel, GpadlId gpadl) {
        while (true) {
            try {
                channel.view(gpadl, 0, 1).close();
                Thread.onSpinWait();
            } catch (ProtocolException tornDown) {
                return;
            }
        }
    }

    @Test
    @DisplayName("either side takes its pages back when the other's last view of them is closed")
    void pagesAreTakenBack() throws Exception {
        ChildPartition consumer = join("consumer");
        ChildPartition provider = join("provider");
        Ends ends = open(consumer, keep(provider.offer("echo")));
        try (SharedBuffer mine = consumer.allocate(1, Access.READ_WRITE);
                SharedBuffer theirs = provider.allocate(1, Access.READ_ONLY)) {
            assertIsTakenBack(consumer, ends.consumer(), ends.provider(), mine);
            assertIsTakenBack(consumer, ends.provider(), ends.consumer(), theirs);
        }
        assertCarriesBothWays(ends);
    }

    private static void assertIsTakenBack(ChildPartition looker, BusChannel from, BusChannel to,
            SharedBuffer buffer) throws Exception {
        int before = looker.list().channels().getFirst().usage().gpadls();
        GpadlId handle = sendHandle(from, to, buffer);
        ExternalData view = to.view(handle, 0, 8);
        buffer.bytes().set(ValueLayout.JAVA_LONG, 0, 4711);
        FutureTask<@Nullable Void> tearing = tearing(from, buffer);
        awaitRefusal(to, handle);
        assertFalse(tearing.isDone(), "a view is left");
        assertEquals(4711, view.segment().get(ValueLayout.JAVA_LONG_UNALIGNED, 0));
        view.close();
        resultOf(tearing);
        assertEquals(before, looker.list().channels().getFirst().usage().gpadls());
        to.view(sendHandle(from, to, buffer), 0, 8).close();
        from.teardown(buffer);
        from.teardown(buffer);
        assertEquals(before, looker.list().channels().getFirst().usage().gpadls());
    }

    @Test
    @DisplayName("a buffer of many regions is taken back as a whole")
    void manyRegionsAreTakenBack() throws Exception {
        ChildPartition consumer = join("consumer");
        Ends ends = open(consumer, keep(join("provider").offer("echo")));
        long bytes = (Platform.MAX_REGION_PAGES + 1L) * Platform.PAGE_BYTES;
        try (SharedBuffer buffer = consumer.allocate(bytes, Access.READ_WRITE)) {
            assertEquals(2, ends.consumer().grant(buffer).size());
            ends.consumer().teardown(buffer);
            assertEquals(1, consumer.list().channels().getFirst().usage().gpadls());
        }
    }

    @Test
    @DisplayName("who does not wait for the last view takes the pages back all the same")
    void takingBackGoesOnWithoutAWaiter() throws Exception {
        ChildPartition consumer = join("consumer");
        Service service = keep(join("provider").offer("echo"));
        Offer offer = consumer.awaitOffer("echo", LIMIT);
        BusChannel mine = keep(consumer.open(
                offer, SMALL.withTimeout(Duration.ofMillis(300))));
        BusChannel other = keep(service.accept());
        try (SharedBuffer buffer = consumer.allocate(1, Access.READ_WRITE)) {
            GpadlId handle = sendHandle(mine, other, buffer);
            ExternalData view = other.view(handle, 0, 8);
            assertThrows(BusTimeoutException.class, () -> mine.teardown(buffer));
            view.close();
            awaitListing(consumer, listing ->
                    listing.channels().getFirst().usage().gpadls() == 1);
        }
    }

    @Test
    @DisplayName("nothing is taken back without a root, nor what a former root has brokered")
    void takingBackNeedsTheRootThatKnows() throws Exception {
        ChildPartition consumer = join("consumer");
        Ends ends = open(consumer, keep(join("provider").offer("echo")));
        try (SharedBuffer buffer = consumer.allocate(1, Access.READ_WRITE)) {
            GpadlId handle = sendHandle(ends.consumer(), ends.provider(), buffer);
            root.close();
            while (!consumer.isRootLost()) {
                Thread.onSpinWait();
            }
            assertThrows(RootLostException.class, () -> ends.consumer().teardown(buffer));
            root = keep(RootPartition.start(platform, rootOptions()));
            while (consumer.isRootLost()) {
                Thread.onSpinWait();
            }
            assertThrows(RefusedException.class, () -> ends.consumer().teardown(buffer));
            ends.provider().view(handle, 0, 8).close();
            assertEquals(handle, ends.consumer().grant(buffer).getFirst(), "it is granted still");
        }
    }

    @Test
    @DisplayName("closing the channel ends the wait, and the pages are back")
    void closingTheChannelEndsTheWait() throws Exception {
        ChildPartition consumer = join("consumer");
        Ends ends = open(consumer, keep(join("provider").offer("echo")));
        try (SharedBuffer buffer = consumer.allocate(1, Access.READ_WRITE)) {
            GpadlId handle = sendHandle(ends.consumer(), ends.provider(), buffer);
            ExternalData view = ends.provider().view(handle, 0, 8);
            FutureTask<@Nullable Void> tearing = tearing(ends.consumer(), buffer);
            awaitRefusal(ends.provider(), handle);
            ends.provider().close();
            view.close();
            resultOf(tearing);
        }
    }

    @Test
    @DisplayName("a provider reads what the consumer said when it opened the channel")
    void openDataReachesTheProvider() throws Exception {
        ChildPartition consumer = join("consumer");
        Service service = keep(join("provider").offer("echo"));
        byte[] said = "please".getBytes(StandardCharsets.US_ASCII);
        UserData data = UserData.of(said);
        BusChannel mine = keep(consumer.open(
                consumer.awaitOffer("echo", LIMIT), SMALL, data));
        BusChannel other = keep(service.accept());
        assertEquals(data, mine.openData());
        assertEquals(data, other.openData());
    }

    @Test
    @DisplayName("an instance of a kind is found, and another one of that kind is not taken for it")
    void instancesAreFound() throws Exception {
        ChildPartition provider = join("provider");
        ChildPartition consumer = join("consumer");
        Guid kind = Guid.ofName("disk");
        for (String name : new String[] {"one", "two"}) {
            keep(provider.offer(name,
                    new OfferContent(kind, Guid.ofName(name), 0, UserData.EMPTY)));
        }
        assertEquals("two", consumer.awaitOffer(kind, Guid.ofName("two"), LIMIT).name().value());
        assertEquals("one", consumer.awaitOffer(kind, Guid.ofName("one"), LIMIT).name().value());
        assertThrows(BusTimeoutException.class,
                () -> consumer.awaitOffer(kind, Guid.ofName("three"), Duration.ZERO));
        assertEquals(2, consumer.offers().size());
    }
}
