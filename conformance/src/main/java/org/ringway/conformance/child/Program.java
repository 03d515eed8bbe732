// SPDX-License-Identifier: Apache-2.0
package org.ringway.conformance.child;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.ringway.conformance.script.Broken;

/// The program that is tried, started anew for each of its lives; or one that somebody else starts.
final class Program {
    private static final int SIGNALED = 128;
    private static final int SIGKILL = 9;
    private static final int SIGTERM = 15;

    private final List<String> command;
    private final Path socket;
    private @Nullable Process process;

    /// @param command empty if somebody else starts it
    Program(List<String> command, Path socket) {
        this.command = command;
        this.socket = socket;
    }

    boolean isOurs() {
        return !command.isEmpty();
    }

    void start() {
        if (!isOurs() || process != null && process.isAlive()) {
            return;
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(Redirect.DISCARD).redirectError(Redirect.INHERIT);
        builder.environment().put("RINGWAY_SOCKET", socket.toString());
        try {
            process = builder.start();
        } catch (IOException absent) {
            throw new Broken("the program does not start: " + absent.getMessage());
        }
    }

    /// {@return how it ended, empty if it runs or is not ours}
    String end() {
        if (process == null || process.isAlive()) {
            return "";
        }
        int code = process.exitValue();
        return code > SIGNALED ? "the program was ended by signal " + (code - SIGNALED)
                : "the program ended with exit code " + code;
    }

    /// Waits a little for the end of a program whose link is over, then ends it.
    ///
    /// @return whether a signal ended it that we did not send
    boolean hasCrashed(long millis) {
        try {
            if (process == null || !process.waitFor(millis, TimeUnit.MILLISECONDS)) {
                return false;
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
        int signal = process.exitValue() - SIGNALED;
        return signal > 0 && signal != SIGKILL && signal != SIGTERM;
    }

    void stop() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
            process = null;
        }
    }
}
