// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringway.cli.CommandFailure;

/// Where a guest's machine listens, and where it is looked for.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ControlSocketTest {
    @TempDir
    Path folder;

    /// Nobody may write in a folder that is none, not even whom permissions do not stop.
    private Path roots;
    private Map<String, String> environment;
    private Path own;

    @BeforeEach
    void name() {
        roots = folder.resolve("roots");
        environment = Map.of("XDG_RUNTIME_DIR", folder.toString(),
                "RINGWAY_SOCKET", roots.resolve("root.sock").toString());
        own = folder.resolve("ringway/guest-g.sock");
    }

    private Path place() {
        return ControlSocket.of(roots.resolve("root.sock"), "g", environment);
    }

    @Test
    void itLiesBesideTheRootsWhereThatIsPossible() throws IOException {
        Files.createDirectory(roots);

        assertEquals(roots.resolve("guest-g.sock"), place());
        assertTrue(Files.notExists(own.getParent()), "no other folder is needed");
    }

    @Test
    void elseItLiesInTheUsersOwnFolderWhichIsMade() throws IOException {
        assertEquals(own, place());
        assertEquals("rwx------", PosixFilePermissions.toString(
                Files.getPosixFilePermissions(own.getParent())));
        assertEquals(own, place(), "there, too, when it is already");
        assertTrue(Files.notExists(roots), "the root's folder is not ours");
    }

    @Test
    void whoMayWriteNowhereIsToldWhatToDo() {
        environment = Map.of("XDG_RUNTIME_DIR", folder.resolve("none").toString());

        CommandFailure failure = assertThrows(CommandFailure.class, this::place);

        assertTrue(failure.next().contains("XDG_RUNTIME_DIR"), failure.next());
    }

    @Test
    void ordersLookInBothPlacesTheRootsFirst() throws IOException {
        assertThrows(CommandFailure.class, this::connect);
        try (ServerSocketChannel inOwn = PrivateSocket.listen(place())) {
            assertReached(inOwn);
            Files.createDirectory(roots);
            try (ServerSocketChannel beside = PrivateSocket.listen(place())) {
                assertReached(beside);
            }
            assertReached(inOwn);
        }
    }

    private void assertReached(ServerSocketChannel machine) throws IOException {
        machine.configureBlocking(false);
        try (SocketChannel _ = connect(); SocketChannel client = machine.accept()) {
            assertNotNull(client);
        }
    }

    private SocketChannel connect() {
        return ControlSocket.connect(roots.resolve("root.sock"), "g", environment);
    }
}
