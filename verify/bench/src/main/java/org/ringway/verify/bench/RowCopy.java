// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import javax.net.SocketFactory;
import org.ringway.child.ChildPartition;
import org.ringway.cli.process.TemporaryBus;
import org.ringway.sockets.HvServerSocketFactory;
import org.ringway.sockets.HvSocketAddress;
import org.ringway.sockets.HvSocketFactory;

/// How long a hundred million bytes in rows take from a Java server to a Java client, framed and
/// buffered as a database does it, over TCP and over a stream. `verify/bench/copy` without a URL
/// runs it.
final class RowCopy {
    private static final int ROWS = 100_000;
    private static final int ROW_BYTES = 1000;
    /// What PostgreSQL and its driver have.
    private static final int BUFFER_BYTES = 8192;
    private static final int ROW = 'd';
    private static final String NAME = "rows";
    private static final int SERVICE = 5432;

    private RowCopy() {}

    /// @param args nothing, or of the far process the root's socket
    public static void main(String[] args) throws Exception {
        if (args.length > 0) {
            serve(Path.of(args[0]));
            return;
        }
        try (TemporaryBus bus = new TemporaryBus(NAME)) {
            bus.startRoot();
            Process far = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC", "-Xmx256m", "--enable-native-access=ALL-UNNAMED",
                    "-cp", System.getProperty("java.class.path"), RowCopy.class.getName(),
                    bus.socket().toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            try (ChildPartition self = ChildPartition.join(bus.socket(), "reader")) {
                int port = Integer.parseInt(
                        TemporaryBus.awaitLine(far, "the far process has failed"));
                SocketFactory streams = new HvSocketFactory(
                        self, HvSocketAddress.of(NAME, Integer.toString(SERVICE)));
                CopyTurns.compare(List.of(
                        new CopyTurns.Way("TCP",
                                () -> read(SocketFactory.getDefault().createSocket(), port)),
                        new CopyTurns.Way("stream", () -> read(streams.createSocket(), SERVICE)),
                        new CopyTurns.Way("stream with rings of 1 MiB",
                                () -> read(withLargeRing(streams.createSocket()), SERVICE))));
            } finally {
                far.destroyForcibly();
            }
        }
    }

    private static Socket withLargeRing(Socket socket) throws IOException {
        socket.setReceiveBufferSize(1 << 20);
        return socket;
    }

    private static double read(Socket made, int port) throws IOException {
        try (Socket socket = made) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            long start = System.nanoTime();
            socket.getOutputStream().write(ROW);
            DataInputStream in = new DataInputStream(
                    new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES));
            byte[] row = new byte[ROW_BYTES];
            for (int i = 0; i < ROWS; i++) {
                if (in.read() != ROW || in.readInt() != ROW_BYTES) {
                    throw new IOException("not the head of a row: row=" + i);
                }
                in.readFully(row);
            }
            return (System.nanoTime() - start) / 1e9;
        }
    }

    private static void serve(Path root) throws Exception {
        try (ChildPartition self = ChildPartition.join(root, NAME);
                ServerSocket streams = new HvServerSocketFactory(self).createServerSocket(SERVICE);
                ServerSocket tcp = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> serve(streams));
            System.out.println(tcp.getLocalPort());
            serve(tcp);
        }
    }

    private static void serve(ServerSocket listening) {
        while (true) {
            try (Socket socket = listening.accept()) {
                write(socket);
            } catch (IOException over) {
                return;
            }
        }
    }

    private static void write(Socket socket) throws IOException {
        byte[] row = new byte[ROW_BYTES];
        if (socket.getInputStream().read() != ROW) {
            return;
        }
        DataOutputStream out = new DataOutputStream(
                new BufferedOutputStream(socket.getOutputStream(), BUFFER_BYTES));
        for (int i = 0; i < ROWS; i++) {
            out.write(ROW);
            out.writeInt(ROW_BYTES);
            out.write(row);
        }
        out.flush();
    }
}
