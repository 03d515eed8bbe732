// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import java.util.concurrent.CompletableFuture;
import org.ringway.child.ChildPartition;
import org.ringway.guest.integration.GuestHealth;
import org.ringway.guest.integration.HostServices;
import org.ringway.wire.PartitionId;

/// What the partition beside a guest does for it, as long as one root and one machine live.
///
/// @param services what a guest expects of its host
/// @param relay carries its streams to other guests, or to everybody
/// @param offers carries channels of its to everybody, if that is so
record HostSide(HostServices services, GuestRelay relay, OfferRelay offers)
        implements AutoCloseable {
    /// Begins with all.
    ///
    /// @param host the partition; stays open
    /// @param guest for whom
    /// @param health is told what the guest says
    /// @param reach what the guest reaches
    /// @param offered is told what the host offers
    /// @param listener hears what cannot be relayed
    static HostSide start(ChildPartition host, PartitionId guest, GuestHealth health,
            GuestReach reach, HostOffers offered, GuestListener listener)
            throws InterruptedException {
        offered.begin(host.id());
        HostServices services = HostServices.start(host, guest, health, offered::instance);
        try {
            return new HostSide(services,
                    GuestRelay.start(host.streams(), guest, reach.carried(), offered),
                    OfferRelay.start(host, guest, reach, offered, listener));
        } catch (RuntimeException | InterruptedException e) {
            services.close();
            throw e;
        }
    }

    CompletableFuture<Void> stop() {
        return services.stop();
    }

    CompletableFuture<Void> restart() {
        return services.restart();
    }

    @Override
    public void close() {
        offers.close();
        relay.close();
        services.close();
    }
}
