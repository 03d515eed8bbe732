// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Lines for standard error that never make the root wait, because whoever should read them may
/// have stopped. What does not fit is counted and left out.
///
/// - **Thread:** any. **Blocking:** only [#close], for a second at most.
final class PatientLog implements Consumer<String>, AutoCloseable {
    private static final int CAPACITY = 256;
    private static final Duration LAST_CHANCE = Duration.ofSeconds(1);

    private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicLong lost = new AtomicLong();
    private final PrintWriter writer;
    private final Thread thread;

    /// @param writer used by a thread of this log alone
    PatientLog(PrintWriter writer) {
        this.writer = writer;
        this.thread = Thread.ofPlatform().daemon().name("log").start(this::write);
    }

    @Override
    public void accept(String line) {
        if (!lines.offer(line)) {
            lost.incrementAndGet();
        }
    }

    private void write() {
        try {
            while (true) {
                say(lines.take());
            }
        } catch (InterruptedException _) {
            lines.forEach(this::say);
        }
    }

    private void say(String line) {
        writer.println("ringway: " + line);
        long count = lost.getAndSet(0);
        if (count > 0) {
            writer.println("ringway: lines lost because nobody read: count=" + count);
        }
    }

    /// Writes what is left, if somebody reads it.
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(LAST_CHANCE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
