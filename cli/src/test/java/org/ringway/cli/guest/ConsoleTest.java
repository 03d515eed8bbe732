// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ConsoleTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Reader terminal = new Reader();
    private final Reader notes = new Reader();

    private Console console() {
        return new Console(new PrintStream(terminal, false, StandardCharsets.UTF_8),
                new PrintStream(notes, false, StandardCharsets.UTF_8));
    }

    private static void say(Console console, String text) {
        for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
            console.console(value);
        }
    }

    @Test
    void allIsShownBeforeItIsClosed() throws InterruptedException {
        Console console = console();
        say(console, "login: ü\r\n");
        assertAwaits(console, terminal);
        assertEquals("login: ü\r\n", terminal.text());

        say(console, "more");
        console.close();
        assertEquals("login: ü\r\nmore", terminal.text());
    }

    @Test
    void allIsNotedBeforeItIsClosed() throws InterruptedException {
        Console console = console();
        console.note("hello ü");
        assertAwaits(console, notes);
        assertEquals("ringway guest: hello ü\n", notes.text());
    }

    private static void assertAwaits(Console console, Reader reader) throws InterruptedException {
        reader.stopped.await();
        Thread closes = Thread.ofPlatform().daemon().start(() -> await(console));
        while (closes.isAlive() && closes.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        assertTrue(closes.isAlive(), "waits");
        reader.goesOn();
        closes.join();
    }

    private static void await(Console console) {
        try {
            console.await(LONG);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aTerminalThatNobodyReadsHoldsNobodyUp() throws InterruptedException {
        Console console = console();
        say(console, "x");
        console.note("first");
        terminal.stopped.await();
        notes.stopped.await();

        say(console, "y".repeat(2 * Backlog.MAX_BYTES));
        for (int i = 0; i < Backlog.MAX_BYTES; i++) {
            console.note("line");
        }
        terminal.goesOn();
        notes.goesOn();
        console.await(LONG);

        assertEquals("x" + "y".repeat(Backlog.MAX_BYTES), terminal.text());
        assertTrue(notes.text().startsWith("ringway guest: first\nringway guest: line\n"));
        assertTrue(notes.text().endsWith("\nringway guest: line\n"), "no half lines");
        assertTrue(notes.text().length() <= Backlog.MAX_BYTES + 100, "no more than fits");
    }

    @Test
    void whoeverLooksSeesIt() throws Exception {
        terminal.goesOn();
        Console console = console();
        Viewer viewer = new Viewer();
        Thread looks = Thread.ofPlatform().daemon().start(() -> {
            try {
                console.show(viewer);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        while (!viewer.seen.isDone()) {
            say(console, "a");
        }
        assertEquals('a', viewer.seen.join());
        looks.interrupt();
        looks.join();
    }

    @Test
    void whatIsNotAllWrittenIsWaitedForNoLongerThanSaid() throws InterruptedException {
        Backlog backlog = new Backlog();
        assertTrue(backlog.await(Duration.ofDays(1)), "nothing to write");

        assertTrue(backlog.add(new byte[Backlog.MAX_BYTES]));
        assertFalse(backlog.add((byte) 1));
        assertFalse(backlog.await(Duration.ofMillis(1)));
    }

    @Test
    void aKeyIsTriedUntilTheGuestTakesIt() {
        AtomicInteger tries = new AtomicInteger();
        Console.until(() -> tries.incrementAndGet() == 4);
        assertEquals(4, tries.get());
    }

    @Test
    void anInterruptedThreadTriesAKeyOnce() {
        AtomicInteger tries = new AtomicInteger();
        Thread.currentThread().interrupt();
        Console.until(() -> tries.incrementAndGet() < 0);
        assertEquals(1, tries.get());
        assertTrue(Thread.interrupted(), "stays interrupted");
    }

    /// Stops at the first bytes until it is told to go on.
    private static final class Reader extends OutputStream {
        private final CountDownLatch stopped = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        void goesOn() {
            goOn.countDown();
        }

        String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }

        @Override
        public void write(int value) {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            stopped.countDown();
            try {
                goOn.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            bytes.write(from, offset, length);
        }
    }

    private static final class Viewer extends OutputStream {
        private final CompletableFuture<Integer> seen = new CompletableFuture<>();

        @Override
        public void write(int value) {
            seen.complete(value);
        }
    }
}
