// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.ringway.child.ChildPartition;
import org.ringway.verify.command.Ringway;
import org.ringway.verify.command.RunningRoot;

/// A root as a process, to be killed and started again, and partitions of this process.
final class Bus implements AutoCloseable {
    private static final String LITTLE_MEMORY = "-Xmx32m";

    private final UnaryOperator<List<String>> change;
    private final Ringway ringway;
    private final Path socket;
    private final Deque<ChildPartition> partitions = new ArrayDeque<>();
    private RunningRoot root;

    /// @param folder for the socket and the log
    Bus(Path folder) throws IOException {
        this(folder, command -> command);
    }

    /// @param change to the command that starts the root
    Bus(Path folder, UnaryOperator<List<String>> change) throws IOException {
        this.change = change;
        ringway = new Ringway(folder, Map.of("JDK_JAVA_OPTIONS", LITTLE_MEMORY));
        socket = folder.resolve("root.sock");
        startRoot();
    }

    void startRoot() throws IOException {
        root = ringway.startRoot(change, "--socket", socket.toString());
        if (!root.ready().startsWith("ringway root: ready")) {
            throw new IOException("no root: " + root.ready() + ": " + rootLog());
        }
    }

    void killRoot() throws IOException, InterruptedException {
        root.end("KILL");
    }

    /// @param name of a signal, as `kill` knows it
    void signalRoot(String name) throws IOException, InterruptedException {
        root.signal(name);
    }

    boolean hasRoot() {
        return root.isAlive();
    }

    String rootLog() throws IOException {
        return Files.readString(ringway.rootLog());
    }

    Observed root() {
        return new Observed(root.pid());
    }

    Path socket() {
        return socket;
    }

    /// {@return a partition that leaves when the test is over}
    ChildPartition join(String name) throws InterruptedException {
        ChildPartition partition = ChildPartition.join(socket, name);
        partitions.push(partition);
        return partition;
    }

    @Override
    public void close() {
        partitions.forEach(ChildPartition::close);
        root.close();
    }
}
