// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.ringway.verify.command.Ringway;

/// `ringway demo` on a terminal, where it shows what it is doing, with temporary files of its own.
final class RunningDemo implements AutoCloseable {
    private final Process terminal;
    private final Reader screen;
    private final StringBuilder seen = new StringBuilder();
    private final List<ProcessHandle> everybody = new ArrayList<>();

    /// @param folder where the object is written, and where the temporary files are
    RunningDemo(Path folder, Path tree) throws IOException {
        List<String> command = Ringway.command("demo", tree.toString(), "--json");
        command.add(1, "-Djava.io.tmpdir=" + Files.createDirectory(folder.resolve("temporary")));
        String line = command.stream().map(word -> "'" + word + "'")
                .collect(Collectors.joining(" ")) + " > " + folder.resolve("object");
        terminal = new ProcessBuilder("script", "-q", "-e", "-f", "-c", line, "/dev/null").start();
        screen = terminal.inputReader();
    }

    /// Reads the screen until it shows a text.
    void awaitText(String text) throws IOException {
        while (seen.indexOf(text) < 0) {
            int next = screen.read();
            if (next < 0) {
                throw new IOException("the demo has ended without showing '" + text + "': " + seen);
            }
            seen.append((char) next);
        }
    }

    /// {@return one of its processes, by words that stand among its arguments}
    ProcessHandle process(String... words) {
        List<ProcessHandle> all = terminal.toHandle().descendants().toList();
        everybody.addAll(all);
        return all.stream().filter(each -> has(each, List.of(words))).findFirst().orElseThrow();
    }

    /// The JDK tells no arguments of a process that has more than 4 KiB of them.
    private static boolean has(ProcessHandle process, List<String> words) {
        try {
            List<String> line = List.of(Files.readString(
                    Path.of("/proc", Long.toString(process.pid()), "cmdline")).split("\0"));
            return line.getFirst().endsWith("/java") && line.containsAll(words);
        } catch (IOException ended) {
            return false;
        }
    }

    /// {@return the exit code}
    int awaitEnd() throws IOException, InterruptedException {
        for (int next = screen.read(); next >= 0; next = screen.read()) {
            seen.append((char) next);
        }
        return terminal.waitFor();
    }

    String seen() {
        return seen.toString();
    }

    /// Waits until none of the processes is there that [#process] has seen.
    void awaitNobody() {
        everybody.forEach(each -> each.onExit().join());
    }

    @Override
    public void close() {
        everybody.forEach(ProcessHandle::destroyForcibly);
        terminal.destroyForcibly();
    }
}
