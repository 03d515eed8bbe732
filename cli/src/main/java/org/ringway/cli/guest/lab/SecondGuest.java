// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest.lab;

import java.util.List;
import org.ringway.guest.GuestMachine;

/// The scenario of one more guest beside the first: a kernel that unpacks itself, as it lies in
/// `/boot`, sees its own host's services and not those of the other.
final class SecondGuest {
    private static final int SERVICES = 4;

    private final LabBus bus;
    private final GuestShell shell = new GuestShell("packed", System.out::println);

    SecondGuest(LabBus bus) {
        this.bus = bus;
    }

    String boots() throws InterruptedException {
        try (GuestMachine guest = bus.boot(shell, "packed", true)) {
            List<String> seen = shell.run(
                    guest, "ls /sys/bus/vmbus/devices", LabBus.LIMIT);
            ScenarioFailure.unless(seen.size() == SERVICES, "devices=" + seen);
            Await.that("heartbeats", () -> guest.health().beats() >= 2);
            return "devices=" + seen.size() + " beats=" + guest.health().beats();
        }
    }
}
