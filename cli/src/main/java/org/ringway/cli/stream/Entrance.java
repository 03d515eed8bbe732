// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.stream;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import org.ringway.child.ChildPartition;
import org.ringway.cli.CommandFailure;
import org.ringway.sockets.HvServerChannel;
import org.ringway.sockets.HvSocketAddress;

/// Where connections come in.
interface Entrance extends Closeable {
    /// Waits for the next one.
    ByteChannel accept() throws IOException;

    /// {@return where it listens, now that it does}
    Endpoint where();

    /// Begins to listen.
    ///
    /// @param self the partition that listens, if it is one
    /// @param at where
    /// @param backlog how many may come at once without being refused; the kernel has its own
    ///     number
    static Entrance open(ChildPartition self, Endpoint at, int backlog) throws IOException {
        return switch (at) {
            case Endpoint.Stream stream -> new Service(at, HvServerChannel.open(self).bind(
                    HvSocketAddress.of("*", stream.address().serviceText()), backlog));
            case Endpoint.Tcp tcp -> Sockets.tcp(tcp);
            case Endpoint.Unix unix -> Sockets.unix(unix);
        };
    }

    /// A service of this partition.
    record Service(Endpoint where, HvServerChannel server) implements Entrance {
        @Override
        public ByteChannel accept() throws IOException {
            @Nullable ByteChannel channel = server.accept();
            if (channel == null) {
                throw new AssertionError("a channel that blocks has accepted nothing");
            }
            return channel;
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    /// A socket of the kernel.
    record Sockets(Endpoint where, ServerSocketChannel server) implements Entrance {
        private static Entrance tcp(Endpoint.Tcp tcp) throws IOException {
            ServerSocketChannel server = ServerSocketChannel.open();
            try {
                server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                server.bind(tcp.host().equals("*") ? new InetSocketAddress(tcp.port())
                        : Exit.resolved(tcp));
                int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
                return new Sockets(new Endpoint.Tcp(tcp.host(), port), server);
            } catch (IOException | RuntimeException e) {
                server.close();
                throw e;
            }
        }

        /// Nobody but its owner ever sees the socket with other permissions than its owner's.
        private static Entrance unix(Endpoint.Unix unix) throws IOException {
            Path made = unix.path().resolveSibling(
                    "." + unix.path().getFileName() + "." + ProcessHandle.current().pid());
            requireFree(unix.path());
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                server.bind(UnixDomainSocketAddress.of(made));
                Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-------"));
                Files.move(made, unix.path(), StandardCopyOption.ATOMIC_MOVE);
                return new Sockets(unix, server);
            } catch (IOException | RuntimeException e) {
                server.close();
                Files.deleteIfExists(made);
                throw e;
            }
        }

        /// A socket that nobody listens at is taken over, and nothing else.
        private static void requireFree(Path path) throws IOException {
            if (!Files.exists(path)) {
                return;
            }
            boolean alive = true;
            if (Files.readAttributes(path, "isOther").get("isOther").equals(true)) {
                try (SocketChannel trial =
                        SocketChannel.open(UnixDomainSocketAddress.of(path))) {
                    alive = trial.isConnected();
                } catch (IOException refused) {
                    alive = false;
                }
            }
            if (alive) {
                throw new CommandFailure("there is something already: path=" + path,
                        "name another path, or end what has it");
            }
        }

        @Override
        public ByteChannel accept() throws IOException {
            SocketChannel channel = server.accept();
            Exit.tune(channel);
            return channel;
        }

        @Override
        public void close() throws IOException {
            server.close();
            if (where instanceof Endpoint.Unix unix) {
                Files.deleteIfExists(unix.path());
            }
        }
    }
}
