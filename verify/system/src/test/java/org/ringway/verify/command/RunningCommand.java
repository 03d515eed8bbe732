// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// A command that goes on, once it has said that it is ready.
public final class RunningCommand implements AutoCloseable {
    private final Process process;
    private final String ready;

    private RunningCommand(Process process, BufferedReader from) throws IOException {
        this.process = process;
        this.ready = String.valueOf(from.readLine());
    }

    /// One whose standard output belongs to a stream says it on standard error.
    public static RunningCommand listening(Process process) throws IOException {
        return new RunningCommand(process, process.errorReader());
    }

    public static RunningCommand speaking(Process process) throws IOException {
        return new RunningCommand(process, process.inputReader());
    }

    /// {@return its first line}
    public String ready() {
        return ready;
    }

    /// {@return the process}
    public Process process() {
        return process;
    }

    /// Writes something, and ends the input.
    void type(String text) throws IOException {
        try (var input = process.getOutputStream()) {
            input.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /// {@return what it has written when it has ended}
    String output() throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /// Asks it to end.
    ///
    /// @return the exit code
    public int end() throws InterruptedException {
        process.destroy();
        return process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
