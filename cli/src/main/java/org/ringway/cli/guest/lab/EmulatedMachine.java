// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// QEMU without virtualization, but with an emulated processor that has it: the kernel in it can
/// run guests by KVM. With one processor, because with two it may hang.
final class EmulatedMachine {
    private static final List<String> HARDWARE = List.of(LabParts.QEMU, "-accel", "tcg",
            "-machine", "q35", "-cpu", "max,la57=off,+svm,+npt", "-smp", "1", "-m", "2048",
            "-display", "none", "-no-reboot", "-nic", "none", "-serial", "stdio");
    private static final String LINE = "console=ttyS0 quiet panic=-1";
    /// Linux hands what it does not know to the first program, as a variable.
    private static final String SCENARIOS = " SCENARIOS=";
    private static final String OVER = "=LAB OVER";

    private final Path kernel;
    private final Path archive;
    private final String scenarios;
    private final Path log;

    /// @param scenarios which ones: an option without blanks, or nothing
    /// @param log takes everything on its console
    EmulatedMachine(Path kernel, Path archive, String scenarios, Path log) {
        this.kernel = kernel;
        this.archive = archive;
        this.scenarios = scenarios;
        this.log = log;
    }

    /// Runs it until it switches itself off, or the time has passed.
    ///
    /// @param heard told of each result
    /// @return whether it came to its end
    boolean run(Duration limit, Consumer<ScenarioResult> heard)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(HARDWARE);
        command.addAll(List.of("-kernel", kernel.toString(), "-initrd", archive.toString(),
                "-append", LINE + SCENARIOS + scenarios));
        Process machine = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        Thread end = new Thread(machine::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(end);
        Thread watch = Thread.ofVirtual().start(() -> endAfter(machine, limit));
        try {
            return listen(machine, heard);
        } finally {
            machine.destroyForcibly().waitFor();
            watch.interrupt();
            Runtime.getRuntime().removeShutdownHook(end);
        }
    }

    private static void endAfter(Process machine, Duration limit) {
        try {
            if (!machine.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                machine.destroyForcibly();
            }
        } catch (InterruptedException _) {
            // It has ended.
        }
    }

    private boolean listen(Process machine, Consumer<ScenarioResult> heard) throws IOException {
        boolean isOver = false;
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(log));
                BufferedReader in = new BufferedReader(new InputStreamReader(
                        machine.getInputStream(), StandardCharsets.ISO_8859_1))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.println(line);
                out.flush();
                ScenarioResult result = ScenarioResult.read(line);
                if (result != null) {
                    heard.accept(result);
                }
                isOver |= line.contains(OVER);
            }
        }
        return isOver;
    }
}
