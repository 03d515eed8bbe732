// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.ringway.cli.process.JavaProcess;

/// The scenario of a machine whose process is killed while its guest boots: the root must know at
/// once, and others must notice nothing.
final class KilledMachine {
    private static final String NAME = "victim";
    private static final List<String> OPTIONS = List.of("--memory", "128M", "--name", NAME);

    private final LabBus bus;

    KilledMachine(LabBus bus) {
        this.bus = bus;
    }

    String dies() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("guest", "run",
                "--socket", bus.socket().toString(), "--kernel", LabBus.KERNEL.toString(),
                "--initrd", LabBus.INITRD.toString()));
        command.addAll(OPTIONS);
        Process machine = JavaProcess.start(List.of(), command);
        try {
            Await.that("the guest is listed", () -> isListed(NAME));
            long pid = machine.pid();
            machine.destroyForcibly().waitFor();
            Await.that("the guest is gone", () -> !isListed(NAME) && !isListed(NAME + "-host"));
            return "pid=" + pid;
        } finally {
            machine.destroyForcibly();
        }
    }

    private boolean isListed(String name) throws InterruptedException {
        return bus.self().list().partitions().stream()
                .anyMatch(each -> each.partition().name().value().equals(name));
    }
}
