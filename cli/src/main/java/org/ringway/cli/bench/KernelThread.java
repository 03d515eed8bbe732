// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A thread of this process, as the kernel sees it.
final class KernelThread {
    private static final String SLEEPS = "voluntary_ctxt_switches:";

    private final Path folder;

    private KernelThread(Path folder) {
        this.folder = folder;
    }

    /// Finds a thread by its name.
    ///
    /// @param name at most fifteen characters; the kernel knows no more
    static KernelThread find(String name) throws IOException {
        try (DirectoryStream<Path> threads =
                Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path thread : threads) {
                if (Files.readString(thread.resolve("comm")).strip().equals(name)) {
                    return new KernelThread(thread);
                }
            }
        }
        throw new IOException("no thread of this process has the name " + name);
    }

    /// Keeps the thread on one processor, if `taskset` is installed.
    ///
    /// @return whether it is kept there
    boolean pin(int processor) throws InterruptedException {
        try {
            return new ProcessBuilder("taskset", "-p", "-c", Integer.toString(processor),
                    folder.getFileName().toString())
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start().waitFor() == 0;
        } catch (IOException notInstalled) {
            return false;
        }
    }

    /// {@return how often it has gone to sleep in the kernel}
    long switches() throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("status"));
        return lines.stream()
                .filter(line -> line.startsWith(SLEEPS))
                .mapToLong(line -> Long.parseLong(line.substring(SLEEPS.length()).strip()))
                .sum();
    }
}
