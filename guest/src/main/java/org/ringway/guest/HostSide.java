// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.ringway.child.ChildPartition;
import org.ringway.guest.integration.GuestHealth;
import org.ringway.guest.integration.HostServices;
import org.ringway.wire.PartitionId;

/// What the partition beside a guest does for it, as long as one root and one machine live.
///
/// @param services what a guest expects of its host
/// @param relay carries its streams to other guests
record HostSide(HostServices services, GuestRelay relay) implements AutoCloseable {
    /// Begins with both.
    ///
    /// @param host the partition; stays open
    /// @param guest for whom
    /// @param health is told what the guest says
    /// @param ports what ports mean to the guest
    static HostSide start(ChildPartition host, PartitionId guest, GuestHealth health,
            List<PortMapping> ports) throws InterruptedException {
        HostServices services = HostServices.start(host, guest, health);
        try {
            return new HostSide(services, GuestRelay.start(host.streams(), guest, ports));
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
        relay.close();
        services.close();
    }
}
