// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringway.ChannelClosedException;
import org.ringway.channel.BusChannel;
import org.ringway.child.ChannelGroup;
import org.ringway.child.Service;
import org.ringway.child.ServiceOptions;
import org.ringway.platform.Platform;
import org.ringway.wire.Guid;
import org.ringway.wire.OfferContent;
import org.ringway.wire.UserData;

/// A stock guest that asks its device for sub-channels in-band, as network and storage drivers do,
/// and moves their interrupts.
final class GuestSubchannelTest extends GuestCase {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Guid DISK = Guid.ofName("disk");
    private static final int RING = 0xE1E10;
    private static final int SUB_RING = 0xE1E11;
    private static final int INVALID_PARAMETER = 0xC000_000D;
    private static final int NOT_FOUND = 0xC000_0225;
    private static final int SUBCHANNELS = 2;

    private int version;

    @ParameterizedTest(name = "on {0} with every page {1}, at {2}, padded={3}")
    @MethodSource("lives")
    @DisplayName("open, ask in-band, sub-channels, traffic, interrupts, close: rescinds come first")
    void asksForSubchannels(Platform on, int gap, int spoken, boolean padded) throws Exception {
        version = spoken;
        boot(on, gap, padded);
        Service service = keep(provider.offer("disk",
                new OfferContent(DISK, DISK, 0, UserData.EMPTY),
                ServiceOptions.DEFAULT.withSubchannels(SUBCHANNELS)));
        connects(version);
        int primary = guest.hearsOffer(DISK.uuid());
        guest.hearsTheLastOffer();
        GuestChannel first = opens(primary, RING, memory.first);
        BusChannel served = service.accept(LIMIT);
        assertNotNull(served);
        ChannelGroup group = provider.group(served);

        int one = asksInBand(first, served, group);
        int two = guest.hearsOffer(DISK.uuid(), 2);
        GuestChannel sub = opens(one, SUB_RING, memory.second);
        BusChannel servedSub = group.accept(LIMIT);
        assertNotNull(servedSub);
        assertEquals(1, servedSub.subchannelIndex());
        echoes(sub, servedSub);
        movesInterrupts(one, two);
        echoes(sub, servedSub);

        guest.closes(primary);
        guest.hearsRescind(one);
        guest.hearsRescind(two);
        guest.releases(two);
        assertEnds(servedSub);
        assertEnds(served);
        lets(one, SUB_RING);
        guest.releases(one);
        lets(primary, RING);
        opensAgain(primary, service);
    }

    /// {@return the id of the first sub-channel}
    private int asksInBand(GuestChannel channel, BusChannel served, ChannelGroup group)
            throws Exception {
        FutureTask<Integer> device = new FutureTask<>(() -> {
            var request = served.receive(LIMIT);
            assertNotNull(request);
            int offered = group.offer(1000);
            request.complete(MemorySegment.ofArray(new long[] {offered}));
            return offered;
        });
        Thread.ofPlatform().daemon().start(device);
        long[] offered = new long[1];
        channel.request(1, MemorySegment.ofArray(new long[] {7}), MemorySegment.ofArray(offered));
        assertEquals(SUBCHANNELS, offered[0]);
        assertEquals(SUBCHANNELS, device.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
        return guest.hearsOffer(DISK.uuid(), 1);
    }

    private static void echoes(GuestChannel sub, BusChannel served) throws Exception {
        FutureTask<Integer> echo = new FutureTask<>(
                () -> served.receive(packet -> packet.complete(packet.payload()), 1, LIMIT));
        Thread.ofPlatform().daemon().start(echo);
        long[] answer = new long[1];
        sub.request(5, MemorySegment.ofArray(new long[] {42}), MemorySegment.ofArray(answer));
        assertEquals(42, answer[0]);
        assertEquals(1, echo.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
    }

    /// The latest counts, with an answer to each or with none. What cannot be moved is not.
    private void movesInterrupts(int open, int closed) throws InterruptedException {
        if (version < V4_1) {
            return;
        }
        moves(open, 1, 0);
        moves(open, 3, 0);
        moves(open, -1, INVALID_PARAMETER);
        moves(closed, 1, NOT_FOUND);
        // The root answers in order, so now it has heard all of it.
        guest.says(GuestMessage.of(19).u32(open).u32(0).u32(2));
        guest.hears(GuestMessage.of(20).u32(open));
        assertEquals(3, provider.list().channels().stream()
                .filter(entry -> entry.subchannelIndex() == 1).findFirst().orElseThrow()
                .targetVp());
    }

    private void moves(int channel, int target, int status) {
        guest.says(GuestMessage.of(22).u32(channel).u32(target));
        if (version >= V5_3) {
            guest.hears(GuestMessage.of(24).u32(channel).u32(status));
        }
    }

    private static void assertEnds(BusChannel served) {
        assertThrows(ChannelClosedException.class,
                () -> served.receive(packet -> { }, 1, LIMIT));
        served.close();
    }

    /// Takes the ring of a closed channel back.
    private void lets(int channel, int ring) {
        guest.closes(channel);
        guest.tearsDown(channel, ring);
        guest.hearsTorndown(ring);
    }

    private void opensAgain(int primary, Service service) throws Exception {
        opens(primary, RING, memory.first);
        BusChannel served = service.accept(LIMIT);
        assertNotNull(served);
        assertEquals(1, provider.group(served).offer(1));
        assertNotEquals(primary, guest.hearsOffer(DISK.uuid(), 1));
    }
}
