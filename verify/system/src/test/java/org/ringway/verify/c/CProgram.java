// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.c;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// A running program in C: it says lines, and may wait for cues.
final class CProgram implements AutoCloseable {
    private final Process process;
    private final BufferedReader lines;
    private final Writer cues;

    private CProgram(Process process) {
        this.process = process;
        this.lines = process.inputReader();
        this.cues = process.outputWriter();
    }

    static CProgram start(Path program, Object... arguments) throws IOException {
        return start(Map.of(), program, arguments);
    }

    static CProgram start(Map<String, String> environment, Path program, Object... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        return new CProgram(builder.start());
    }

    String says() throws IOException {
        String line = lines.readLine();
        if (line == null) {
            throw new IOException("the program has ended: pid=" + process.pid());
        }
        return line;
    }

    /// Takes all it says until it ends.
    void forEachLine(Consumer<String> listener) {
        lines.lines().forEach(listener);
    }

    void cue() throws IOException {
        cues.write("go\n");
        cues.flush();
    }

    int awaitEnd() throws InterruptedException {
        return process.waitFor();
    }

    /// Ends it by SIGKILL, and waits until it is gone.
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
