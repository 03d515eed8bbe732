// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.ringway.cli.CommandFailure;
import org.ringway.cli.policy.PolicySource;

/// A root and other processes of this program, in a folder of their own; nothing is left behind.
///
/// All of them are to end when their standard input does, so that not even a killed command leaves
/// one running.
///
/// - **Thread:** one at a time.
public final class TemporaryBus implements AutoCloseable {
    private static final List<String> SMALL = List.of("-Xmx64m", "-XX:TieredStopAtLevel=1");

    private final Path folder;
    private final List<Process> processes = new ArrayList<>();

    /// @param purpose part of the folder's name
    /// @throws IOException if there is no making the folder
    public TemporaryBus(String purpose) throws IOException {
        folder = Files.createTempDirectory("ringway-" + purpose + "-");
    }

    /// {@return where files of the processes may lie; deleted with all that is in it}
    public Path folder() {
        return folder;
    }

    /// {@return where the root listens}
    public Path socket() {
        return folder.resolve("root.sock");
    }

    /// Starts the root and waits until it listens.
    ///
    /// @param options of the command, beside those that make it a root of this bus
    /// @return its process
    /// @throws IOException if there is no starting it
    public Process startRoot(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "root", "--socket", socket().toString(), "--policy", PolicySource.NONE,
                "--until-eof"));
        command.addAll(List.of(options));
        Process root = start(SMALL, command);
        awaitLine(root, "the root did not start");
        return root;
    }

    /// Starts a command of `ringway` with the flags of this JVM.
    ///
    /// @param arguments the command and its options
    /// @return its process
    /// @throws IOException if there is no starting it
    public Process start(String... arguments) throws IOException {
        return start(List.of(), List.of(arguments));
    }

    private Process start(List<String> flags, List<String> arguments) throws IOException {
        Process process = JavaProcess.start(flags, arguments);
        processes.add(process);
        return process;
    }

    /// Waits until a process says something.
    ///
    /// @param process of this bus
    /// @param failure what went wrong if it ends instead
    /// @return the line it said
    /// @throws IOException if there is no reading it
    public static String awaitLine(Process process, String failure) throws IOException {
        String line = process.inputReader(StandardCharsets.UTF_8).readLine();
        if (line == null) {
            throw new CommandFailure(failure, "the line above says why");
        }
        return line;
    }

    /// Ends whatever still runs: input first, then harder.
    @Override
    public void close() throws IOException {
        for (Process process : processes.reversed()) {
            end(process);
        }
        deleteAll();
    }

    private void deleteAll() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.toList();
        }
        for (Path file : files.reversed()) {
            Files.deleteIfExists(file);
        }
    }

    /// Ends a process of this bus, if it still runs.
    ///
    /// @param process ends with its input, or else by force
    public static void end(Process process) {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(2, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (IOException | InterruptedException e) {
            process.destroyForcibly();
        }
    }
}
