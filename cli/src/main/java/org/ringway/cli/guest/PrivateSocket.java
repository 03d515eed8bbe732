// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ThreadLocalRandom;

/// Listens at Unix sockets to which nobody but their owner can ever connect.
final class PrivateSocket {
    private PrivateSocket() {}

    /// Listens. A socket of a process that was killed is taken over.
    ///
    /// @throws java.nio.file.FileAlreadyExistsException if somebody listens there
    static ServerSocketChannel listen(Path socket) throws IOException {
        removeLeftover(socket);
        // No longer than the name of any socket of ours.
        Path hidden = Files.createDirectory(socket.resolveSibling(
                String.format(".g%08x", ThreadLocalRandom.current().nextInt())),
                PosixFilePermissions.asFileAttribute(
                        PosixFilePermissions.fromString("rwx------")));
        Path inside = hidden.resolve("s");
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            // Until its permissions are right, it lies where nobody else can go.
            listener.bind(UnixDomainSocketAddress.of(inside));
            Files.setPosixFilePermissions(inside, PosixFilePermissions.fromString("rw-------"));
            Files.createLink(socket, inside);
            return listener;
        } catch (IOException e) {
            listener.close();
            throw e;
        } finally {
            Files.deleteIfExists(inside);
            Files.delete(hidden);
        }
    }

    private static void removeLeftover(Path socket) throws IOException {
        try (SocketChannel living = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            living.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException nobody) {
            Files.deleteIfExists(socket);
        }
    }
}
