// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.ringway.platform.ControlLink;
import org.ringway.platform.ControlLink.Received;
import org.ringway.platform.Handle;
import org.ringway.platform.Platform;
import org.ringway.platform.Poller;
import org.ringway.platform.Poller.Interest;

/// The control path of a guest with its own VMBus drivers, as `include/linux/hyperv.h` lays it out.
final class StockGuest implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int OFFER_BYTES = 196;
    /// Quadwords behind the fields of GpadlHeader and GpadlBody.
    private static final int HEADER_WORDS = 27;
    private static final int BODY_WORDS = 28;

    private final ControlLink link;
    private final Poller poller;
    private final boolean padded;
    private List<Handle> attached = List.of();

    /// @param padded whether every message has 240 bytes
    StockGuest(Platform platform, ControlLink link, boolean padded) {
        this.link = link;
        this.poller = platform.poller();
        this.padded = padded;
    }

    void says(GuestMessage message) {
        while (!link.trySend(message.toArray(padded), List.of())) {
            await(Interest.WRITE);
        }
    }

    private void await(Interest interest) {
        poller.watch(link, interest, () -> {});
        assertTrue(poller.poll(LIMIT), "nothing happened");
        poller.forget(link);
    }

    private ByteBuffer next() {
        Received received = link.receive();
        while (received instanceof Received.Nothing) {
            await(Interest.READ);
            received = link.receive();
        }
        Received.Message message = assertInstanceOf(Received.Message.class, received);
        attached = message.handles();
        return ByteBuffer.wrap(message.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// Hears exactly these bytes.
    void hears(GuestMessage message) {
        assertEquals(HexFormat.of().formatHex(message.toArray(false)),
                HexFormat.of().formatHex(next().array()));
    }

    /// What came along with the last message.
    Handle attached() {
        assertEquals(1, attached.size());
        return attached.getFirst();
    }

    /// Asks for a version.
    ///
    /// @param target interrupt page before 5.0, then interrupt source and trust level
    void asksFor(int version, long target) {
        says(GuestMessage.of(14).u32(version).u32(0).u64(target).u64(0x1000).u64(0x2000));
    }

    void hearsThatItIsServed(int versionOrConnectionId) {
        hears(GuestMessage.of(15).u16(1).u16(0).u32(versionOrConnectionId));
    }

    void hearsThatItIsNotServed() {
        hears(GuestMessage.of(15).u32(0).u32(0));
    }

    void requestsOffers() {
        says(GuestMessage.of(3));
    }

    void hearsTheLastOffer() {
        hears(GuestMessage.of(4));
    }

    /// {@return the channel id of an offer with this interface id}
    int hearsOffer(UUID interfaceId) {
        return hearsOffer(interfaceId, 0);
    }

    /// {@return the channel id of a sub-channel, or with index 0 of an offer}
    int hearsOffer(UUID interfaceId, int index) {
        ByteBuffer offer = next();
        assertEquals(OFFER_BYTES, offer.limit());
        assertEquals(1, offer.getInt(0));
        ByteBuffer expected = ByteBuffer.wrap(
                GuestMessage.of(1).guid(interfaceId).toArray(false));
        assertEquals(expected.slice(8, 16), offer.slice(8, 16));
        assertEquals(index, offer.getShort(180), "sub-channel index");
        assertEquals(0xFF, Byte.toUnsignedInt(offer.get(188)), "no monitor");
        assertEquals(1, offer.getShort(190), "dedicated interrupt");
        return offer.getInt(184);
    }

    /// Announces pages as a GPADL of one range, in as many messages as it takes.
    void grants(int channel, int gpadl, List<Long> pfns) {
        GuestMessage message = GuestMessage.of(8).u32(channel).u32(gpadl)
                .u16(8 + 8 * pfns.size()).u16(1).u32(4096 * pfns.size()).u32(0);
        int room = HEADER_WORDS - 1;
        for (long pfn : pfns) {
            if (room == 0) {
                says(message);
                message = GuestMessage.of(9).u32(0).u32(gpadl);
                room = BODY_WORDS;
            }
            message.u64(pfn);
            room--;
        }
        says(message);
    }

    void hearsCreated(int channel, int gpadl) {
        hears(GuestMessage.of(10).u32(channel).u32(gpadl).u32(0));
    }

    void opens(int channel, int openId, int ring, int downstreamPage) {
        says(GuestMessage.of(5).u32(channel).u32(openId).u32(ring).u32(0).u32(downstreamPage)
                .zeros(120));
    }

    void hearsOpened(int channel, int openId) {
        hears(GuestMessage.of(6).u32(channel).u32(openId).u32(0));
    }

    void closes(int channel) {
        says(GuestMessage.of(7).u32(channel));
    }

    void tearsDown(int channel, int gpadl) {
        says(GuestMessage.of(11).u32(channel).u32(gpadl));
    }

    void hearsTorndown(int gpadl) {
        hears(GuestMessage.of(12).u32(gpadl));
    }

    void hearsRescind(int channel) {
        hears(GuestMessage.of(2).u32(channel));
    }

    void releases(int channel) {
        says(GuestMessage.of(13).u32(channel));
    }

    void unloads() {
        says(GuestMessage.of(16));
        hears(GuestMessage.of(17));
    }

    @Override
    public void close() {
        link.close();
        poller.close();
    }
}
