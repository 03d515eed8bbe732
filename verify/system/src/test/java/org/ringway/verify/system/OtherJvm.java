// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A process with a main class of this package, led by lines: it says some, and waits for cues.
final class OtherJvm implements AutoCloseable {
    private final Process process;
    private final BufferedReader lines;
    private final Writer cues;

    private OtherJvm(Process process) {
        this.process = process;
        this.lines = process.inputReader();
        this.cues = process.outputWriter();
    }

    static OtherJvm start(Class<?> main, String... arguments) throws IOException {
        return start(new ProcessBuilder(command(main, arguments)));
    }

    /// @param builder knows where standard error goes, else it goes where ours does
    static OtherJvm start(ProcessBuilder builder) throws IOException {
        if (builder.redirectError() == ProcessBuilder.Redirect.PIPE) {
            builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        }
        return new OtherJvm(builder.start());
    }

    /// {@return how to start a main class of this package}
    static List<String> command(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /// {@return the cues, for a main class}
    static BufferedReader cues() {
        return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    }

    String says() throws IOException {
        String line = lines.readLine();
        if (line == null) {
            throw new IOException("the process has ended: pid=" + process.pid());
        }
        return line;
    }

    void cue() throws IOException {
        cues.write("go\n");
        cues.flush();
    }

    /// @param name of a signal, as `kill` knows it
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-s", name, Long.toString(pid())).start().waitFor();
    }

    int awaitEnd() throws InterruptedException {
        return process.waitFor();
    }

    long pid() {
        return process.pid();
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
