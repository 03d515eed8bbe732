// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringway.cli.process.JavaProcess;

/// The scenarios of a guest as users have it: `ringway guest run`, with the first file system of
/// `ringway guest initrd`. What is typed on its console reaches a partition. Then its process is
/// killed: the root must know at once, and others must notice nothing.
final class CommandGuest {
    private static final String NAME = "command";
    private static final String GREETING = "Linux ";
    private static final String ANSWER = "answer to ";

    private final LabBus bus;
    private final GuestShell shell;
    private @Nullable Process machine;

    CommandGuest(LabBus bus) {
        this.bus = bus;
        this.shell = new GuestShell(NAME, bus.log());
    }

    String talksToAPartition() throws Exception {
        Process running = machine();
        Thread.ofPlatform().daemon().name("console").start(() -> look(running.getInputStream()));
        String greeting = shell.await(
                line -> line.startsWith(GREETING), LabBus.LIMIT, new ArrayList<>());
        new GuestStreams(bus.self(), NAME, this::type).reachesAPort();
        return greeting;
    }

    private Process machine() throws IOException {
        if (machine == null) {
            machine = JavaProcess.start(List.of(), List.of("guest", "run", "--name", NAME,
                    "--memory", "192M", "--socket", bus.socket().toString(),
                    "--kernel", LabBus.KERNEL.toString(), "--initrd", LabBus.INITRD.toString()));
        }
        return machine;
    }

    private void look(InputStream console) {
        try {
            for (int value = console.read(); value >= 0; value = console.read()) {
                shell.console((byte) value);
            }
        } catch (IOException _) {
            // It has ended.
        }
    }

    /// The shell shows what is typed, and a prompt.
    private List<String> type(String command) throws InterruptedException {
        try {
            Writer keys = machine().outputWriter();
            keys.write(command + "\n");
            keys.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.of(shell.await(
                line -> line.startsWith(ANSWER), LabBus.LIMIT, new ArrayList<>()));
    }

    String dies() throws IOException, InterruptedException {
        Process running = machine();
        try {
            Await.that("the guest is listed", () -> isListed(NAME));
            long pid = running.pid();
            running.destroyForcibly().waitFor();
            Await.that("the guest is gone", () -> !isListed(NAME) && !isListed(NAME + "-host"));
            return "pid=" + pid;
        } finally {
            running.destroyForcibly();
        }
    }

    private boolean isListed(String name) throws InterruptedException {
        return bus.self().list().partitions().stream()
                .anyMatch(each -> each.partition().name().value().equals(name));
    }
}
