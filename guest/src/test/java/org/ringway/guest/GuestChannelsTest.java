// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ringway.platform.Doorbell;
import org.ringway.platform.DoorbellPair;
import org.ringway.platform.Platform;
import org.ringway.platform.Poller;

/// A guest hears that a channel is open only if it will hear signals, too.
final class GuestChannelsTest {
    private final Platform platform =
            ServiceLoader.load(Platform.class).findFirst().orElseThrow();
    private final MemoryMachine machine = new MemoryMachine(platform);
    private final Poller poller = platform.poller();
    private final GuestChannels channels = new GuestChannels(
            platform, poller, machine, new Interrupts(machine, List.of()));

    @AfterEach
    void end() {
        channels.close();
        poller.close();
        machine.close();
    }

    private static GuestMessage result(int status) {
        return new GuestMessage(ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0, GuestMessage.OPEN_CHANNEL_RESULT).putInt(8, 3).putInt(16, status)
                .array());
    }

    @Test
    void aChannelWithoutAnEventIsNotOpenAndItsBellIsLetGoOf() {
        DoorbellPair pair = platform.doorbellPair();
        GuestMessage result = result(0);

        assertTrue(channels.open(result, List.of(pair.first()), new OfferBook()));

        assertTrue(result.status() < 0, "status " + result.status());
        try (Doorbell peer = platform.doorbell(pair.second())) {
            assertEquals(Doorbell.Wake.PEER_CLOSED, peer.poll());
        }
    }

    @Test
    void aChannelWithoutABellIsNotOpen() {
        GuestMessage result = result(0);

        assertTrue(channels.open(result, List.of(), new OfferBook()));

        assertTrue(result.status() < 0, "status " + result.status());
    }

    @Test
    void whatTheRootRefusesStaysAsItIs() {
        GuestMessage result = result(-5);

        assertFalse(channels.open(result, List.of(), new OfferBook()));

        assertEquals(-5, result.status());
    }
}
