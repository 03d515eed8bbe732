// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.command;

import java.io.BufferedReader;
import java.io.IOException;

/// A root process that has said that children can join.
public final class RunningRoot implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;
    private final String ready;

    RunningRoot(Process process) throws IOException {
        this.process = process;
        this.out = process.inputReader();
        this.ready = String.valueOf(out.readLine());
    }

    /// {@return its first line}
    public String ready() {
        return ready;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /// Sends a signal and waits for the end.
    ///
    /// @return the exit code
    public int end(String signal) throws IOException, InterruptedException {
        signal(signal);
        return process.waitFor();
    }

    /// Sends a signal.
    public void signal(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-s", signal, Long.toString(process.pid())).start().waitFor();
    }

    /// {@return what it said after the first line; asks for a root that has ended}
    String rest() throws IOException {
        return String.join("\n", out.lines().toList());
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
