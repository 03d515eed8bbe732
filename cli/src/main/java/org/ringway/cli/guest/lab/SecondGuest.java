// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest.lab;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ringway.guest.GuestMachine;

/// The scenarios of one more guest beside the first: a kernel that unpacks itself, as it lies in
/// `/boot`, sees its own host's services and not those of the other; and reaches its programs.
final class SecondGuest {
    private static final int SERVICES = 4;

    private final LabBus bus;
    private @Nullable GuestMachine running;
    private final GuestShell shell;

    SecondGuest(LabBus bus) {
        this.bus = bus;
        this.shell = new GuestShell("packed", bus.log());
    }

    String boots() throws InterruptedException {
        GuestMachine guest = bus.boot(shell, "packed", true);
        running = guest;
        List<String> seen = shell.run(guest, "ls -1 /sys/bus/vmbus/devices", LabBus.LIMIT);
        ScenarioFailure.unless(seen.size() == SERVICES, "devices=" + seen);
        List<String> processors = shell.run(guest, "grep -c ^processor /proc/cpuinfo",
                LabBus.LIMIT);
        ScenarioFailure.unless(processors.equals(List.of("2")), "processors=" + processors);
        Await.health("heartbeats", guest, health -> health.beats() >= 2);
        return "devices=" + seen.size() + " beats=" + guest.health().beats();
    }

    /// The partition beside this one carries the stream. It is the last that this guest is for.
    ///
    /// @param first the other guest's shell
    /// @param streams of a partition, to compare with
    String reaches(GuestStreams.Shell first, GuestStreams streams) throws Exception {
        if (running == null) {
            boots();
        }
        GuestMachine guest = Objects.requireNonNull(running, "no second guest runs");
        first.run("socat VSOCK-LISTEN:" + GuestStreams.LISTENS + ",fork EXEC:cat > /dev/null"
                + " 2>&1 & sleep 1");
        List<String> printed = shell.run(guest, "echo across | socat -t 100 - VSOCK-CONNECT:2:"
                + GuestStreams.OTHER_GUEST.port(), LabBus.LIMIT);
        ScenarioFailure.unless(printed.equals(List.of("across")), "printed=" + printed);
        GuestStreams.Shell run = command -> shell.run(guest, command, LabBus.LIMIT);
        String rates = "there and back: guest="
                + GuestStreams.rate(run, GuestStreams.OTHER_GUEST.port())
                + " partition=" + streams.rateOfAPartition(run);
        close();
        return rates;
    }

    void close() {
        if (running != null) {
            running.close();
            running = null;
        }
    }
}
