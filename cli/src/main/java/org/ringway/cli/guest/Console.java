// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.ringway.guest.GuestListener;
import org.ringway.guest.GuestMachine;

/// A guest's console, on the terminal of its machine and wherever else somebody looks at it. Who
/// does not keep up misses something: the guest waits for nobody.
///
/// - **Thread:** any. **Blocking:** only [#show], [#type], [#await] and [#close].
final class Console implements GuestListener, AutoCloseable {
    private static final Duration LAST_CHANCE = Duration.ofSeconds(1);
    private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final PrintStream notes;
    private final Backlog onTerminal;
    private final Backlog noted;
    private final Set<Backlog> others = ConcurrentHashMap.newKeySet();

    /// @param terminal used by a thread of this console alone
    /// @param notes used by another
    Console(PrintStream terminal, PrintStream notes) {
        this.notes = notes;
        this.onTerminal = writing("guest terminal", terminal);
        this.noted = writing("guest notes", notes);
    }

    private static Backlog writing(String thread, PrintStream to) {
        Backlog backlog = new Backlog();
        Thread.ofPlatform().daemon().name(thread).start(() -> {
            try {
                backlog.writeTo(to);
            } catch (IOException | InterruptedException _) {
                // Nobody looks any more.
            }
        });
        return backlog;
    }

    @Override
    public void console(byte value) {
        onTerminal.add(value);
        others.forEach(other -> other.add(value));
    }

    @Override
    public void note(String line) {
        noted.add(("ringway guest: " + line + System.lineSeparator()).getBytes(notes.charset()));
    }

    /// Shows the console to somebody until that fails.
    void show(OutputStream to) throws InterruptedException {
        Backlog backlog = new Backlog();
        others.add(backlog);
        try {
            backlog.writeTo(to);
        } catch (IOException _) {
            // Nobody looks any more.
        } finally {
            others.remove(backlog);
        }
    }

    /// Types everything that comes, as fast as the guest takes it, until there is no more.
    static void type(InputStream from, GuestMachine guest) throws IOException {
        for (int value = from.read(); value >= 0; value = from.read()) {
            type(value, guest);
        }
    }

    /// Types a key as soon as the guest has room for it; one that has ended has. If interrupted,
    /// the key is lost, and the thread stays interrupted.
    static void type(int key, GuestMachine guest) {
        until(() -> guest.type((byte) key));
    }

    /// @param taken tried again and again until it says so, or the thread is interrupted
    static void until(BooleanSupplier taken) {
        while (!taken.getAsBoolean() && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(MOMENT_NANOS);
        }
    }

    /// Waits until the terminal has all that was said so far, if somebody reads it there. What is
    /// said afterwards is shown, too, while the process lives. Idempotent.
    @Override
    public void close() {
        try {
            await(LAST_CHANCE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// @param atMost how long to wait for either of the two places where it is shown
    void await(Duration atMost) throws InterruptedException {
        onTerminal.await(atMost);
        noted.await(atMost);
    }
}
