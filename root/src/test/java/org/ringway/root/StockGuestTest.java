// SPDX-License-Identifier: Apache-2.0
package org.ringway.root;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringway.platform.Doorbell;
import org.ringway.platform.Handle;
import org.ringway.protocol.PeerRun;
import org.ringway.protocol.RingwayToChild.PeerClosed;
import org.ringway.protocol.RingwayToChild.PeerGpadl;
import org.ringway.protocol.RingwayToChild.PeerOpen;
import org.ringway.protocol.RingwayToChild.PeerTeardown;
import org.ringway.protocol.RingwayToChild.Reason;
import org.ringway.protocol.RingwayToRoot.PeerGpadlResult;
import org.ringway.protocol.RingwayToRoot.PeerOpenResult;
import org.ringway.protocol.RingwayToRoot.PeerTorndown;
import org.ringway.protocol.StandardToRoot.CloseChannel;
import org.ringway.protocol.StandardToRoot.RelIdReleased;
import org.ringway.wire.Guid;
import org.ringway.wire.Status;

/// A guest with the VMBus drivers of Linux, bytes in and bytes out: version 5.3, no Hello, one
/// fixed address space. The bytes here were laid out by hand from `include/linux/hyperv.h`.
final class StockGuestTest extends RootCase {
    /// 64 pages; the ring lies in pages 16 to 23, downstream from page 20.
    private static final int MEMORY_PAGES = 64;
    private static final String GPADL_E1E10 = "08000000 00000000 01000000 101e0e00 4800 0100"
            + "00800000 00000000 1000000000000000 1100000000000000 1200000000000000"
            + "1300000000000000 1400000000000000 1500000000000000 1600000000000000"
            + "1700000000000000";
    private static final String OPEN = "05000000 00000000 01000000 01000000 101e0e00 00000000"
            + "04000000" + "00".repeat(120);

    private Child guest;
    private Child provider;

    private void boot() {
        start(options());
        provider = child().greets("provider").offers(5, "echo");
        guest = attached(local.allocate(MEMORY_PAGES).getFirst());
    }

    private StockGuestTest says(String hex) {
        guest.sayBytes(bytes(hex));
        return this;
    }

