// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.ringway.cli.CommandFailure;
import org.ringway.cli.ProgressBar;
import org.ringway.cli.process.ProcessCpu;
import org.ringway.cli.process.TemporaryBus;

/// Starts a root and two children, and watches over them.
final class Conductor implements AutoCloseable {
    /// How long a survivor has to say what it saw before it is ended.
    private static final long LAST_WORDS_MILLIS = 10_000;

    private final TemporaryBus bus;
    private final ProgressBar bar;

    Conductor(ProgressBar bar) throws IOException {
        this.bar = bar;
        this.bus = new TemporaryBus("demo");
    }

    /// Runs the demo.
    ///
    /// @param source what to transfer
    /// @param copy where to write it, or null
    /// @return what it has shown
    /// @throws CommandFailure if one of the processes failed or died
    DemoResult run(Path source, @Nullable Path copy) throws IOException, InterruptedException {
        String socket = bus.socket().toString();
        Process root = bus.startRoot();
        Process provider = bus.start("child", "serve", "--socket", socket, source.toString());
        TemporaryBus.awaitLine(provider, "the providing child did not start");
        List<String> fetch = new ArrayList<>(List.of("child", "fetch", "--socket", socket));
        if (copy != null) {
            fetch.addAll(List.of("--to", copy.toString()));
        }
        Process consumer = bus.start(fetch.toArray(String[]::new));
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

    @Override
    public void close() throws IOException {
        bus.close();
    }
}
