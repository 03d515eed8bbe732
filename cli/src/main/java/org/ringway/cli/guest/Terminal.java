// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What somebody types with. If it is a terminal, each key is heard as it is pressed, Ctrl-C too,
/// and is not shown: the guest does that. It is as it was when this is closed, or the process ends.
final class Terminal implements AutoCloseable {
    private static final String[] KEY_BY_KEY =
            {"-icanon", "-echo", "-isig", "-icrnl", "-ixon", "min", "1", "time", "0"};
    /// Ctrl-], as of telnet.
    private static final int LEAVE = 0x1D;

    /// How `stty` makes it what it was; empty if this is no terminal.
    private final String before;

    /// What takes keys.
    interface Keys {
        void type(int key) throws IOException;
    }

    private Terminal(String before) {
        this.before = before;
    }

    /// Has the standard input be read key by key, if it is a terminal.
    static Terminal open() throws InterruptedException {
        Terminal terminal = new Terminal(stty("-g"));
        if (terminal.isOne()) {
            Runtime.getRuntime().addShutdownHook(new Thread(terminal::close, "terminal"));
            stty(KEY_BY_KEY);
        }
        return terminal;
    }

    boolean isOne() {
        return !before.isEmpty();
    }

    /// Hands on what is typed, until there is no more.
    ///
    /// @return whether somebody who sits there wants to leave
    boolean type(Keys to) throws IOException {
        for (int key = System.in.read(); key >= 0; key = System.in.read()) {
            if (isOne() && key == LEAVE) {
                return true;
            }
            to.type(key);
        }
        return false;
    }

    /// {@return what it says, nothing if it fails: because this is no terminal, or there is no such
    /// program, and then all goes line by line}
    private static String stty(String... options) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("stty"));
        command.addAll(List.of(options));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(Redirect.INHERIT).redirectError(Redirect.DISCARD).start();
            String said = new String(
                    process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return process.waitFor() == 0 ? said : "";
        } catch (IOException _) {
            return "";
        }
    }

    @Override
    public void close() {
        if (isOne()) {
            try {
                stty(before);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
