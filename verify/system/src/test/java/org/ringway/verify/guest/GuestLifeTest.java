// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.guest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringway.platform.Platform;
import org.ringway.wire.Guid;

/// The whole life of a stock guest, at each version, on each platform, with a Ringway provider at
/// the other end of its rings.
final class GuestLifeTest extends GuestCase {
    private static final UUID ECHO = Guid.ofName(EchoService.NAME).uuid();
    private static final UUID NOBODY = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    private static final int CONNECTION_REFUSED = 0xC000_0236;
    private static final int RING = 0xE1E10;
    private static final int BUFFER = 0xE1E11;
    private static final int SECOND_RING = 0xE1E12;
    private static final int REQUESTS = 500;
    private static final int LARGEST = 4000;

    private final Random random = new Random(240);
    private EchoService echo;

    @ParameterizedTest(name = "on {0} with every page {1}, at {2}, padded={3}")
    @MethodSource("lives")
    @DisplayName("connect, offers, GPADLs, open, traffic, close, rescind, release, unload, again")
    void livesFromTheFirstContactToTheLast(
            Platform on, int gap, int version, boolean padded) throws Exception {
        boot(on, gap, padded);
        echo = new EchoService(provider);
        connects(version);
        int channel = guest.hearsOffer(ECHO);
        guest.hearsTheLastOffer();
        exchangesPackets(channel, version);
        int next = losesTheOfferAndSeesItAgain(channel);
        echo.serveOne();
        GuestChannel open = opens(next, RING, memory.first);
        guest.unloads();
        open.close();
        assertEquals(0, echo.awaitEnd());
        connects(version);
        assertNotEquals(0, guest.hearsOffer(ECHO));
        guest.hearsTheLastOffer();
    }

    /// Through its rings and a buffer; then it closes, and has its memory back.
    private void exchangesPackets(int channel, int version) throws Exception {
        echo.serveOne();
        guest.grants(channel, BUFFER, memory.bufferPfns);
        guest.hearsCreated(channel, BUFFER);
        GuestChannel open = opens(channel, RING, memory.first);
        for (int id = 1; id <= REQUESTS; id++) {
            echoes(open, id);
            sums(open, id);
        }
        asksForMore(channel, version);
        guest.closes(channel);
        guest.tearsDown(channel, BUFFER);
        guest.hearsTorndown(BUFFER);
        guest.tearsDown(channel, RING);
        guest.hearsTorndown(RING);
        open.close();
        assertEquals(2 * REQUESTS, echo.awaitEnd());
    }

    private void echoes(GuestChannel open, int id) {
        byte[] payload = new byte[random.nextInt(LARGEST + 1)];
        random.nextBytes(payload);
        int padded = (payload.length + 7) / 8 * 8;
        byte[] answer = new byte[padded];
        open.request(id, MemorySegment.ofArray(payload), MemorySegment.ofArray(answer));
        assertArrayEquals(Arrays.copyOf(payload, padded), answer);
    }

    private void sums(GuestChannel open, int id) {
        int pages = 1 + random.nextInt(4);
        int first = random.nextInt(GuestMemory.BUFFER_PAGES - pages + 1);
        long sum = memory.fill(first, pages, random);
        long[] answer = new long[1];
        open.request(id, memory.range(first, pages), MemorySegment.ofArray(new long[] {id}),
                MemorySegment.ofArray(answer));
        assertEquals(sum, answer[0]);
    }

    /// What later versions have on top: each is answered if the version has an answer for it.
    private void asksForMore(int channel, int version) {
        guest.says(GuestMessage.of(19).u32(channel).u32(0).u32(2));
        guest.hears(GuestMessage.of(20).u32(channel));
        if (version >= V4_0) {
            guest.says(GuestMessage.of(21).guid(ECHO).guid(NOBODY));
        }
        if (version >= V4_1) {
            guest.hears(GuestMessage.of(23).guid(ECHO).guid(NOBODY).u32(CONNECTION_REFUSED));
            guest.says(GuestMessage.of(22).u32(channel).u32(1));
        }
        if (version >= V5_3) {
            guest.hears(GuestMessage.of(24).u32(channel).u32(0));
        }
    }

    /// The provider goes in the middle of an open channel, and comes back.
    private int losesTheOfferAndSeesItAgain(int channel) throws Exception {
        echo.serveOne();
        GuestChannel open = opens(channel, SECOND_RING, memory.second);
        echoes(open, 1);
        echo.withdraw();
        guest.hearsRescind(channel);
        guest.closes(channel);
        guest.tearsDown(channel, SECOND_RING);
        guest.hearsTorndown(SECOND_RING);
        guest.releases(channel);
        open.close();
        assertEquals(1, echo.awaitEnd());
        echo = new EchoService(provider);
        int next = guest.hearsOffer(ECHO);
        assertNotEquals(channel, next);
        return next;
    }
}
