// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest.lab;

import java.util.List;
import java.util.Set;
import org.ringway.guest.GuestMachine;
import org.ringway.guest.GuestReach;
import org.ringway.wire.Guid;

/// The scenario of a guest whose memory nobody gets hold of but the partition beside it: its rings
/// and streams work all the same, its providers see that partition, and it is offered and reaches
/// nothing else.
final class RelayedGuest {
    private static final String NAME = "relayed";
    private static final String SERVICE = "echo for a relayed guest";
    private static final GuestReach REACH = new GuestReach(
            List.of(GuestStreams.FILES), Set.of(Guid.ofName(SERVICE)), true);
    private static final int HOST_SERVICES = 4;

    private final LabBus bus;

    RelayedGuest(LabBus bus) {
        this.bus = bus;
    }

    String worksAllTheSame() throws Exception {
        GuestShell shell = new GuestShell(NAME, bus.log());
        try (GuestMachine guest = bus.boot(shell, NAME, REACH)) {
            GuestStreams.Shell run = command -> shell.run(guest, command, LabBus.LIMIT);
            String host = NAME + GuestMachine.HOST_SUFFIX;
            String rings;
            try (var _ = bus.self().offer("not allowed")) {
                rings = new RingProgram(bus.self(), run).run(
                        RingProgram.BY_ITSELF, SERVICE, host);
                List<String> seen = run.run("ls -1 /sys/bus/vmbus/devices");
                ScenarioFailure.unless(seen.size() <= HOST_SERVICES + 1, "devices=" + seen);
            }
            String peer = new GuestStreams(bus.self(), NAME, run).reachesAService();
            ScenarioFailure.unless(peer.equals("peer=" + host), peer);
            return rings;
        }
    }
}
