// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A memory cgroup within our own, for one process; not every machine lets us make one.
///
/// @param folder where the kernel shows it
record MemoryGroup(Path folder) implements AutoCloseable {
    private static final Path ALL = Path.of("/sys/fs/cgroup");

    /// @throws IOException if this process may not make one, or none that limits memory
    static MemoryGroup create(long bytes) throws IOException {
        boolean isUnified = Files.exists(ALL.resolve("cgroup.controllers"));
        Path group = own(isUnified).resolve("ringway-" + ProcessHandle.current().pid());
        Files.createDirectory(group);
        MemoryGroup made = new MemoryGroup(group);
        try {
            Files.writeString(group.resolve(isUnified ? "memory.max" : "memory.limit_in_bytes"),
                    Long.toString(bytes));
            return made;
        } catch (IOException e) {
            made.close();
            throw e;
        }
    }

    private static Path own(boolean isUnified) throws IOException {
        String start = isUnified ? "0::/" : ":memory:/";
        for (String line : Files.readAllLines(Path.of("/proc/self/cgroup"))) {
            int at = line.indexOf(start);
            if (at >= 0) {
                String inside = line.substring(at + start.length());
                return ALL.resolve(isUnified ? "" : "memory").resolve(inside);
            }
        }
        throw new IOException("this process is in no memory cgroup");
    }

    /// {@return a program that enters the group and becomes another}
    List<String> wrapper() {
        return List.of("sh", "-c", "echo $$ > \"$0/cgroup.procs\" && exec \"$@\"",
                folder.toString());
    }

    /// Removes the group; nobody may be in it.
    @Override
    public void close() throws IOException {
        Files.delete(folder);
    }
}
