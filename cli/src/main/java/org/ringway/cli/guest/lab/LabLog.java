// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest.lab;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// What the emulated machine says on its console: results, what guests say, and now and again that
/// it lives, so that one that hangs is known by its silence.
///
/// - **Thread:** any; lines stay whole.
final class LabLog implements AutoCloseable {
    private static final long BEAT_SECONDS = 5;
    private static final String ALIVE = "=ALIVE";

    private final PrintStream out;
    private final ScheduledExecutorService beat =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

    /// Begins to tell that it lives.
    LabLog(PrintStream out) {
        this.out = out;
        beat.scheduleAtFixedRate(
                () -> line(ALIVE), BEAT_SECONDS, BEAT_SECONDS, TimeUnit.SECONDS);
    }

    void line(String text) {
        out.println(text);
    }

    /// Says where something failed.
    void failure(Exception failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        trace.toString().lines().forEach(this::line);
    }

    @Override
    public void close() {
        beat.shutdownNow();
    }
}
