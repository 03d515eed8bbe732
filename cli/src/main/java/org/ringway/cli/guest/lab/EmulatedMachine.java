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
///
/// @param kernel of the machine
/// @param archive its first file system
/// @param scenarios which ones: an option without blanks, or nothing
record EmulatedMachine(Path kernel, Path archive, String scenarios) {
    /// A machine that lives says so every few seconds: see [LabLog].
    static final Duration SILENCE = Duration.ofSeconds(60);

    /// The machine ends with this process, however that ends.
    private static final List<String> BOUND = List.of("setpriv", "--pdeathsig", "KILL");
    private static final List<String> HARDWARE = List.of(LabParts.QEMU, "-accel", "tcg",
            "-machine", "q35", "-cpu", "max,la57=off,+svm,+npt", "-smp", "1", "-m", "2048",
            "-display", "none", "-no-reboot", "-nic", "none", "-serial", "stdio");
    /// On a busy host the emulated timer may be late for the kernel's check of it, which then tries
    /// others and hangs. Nobody spies in there, and guarding against it is slow in an emulation.
    private static final String LINE =
            "console=ttyS0 quiet panic=-1 no_timer_check mitigations=off";
    /// Linux hands what it does not know to the first program, as a variable.
    private static final String SCENARIOS = " SCENARIOS=";
    private static final String OVER = "=LAB OVER";

    /// How a run came to its end.
    enum Ending {
        /// Its last program has ended.
        OVER("has come to its end"),
        /// It hangs.
        SILENT("says nothing any more"),
        /// There is no time left.
        LATE("took too long"),
        /// It switched itself off, or has crashed.
        BROKEN("has broken off");

        private final String text;

        Ending(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /// Runs it until it switches itself off, hangs, or the time has passed.
    ///
    /// @param deadline by [System#nanoTime]
    /// @param log takes everything on its console
    /// @param heard told of each result
    Ending run(long deadline, Path log, Consumer<ScenarioResult> heard)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(BOUND);
        command.addAll(HARDWARE);
        command.addAll(List.of("-kernel", kernel.toString(), "-initrd", archive.toString(),
                "-append", LINE + SCENARIOS + scenarios));
        Process machine = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        Thread end = new Thread(machine::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(end);
        Watch watch = new Watch(machine, deadline);
        Thread watching = Thread.ofVirtual().start(watch);
        try {
            return listen(machine, watch, log, heard) ? Ending.OVER : watch.ending;
        } finally {
            machine.destroyForcibly().waitFor();
            watching.join();
            Runtime.getRuntime().removeShutdownHook(end);
        }
    }

    /// {@return whether it came to its end}
    private static boolean listen(Process machine, Watch watch, Path log,
            Consumer<ScenarioResult> heard) throws IOException {
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(log));
                BufferedReader in = new BufferedReader(new InputStreamReader(
                        machine.getInputStream(), StandardCharsets.ISO_8859_1))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                watch.heard = System.nanoTime();
                out.println(line);
                out.flush();
                ScenarioResult result = ScenarioResult.read(line);
                if (result != null) {
                    heard.accept(result);
                }
                if (line.contains(OVER)) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Ends a machine that is late or silent.
    private static final class Watch implements Runnable {
        private final Process machine;
        private final long deadline;
        private volatile long heard = System.nanoTime();
        private volatile Ending ending = Ending.BROKEN;

        Watch(Process machine, long deadline) {
            this.machine = machine;
            this.deadline = deadline;
        }

        @Override
        public void run() {
            try {
                long left = left();
                while (left > 0 && !machine.waitFor(left, TimeUnit.NANOSECONDS)) {
                    left = left();
                }
                if (left <= 0) {
                    ending = System.nanoTime() - deadline < 0 ? Ending.SILENT : Ending.LATE;
                    machine.destroyForcibly();
                }
            } catch (InterruptedException _) {
                machine.destroyForcibly();
            }
        }

        private long left() {
            long now = System.nanoTime();
            return Math.min(deadline - now, heard + SILENCE.toNanos() - now);
        }
    }
}
