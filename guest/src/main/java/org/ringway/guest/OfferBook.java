// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.ringway.ProtocolException;
import org.ringway.guest.synic.MonitorPage;

/// What a guest was offered: by which connection and which monitor it signals.
///
/// Linux before 6.12 lets user programs have only channels with a monitor, so every offer gets one
/// whose interface is none of those that kernels have drivers for.
final class OfferBook {
    /// First words of the interface ids of heartbeat, time, shutdown, key-value pairs, backup, file
    /// copy, network, disk, framebuffer, keyboard, mouse and memory.
    private static final Set<Integer> WITH_DRIVERS = Set.of(0x5716_4F39, 0x9527_E630, 0x0E0B_6031,
            0xA9A0_F4E7, 0x35FA_2E29, 0x34D1_4BE3, 0xF861_5163, 0xBA61_63D9, 0xDA0A_7802,
            0xF912_AD6D, 0xCFA8_B69E, 0x5250_74DC);
    private record Offer(int connection, int monitor) {}

    private final Map<Integer, Offer> offers = new HashMap<>();
    private final Map<Integer, Integer> targets = new HashMap<>();
    private final BitSet monitors = new BitSet(MonitorPage.MONITORS);

    /// Gives the offer a monitor, if it wants one and one is free.
    ///
    /// @throws ProtocolException if it is too short for one
    void offered(GuestMessage offer) {
        if (offer.bytes().length < GuestMessage.OFFER_BYTES) {
            throw new ProtocolException("OfferChannel is short: bytes=" + offer.bytes().length
                    + " needed=" + GuestMessage.OFFER_BYTES);
        }
        released(offer.relId());
        int monitor = GuestMessage.NO_MONITOR;
        int free = monitors.nextClearBit(0);
        if (wantsMonitor(offer) && free < MonitorPage.MONITORS) {
            monitor = free;
            monitors.set(free);
            offer.allocateMonitor(free);
        }
        offers.put(offer.relId(), new Offer(offer.connectionId(), monitor));
    }

    private static boolean wantsMonitor(GuestMessage offer) {
        return !WITH_DRIVERS.contains(offer.interfaceWord()) && !offer.isStream();
    }

    /// An id that the guest was not offered is refused by the root, and not kept.
    void opening(GuestMessage open) {
        if (offers.containsKey(open.relId())) {
            targets.put(open.relId(), open.openTarget());
        }
    }

    void released(int relId) {
        Offer offer = offers.remove(relId);
        if (offer != null && offer.monitor() != GuestMessage.NO_MONITOR) {
            monitors.clear(offer.monitor());
        }
        targets.remove(relId);
    }

    /// {@return the ids that the guest has not let go of}
    Set<Integer> relIds() {
        return Set.copyOf(offers.keySet());
    }

    void clear() {
        offers.clear();
        targets.clear();
        monitors.clear();
    }

    int connection(int relId) {
        return offers.containsKey(relId) ? offers.get(relId).connection() : relId;
    }

    int monitor(int relId) {
        return offers.containsKey(relId) ? offers.get(relId).monitor() : GuestMessage.NO_MONITOR;
    }

    /// The processor that the guest wants to be interrupted.
    int target(int relId) {
        return targets.getOrDefault(relId, 0);
    }
}
