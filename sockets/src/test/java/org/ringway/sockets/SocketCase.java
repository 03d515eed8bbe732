// SPDX-License-Identifier: Apache-2.0
package org.ringway.sockets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Deque;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringway.child.ChildPartition;
import org.ringway.child.JoinOptions;
import org.ringway.platform.ListenOptions;
import org.ringway.platform.Platform;
import org.ringway.root.RootOptions;
import org.ringway.root.RootPartition;

/// A real root, a partition that listens and one that connects, in one process, on one platform.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class SocketCase {
    /// Long enough for anything that is going to happen at all.
    static final Duration LIMIT = Duration.ofSeconds(60);
    static final HvSocketAddress ECHO = HvSocketAddress.parse("hv://server/echo");

    final Platform platform;
    RootPartition root;
    ChildPartition server;
    ChildPartition client;
    private final Deque<AutoCloseable> kept = new ConcurrentLinkedDeque<>();

    @TempDir
    Path directory;

    SocketCase(Platform platform) {
        this.platform = platform;
    }

    /// Both ends of one connection.
    record Ends(HvChannel client, HvChannel server) {}

    @BeforeEach
    final void join() throws InterruptedException {
        root = keep(RootPartition.start(platform, RootOptions.DEFAULT.listeningAt(
                new ListenOptions(socket(), 0600, OptionalInt.empty()))));
        server = join("server");
        client = join("client");
    }

    @AfterEach
    final void closeWhatWasKept() throws Exception {
        while (!kept.isEmpty()) {
            kept.pop().close();
        }
    }

    final <T extends AutoCloseable> T keep(T closeable) {
        kept.push(closeable);
        return closeable;
    }

    final Path socket() {
        return directory.resolve("root.sock");
    }

    final ChildPartition join(String name) throws InterruptedException {
        return keep(ChildPartition.join(JoinOptions.of(platform, socket(), name)));
    }

    final HvServerChannel listen(String address) throws IOException {
        return keep(HvServerChannel.listen(server, HvSocketAddress.parse(address)));
    }

    final Ends connect() throws IOException {
        try (HvServerChannel listening =
                HvServerChannel.listen(server, HvSocketAddress.parse("hv://*/echo"))) {
            return connect(listening);
        }
    }

    final Ends connect(HvServerChannel listening) throws IOException {
        HvChannel connected = keep(HvChannel.connect(client, ECHO));
        return new Ends(connected, keep(listening.accept(LIMIT)));
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes());
    }

    /// Reads exactly so many bytes.
    static byte[] read(HvChannel from, int count) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(count);
        while (target.hasRemaining() && from.read(target) >= 0) {
            continue;
        }
        assertEquals(count, target.position(), "end of stream");
        return target.array();
    }

    static void assertCarries(HvChannel from, HvChannel to, String text) throws IOException {
        assertEquals(text.length(), from.write(bytes(text)));
        assertArrayEquals(text.getBytes(), read(to, text.length()));
    }

    /// Runs a task on a platform thread of its own.
    static <T> FutureTask<T> inThread(Callable<T> task) {
        var future = new FutureTask<>(task);
        Thread.ofPlatform().daemon().name("socket test").start(future);
        return future;
    }

    /// Runs a task on a virtual thread.
    static <T> FutureTask<T> inVirtualThread(Callable<T> task) {
        var future = new FutureTask<>(task);
        Thread.ofVirtual().name("virtual socket test").start(future);
        return future;
    }

    static <T> T resultOf(FutureTask<T> task) throws Exception {
        return task.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
}
