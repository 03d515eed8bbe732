// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.ringway.guest.GuestListener;
import org.ringway.guest.GuestMachine;

/// Talks with the lab's guest on its serial port: a line is a command, its answer ends with a line
/// of our own.
final class GuestShell implements GuestListener {
    private static final String READY = "=READY";
    private static final String END = "=END ";

    private final String name;
    private final LabLog log;
    private final StringBuilder line = new StringBuilder();
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    /// @param log sees every line
    GuestShell(String name, LabLog log) {
        this.name = name;
        this.log = log;
    }

    @Override
    public synchronized void console(byte value) {
        if (value == '\n') {
            lines.add(line.toString());
            log.line(name + "| " + line);
            line.setLength(0);
        } else if (value != '\r') {
            line.append((char) (value & 0xFF));
        }
    }

    @Override
    public void note(String text) {
        log.line(name + "# " + text);
    }

    /// Waits until the guest takes commands.
    void awaitReady(Duration limit) throws InterruptedException {
        await(text -> text.equals(READY), limit, new ArrayList<>());
    }

    /// Waits for a line of the guest's.
    ///
    /// @param before takes the lines before it
    /// @return the line
    String await(Predicate<String> wanted, Duration limit, List<String> before)
            throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            String next = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                throw new ScenarioFailure("the guest says nothing: seconds=" + limit.toSeconds()
                        + " last=" + (before.isEmpty() ? "" : before.getLast()));
            }
            if (wanted.test(next)) {
                return next;
            }
            before.add(next);
        }
    }

    /// Has the guest do something.
    ///
    /// @return what it printed
    /// @throws ScenarioFailure if it failed, or took too long
    List<String> run(GuestMachine guest, String command, Duration limit)
            throws InterruptedException {
        List<String> printed = new ArrayList<>();
        type(guest, command);
        String end = await(text -> text.startsWith(END), limit, printed);
        if (!end.equals(END + "0")) {
            throw new ScenarioFailure("the guest's command failed: command=" + command + " "
                    + end + " printed=" + printed);
        }
        return printed;
    }

    /// Has the guest do something, and does not wait for it.
    void type(GuestMachine guest, String command) {
        for (char letter : (command + "\n").toCharArray()) {
            guest.type((byte) letter);
        }
    }
}