    private StockGuestTest hears(String hex) {
        assertEquals(HexFormat.of().formatHex(bytes(hex)),
                HexFormat.of().formatHex(guest.nextBytes()));
        return this;
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private void connects() {
        says("0e000000 00000000 03000500 00000000 02 00 0000 00000000"
                + "0000100000000000 0010100000000000");
        hears("0f000000 00000000 01 00 0000 01000000");
        says("03000000 00000000");
    }

    private void seesTheOffer(int relId) {
        byte[] offer = guest.nextBytes();
        assertEquals(196, offer.length);
        assertEquals("01000000" + "00000000", HexFormat.of().formatHex(offer, 0, 8));
        // Windows' order of bytes: the first three fields of each GUID are turned round.
        byte[] echo = interfaceBytes();
        assertEquals(HexFormat.of().formatHex(echo), HexFormat.of().formatHex(offer, 8, 24));
        assertEquals("0100" + "0000", HexFormat.of().formatHex(offer, 56, 60));
        String id = "%02x000000".formatted(relId);
        assertEquals(id + "ff" + "00" + "0100" + id, HexFormat.of().formatHex(offer, 184, 196));
    }

    private static byte[] interfaceBytes() {
        String text = Guid.ofName("echo").toString().replace("-", "");
        byte[] straight = HexFormat.of().parseHex(text);
        int[] order = {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};
        byte[] turned = new byte[order.length];
        for (int at = 0; at < order.length; at++) {
            turned[at] = straight[order[at]];
        }
        return turned;
    }

    private PeerOpen opens() {
        says(GPADL_E1E10).hears("0a000000 00000000 01000000 101e0e00 00000000").says(OPEN);
        PeerGpadl ring = provider.next(PeerGpadl.class);
        assertEquals(List.of(new PeerRun(16, 16, 8, 0)), ring.runs());
        try (Handle memory = provider.attached().getFirst()) {
            assertEquals(MEMORY_PAGES, local.inspect(memory).pages());
        }
        PeerOpen open = provider.next(PeerOpen.class);
        assertEquals(4, open.downstreamPageOffset());
        assertEquals("", open.consumer().name().value());
        provider.say(new PeerGpadlResult(ring.relId(), ring.gpadl(), Status.OK))
                .say(new PeerOpenResult(open.relId(), Status.OK));
        hears("06000000 00000000 01000000 01000000 00000000");
        return open;
    }

    @Test
    void opensSignalsClosesAndUnloads() {
        boot();
        connects();
        seesTheOffer(1);
        hears("04000000 00000000");
        PeerOpen open = opens();
        Doorbell guestBell = keep(local.doorbell(guest.attached().getFirst()));
        Doorbell providerBell = keep(local.doorbell(provider.attached().getFirst()));
        guestBell.signal();
        assertEquals(Doorbell.Wake.SIGNALED, providerBell.await(LIMIT_NANOS));

        says("07000000 00000000 01000000").says("0b000000 00000000 01000000 101e0e00");
        provider.hears(new PeerClosed(open.relId(), Reason.CLOSED))
                .hears(new PeerTeardown(open.relId(), open.ring()))
                .say(new PeerTorndown(open.relId(), open.ring()))
                .say(new CloseChannel(open.relId())).say(new RelIdReleased(open.relId()));
        hears("0c000000 00000000 101e0e00").says("10000000 00000000").hears("11000000 00000000");
    }

    @Test
    @DisplayName("M19: signals for a channel that is over reach nobody, and harm nobody")
    void signalsAfterTheEnd() {
        boot();
        connects();
        seesTheOffer(1);
        hears("04000000 00000000");
        PeerOpen open = opens();
        Doorbell guestBell = keep(local.doorbell(guest.attached().getFirst()));
        local.doorbell(provider.attached().getFirst()).close();
        provider.say(new CloseChannel(open.relId())).say(new RelIdReleased(open.relId()));
        hears("02000000 00000000 01000000");
        for (int signal = 0; signal < 10_000; signal++) {
            guestBell.signal();
        }
        assertEquals(Doorbell.Wake.PEER_CLOSED, guestBell.await(LIMIT_NANOS));
        says("10000000 00000000").hears("11000000 00000000");
        provider.offers(6, "still here");
    }

    @Test
    @DisplayName("the provider's close takes the offer away; after the release it comes again")
    void losesTheOfferForAWhile() {
        boot();
        connects();
        seesTheOffer(1);
        hears("04000000 00000000");
        PeerOpen open = opens();
        provider.say(new CloseChannel(open.relId())).say(new RelIdReleased(open.relId()));
        hears("02000000 00000000 01000000").says("07000000 00000000 01000000")
                .says("0b000000 00000000 01000000 101e0e00").hears("0c000000 00000000 101e0e00")
                .says("0d000000 00000000 01000000");
        seesTheOffer(2);
    }

    @Test
    @DisplayName("messages may be padded to 240 bytes, as UEFI does")
    void padsItsMessages() {
        boot();
        guest.sayBytes(Arrays.copyOf(bytes("0e000000 00000000 03000500 00000000 02 00 0000"
                + "00000000 0000000000000000 0000000000000000"), 240));
        hears("0f000000 00000000 01 00 0000 01000000");
        guest.sayBytes(Arrays.copyOf(bytes("03000000 00000000"), 240));
        seesTheOffer(1);
        hears("04000000 00000000");
        guest.sayBytes(Arrays.copyOf(bytes(GPADL_E1E10), 240));
        hears("0a000000 00000000 01000000 101e0e00 00000000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000600", "01000100", "0d000000"})
    @DisplayName("M10: it asks for another version first, and goes down")
    void triesOtherVersions(String version) {
        boot();
        says("0e000000 00000000" + version + "00000000 02 00 0000 00000000"
                + "0000000000000000 0000000000000000");
        hears("0f000000 00000000 00 00 0000 00000000");
        connects();
        seesTheOffer(1);
    }

    @Test
    @DisplayName("M1: a short message ends the link, and nothing private is said to a plain guest")
    void isHungUpOnWithoutAWord() {
        boot();
        connects();
        seesTheOffer(1);
        hears("04000000 00000000").says("07000000 00000000 01");
        guest.isHungUpOn();
        provider.offers(6, "still here");
    }
}
