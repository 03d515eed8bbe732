// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.ringway.cli.CommandFailure;

/// Starts a root and two children, watches over them, and leaves nothing behind.
///
/// All three end when their standard input does, so that not even a conductor that is killed leaves
/// one of them running.
final class Conductor implements AutoCloseable {
    private static final List<String> SMALL = List.of("-Xmx64m", "-XX:TieredStopAtLevel=1");
    /// How long a survivor has to say what it saw before it is ended.
    private static final long LAST_WORDS_MILLIS = 2_000;

    private final Path folder;
    private final List<Process> processes = new ArrayList<>();
    private final ProgressBar bar;

    Conductor(ProgressBar bar) throws IOException {
        this.bar = bar;
        this.folder = Files.createTempDirectory("ringway-demo-");
    }

    /// Runs the demo.
    ///
    /// @param source what to transfer
    /// @param copy where to write it, or null
    /// @return what it has shown
    /// @throws CommandFailure if one of the processes failed or died
    DemoResult run(Path source, @Nullable Path copy) throws IOException, InterruptedException {
        Path socket = folder.resolve("root.sock");
        Process root = start(SMALL, "root", "--socket", socket.toString(), "--until-eof");
        awaitLine(root, "the root did not start");
        Process provider = start(List.of(), "child", "serve", "--socket", socket.toString(),
                source.toString());
        awaitLine(provider, "the providing child did not start");
        List<String> fetch = new ArrayList<>(
                List.of("child", "fetch", "--socket", socket.toString()));
        if (copy != null) {
            fetch.addAll(List.of("--to", copy.toString()));
        }
        Process consumer = start(List.of(), fetch.toArray(String[]::new));
        return conduct(root, provider, consumer);
    }

    private DemoResult conduct(Process root, Process provider, Process consumer)
            throws InterruptedException {
        ConsumerLines lines = new ConsumerLines(bar, () -> ProcessCpu.nanos(root.pid()));
        CompletableFuture<Void> told = CompletableFuture.runAsync(() -> readAll(consumer, lines));
        CompletableFuture.anyOf(provider.onExit(), consumer.onExit()).join();
        giveLastWords(provider, consumer);
        bar.close();
        if (!consumer.isAlive()) {
            told.join();
        }
        DemoResult result = lines.result();
        if (result == null || consumer.isAlive() || consumer.exitValue() != 0) {
            throw new CommandFailure("the demo has failed: "
                    + state("provider", provider) + ", " + state("consumer", consumer),
                    "the lines above say what happened");
        }
        return result;
    }

    /// The provider lives as long as the consumer needs it; if it dies first, the consumer says so.
    private static void giveLastWords(Process provider, Process consumer)
            throws InterruptedException {
        Process other = provider.isAlive() ? provider : consumer;
        boolean goodEnd = !consumer.isAlive() && consumer.exitValue() == 0;
        if (!goodEnd) {
            other.waitFor(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private static String state(String name, Process process) {
        return name + (process.isAlive() ? " alive" : " exited with " + process.exitValue());
    }

    private Process start(List<String> flags, String... arguments) throws IOException {
        Process process = JavaProcess.start(flags, List.of(arguments));
        processes.add(process);
        return process;
    }

    private static void awaitLine(Process process, String failure) throws IOException {
        if (process.inputReader(StandardCharsets.UTF_8).readLine() == null) {
            throw new CommandFailure(failure, "the line above says why");
        }
    }

    private static void readAll(Process consumer, ConsumerLines lines) {
        try (BufferedReader reader = consumer.inputReader(StandardCharsets.UTF_8)) {
            String line = reader.readLine();
            while (line != null) {
                lines.take(line);
                line = reader.readLine();
            }
        } catch (IOException hungUp) {
            // The process has died; its exit code is looked at elsewhere.
        }
    }

    /// Ends whatever still runs: input first, then harder.
    @Override
    public void close() throws IOException {
        for (Process process : processes.reversed()) {
            end(process);
        }
        Files.deleteIfExists(folder.resolve("root.sock"));
        Files.deleteIfExists(folder.resolve("root.sock.lock"));
        Files.deleteIfExists(folder);
    }

    private static void end(Process process) {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(2, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (IOException | InterruptedException e) {
            process.destroyForcibly();
        }
    }
}
