// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringway.BusException;
import org.ringway.channel.BusChannel;
import org.ringway.channel.ChannelOptions;
import org.ringway.channel.DeferredPacket;
import org.ringway.channel.SharedBuffer;
import org.ringway.child.ChildPartition;
import org.ringway.child.Offer;
import org.ringway.child.OfferListener;
import org.ringway.child.OfferWatch;
import org.ringway.child.Service;
import org.ringway.platform.Access;

/// Channels that somebody carries from one partition's memory to another's.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class OfferRelayTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int PACKETS = 20_000;
    private static final int PAGES = 4;
    private static final ChannelOptions SMALL =
            ChannelOptions.DEFAULT.withPages(PAGES, 2 * PAGES);

    private final HostOffers offered = new HostOffers();
    private TestRoot root;
    private ChildPartition guest;
    private ChildPartition host;
    private ChildPartition far;
    private Service service;
    private OfferRelay relay;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws InterruptedException {
        root = new TestRoot(folder);
        guest = root.join("guest");
        host = root.join("guest-host");
        far = root.join("far");
        service = far.offer("echo");
        relay = OfferRelay.start(host, guest.id(), new GuestReach(List.of(),
                Set.of(service.content().interfaceId()), true), offered, new PlayedListener());
    }

    @AfterEach
    void end() {
        relay.close();
        far.close();
        host.close();
        guest.close();
        root.close();
    }

    /// What the host has made, which is what a relayed guest is shown.
    private final class Sight implements OfferListener {
        private final CompletableFuture<Offer> there = new CompletableFuture<>();
        private final CompletableFuture<Offer> gone = new CompletableFuture<>();

        @Override
        public void appeared(Offer offer) {
            if (isRelayed(offer)) {
                there.complete(offer);
            }
        }

        @Override
        public void rescinded(Offer offer) {
            if (offer.equals(there.getNow(null))) {
                gone.complete(offer);
            }
        }
    }

    private boolean isRelayed(Offer offer) {
        return offered.has(offer.content().interfaceId(), offer.content().instanceId());
    }

    private Offer relayed() {
        Sight sight = new Sight();
        try (OfferWatch _ = guest.watch(sight)) {
            return sight.there.join();
        }
    }

    private static MemorySegment bytes(String text) {
        return MemorySegment.ofArray(Arrays.copyOf(text.getBytes(UTF_8), 16));
    }

    private static String text(@Nullable DeferredPacket packet) {
        assertNotNull(packet);
        try (packet) {
            return new String(packet.payload().toArray(ValueLayout.JAVA_BYTE), UTF_8).strip();
        }
    }

    @Test
    void itIsOfferedAsItIsAndByTheHost() throws InterruptedException {
        Offer offer = relayed();
        assertEquals(host.id(), offer.provider().partition());
        assertEquals(service.name(), offer.name());
        assertEquals(service.content().interfaceId(), offer.content().interfaceId());
        assertEquals(service.content().userData(), offer.content().userData());
        assertTrue(far.offers().stream()
                .noneMatch(each -> isRelayed(each)), "to nobody else");
    }

    @Test
    void packetsAndAnswersGoBothWays() throws InterruptedException {
        try (BusChannel mine = guest.open(relayed(), SMALL);
                BusChannel theirs = service.accept(LONG)) {
            assertNotNull(theirs);
            assertEquals(host.id(), theirs.peer().partition(), "never the guest");
            assertEquals((2 * PAGES - 1) * 4096 - 32, theirs.largestPayload(),
                    "whatever it sends fits into the guest's ring");

            mine.send(bytes("there"));
            theirs.send(bytes("back"));
            assertEquals("there", text(theirs.receive(LONG)).replace("\0", ""));
            assertEquals("back", text(mine.receive(LONG)).replace("\0", ""));

            Thread answers = Thread.ofPlatform().daemon().start(() -> answerOnce(theirs));
            byte[] answer = new byte[16];
            assertEquals(16, mine.request(
                    bytes("question"), MemorySegment.ofArray(answer)));
            assertEquals("question", new String(answer, UTF_8).replace("\0", ""));
            answers.join();
        }
    }

    private static void answerOnce(BusChannel channel) {
        try {
            channel.receive(packet -> packet.complete(packet.payload()), 1, LONG);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Many times what the rings hold, and each in its place.
    @Test
    void manyPacketsKeepTheirOrder() throws InterruptedException {
        try (BusChannel mine = guest.open(relayed(), SMALL);
                BusChannel theirs = service.accept(LONG)) {
            assertNotNull(theirs);
            Thread writer = Thread.ofPlatform().daemon().start(() -> sendAll(mine));
            long[] next = new long[1];
            while (next[0] < PACKETS) {
                theirs.receive(packet -> assertEquals(next[0]++,
                        packet.payload().get(ValueLayout.JAVA_LONG_UNALIGNED, 0)), 64, LONG);
            }
            writer.join();
        }
    }

    private static void sendAll(BusChannel channel) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment number = arena.allocate(Long.BYTES);
            for (long i = 0; i < PACKETS; i++) {
                number.set(ValueLayout.JAVA_LONG, 0, i);
                channel.send(number);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void theEndOfOneSideIsTheEndOfTheOther() throws InterruptedException {
        BusChannel mine = guest.open(relayed(), SMALL);
        try (BusChannel theirs = service.accept(LONG)) {
            assertNotNull(theirs);
            mine.send(bytes("last words"));
            mine.close();
            assertEquals("last words", text(theirs.receive(LONG)).replace("\0", ""));
            assertThrows(BusException.class, () -> theirs.receive(LONG));
        }
    }

    /// The provider could not look there.
    @Test
    void aPacketThatPointsElsewhereEndsTheChannel() throws InterruptedException {
        try (BusChannel mine = guest.open(relayed(), SMALL);
                BusChannel theirs = service.accept(LONG);
                SharedBuffer buffer = guest.allocate(4096, Access.READ_WRITE)) {
            assertNotNull(theirs);
            assertThrows(BusException.class, () -> mine.request(buffer.slice(0, 4096),
                    bytes("look"), MemorySegment.ofArray(new byte[16]), LONG));
            assertThrows(BusException.class, () -> theirs.receive(LONG));
        }
    }

    @Test
    void itGoesWithTheServiceAndOthersAreNotRelayed() throws InterruptedException {
        Sight sight = new Sight();
        try (Service _ = far.offer("not allowed"); OfferWatch _ = guest.watch(sight)) {
            Offer offer = sight.there.join();
            service.close();
            assertEquals(offer, sight.gone.join());
            assertTrue(guest.offers().stream()
                    .noneMatch(each -> each.provider().partition().equals(host.id())));
        }
    }

    /// Another root may give it to anybody.
    @Test
    void whoeverHasTheGuestsNumberLaterIsNotCarried() throws InterruptedException {
        Offer offer = relayed();
        offered.lost();
        try (BusChannel mine = guest.open(offer, SMALL)) {
            assertThrows(BusException.class, () -> mine.receive(LONG));
        }
        assertNull(service.accept(Duration.ZERO), "nobody was asked");
    }

    @Test
    void whoSeesEverybodyItselfIsOfferedNothing() throws InterruptedException {
        Offer offer = relayed();
        OfferRelay.start(host, guest.id(), GuestReach.ALL, offered, new PlayedListener()).close();
        assertEquals(List.of(offer), guest.offers().stream()
                .filter(each -> isRelayed(each)).toList());
    }
}
