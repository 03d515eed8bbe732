// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringway.verify.command.Ringway.Outcome;

@DisplayName("ringway forward: programs that know nothing of the bus talk over it")
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ForwardTest {
    private static final int BYTES = 8_000_000;

    @TempDir
    private Path folder;

    private Ringway ringway;
    private RunningRoot root;
    private ServerSocket server;

    @BeforeEach
    void start() throws Exception {
        ringway = new Ringway(folder, Map.of("XDG_RUNTIME_DIR", folder.toString()));
        root = ringway.startRoot();
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void end() throws Exception {
        server.close();
        root.close();
    }

    private RunningCommand out() throws IOException {
        return forward("hv://db/echo", "tcp://127.0.0.1:" + server.getLocalPort());
    }

    private RunningCommand forward(String from, String to) throws IOException {
        return RunningCommand.speaking(ringway.start("forward", from, to));
    }

    private static SocketAddress place(RunningCommand in) {
        String port = in.ready().replaceAll(".*tcp://127\\.0\\.0\\.1:([0-9]+) .*", "$1");
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
    }

    /// A server that sends back everything once its client has said all.
    private FutureTask<Long> answerOnce() {
        FutureTask<Long> task = new FutureTask<>(() -> {
            try (Socket socket = server.accept()) {
                byte[] all = socket.getInputStream().readAllBytes();
                socket.getOutputStream().write(all);
                return (long) all.length;
            }
        });
        Thread.ofPlatform().daemon().start(task);
        return task;
    }

    private void exchange(SocketAddress where) throws Exception {
        byte[] bytes = new byte[BYTES];
        new Random(5).nextBytes(bytes);
        FutureTask<Long> answering = answerOnce();
        try (SocketChannel channel = SocketChannel.open(where)) {
            Channels.newOutputStream(channel).write(bytes);
            channel.shutdownOutput();
            assertArrayEquals(bytes, Channels.newInputStream(channel).readAllBytes());
        }
        assertEquals(BYTES, answering.get());
    }

    @Test
    @DisplayName("bytes go through TCP, the bus and TCP, and half closes with them")
    void tcpToTcp() throws Exception {
        try (RunningCommand out = out();
                RunningCommand in = forward("tcp://127.0.0.1:0", "hv://db/echo")) {
            exchange(place(in));
            exchange(place(in));

            assertEquals(0, in.end());
            assertEquals(0, out.end());
        }
    }

    @Test
    @DisplayName("a Unix socket is for its owner, is taken over when nobody has it, and goes away")
    void unixToTcp() throws Exception {
        Path path = folder.resolve("echo.sock");
        try (RunningCommand _ = out()) {
            try (RunningCommand killed = forward("unix:" + path, "hv://db/echo")) {
                assertTrue(Files.exists(path), killed.ready());
                Outcome second = ringway.run("forward", "unix:" + path, "hv://db/echo");
                assertTrue(second.err().contains("there is something already"), second.err());
            }
            assertTrue(Files.exists(path), "left by who was killed");

            try (RunningCommand in = forward("unix:" + path, "hv://db/echo")) {
                assertEquals("[OWNER_READ, OWNER_WRITE]",
                        new TreeSet<>(Files.getPosixFilePermissions(path)).toString());
                exchange(UnixDomainSocketAddress.of(path));
                assertEquals(0, in.end());
            }
            assertFalse(Files.exists(path));
        }
    }

    @Test
    @DisplayName("what breaks on one side is a reset on the other")
    void resets() throws Exception {
        try (RunningCommand _ = out();
                RunningCommand in = forward("tcp://127.0.0.1:0", "hv://db/echo");
                SocketChannel channel = SocketChannel.open(place(in))) {
            Socket accepted = server.accept();
            accepted.setSoLinger(true, 0);
            accepted.close();

            assertThrows(SocketException.class,
                    () -> Channels.newInputStream(channel).read());
        }
    }

    @Test
    @DisplayName("a connection that leads nowhere is reset, and the reason is said")
    void nowhere() throws Exception {
        try (RunningCommand in = forward("tcp://127.0.0.1:0", "hv://db/echo")) {
            try (SocketChannel channel = SocketChannel.open(place(in))) {
                assertThrows(SocketException.class,
                        () -> Channels.newInputStream(channel).read());
            }
            String line = in.process().errorReader().readLine();
            assertTrue(line.startsWith("ringway: a connection went nowhere: to=hv://db/echo"
                    + " reason=connect is refused: no such partition"), line);
        }
    }
}
