// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SocketPlaceTest {
    private static final Map<String, String> BOTH =
            Map.of("RINGWAY_SOCKET", "/srv/bus.sock", "XDG_RUNTIME_DIR", "/run/user/7");

    @TempDir
    private Path folder;

    @Test
    void theOptionComesFirst() {
        SocketPlace place = SocketPlace.of(Path.of("/given.sock"), BOTH);

        assertEquals(new SocketPlace(Path.of("/given.sock"), "--socket", false), place);
    }

    @Test
    void theOwnVariableComesBeforeTheRuntimeFolder() {
        assertEquals(Path.of("/srv/bus.sock"), SocketPlace.of(null, BOTH).path());
    }

    @Test
    void theRuntimeFolderOfTheUserComesBeforeTheOneOfTheHost() {
        SocketPlace place = SocketPlace.of(null, Map.of("XDG_RUNTIME_DIR", "/run/user/7"));

        assertEquals(Path.of("/run/user/7/ringway/root.sock"), place.path());
    }

    @Test
    void anEmptyVariableIsNone() {
        Map<String, String> empty = Map.of("RINGWAY_SOCKET", "", "XDG_RUNTIME_DIR", "");

        assertEquals(Path.of("/run/ringway/root.sock"), SocketPlace.of(null, empty).path());
    }

    @Test
    void aFolderOfOursIsCreatedForItsOwnerAlone() throws Exception {
        SocketPlace place = SocketPlace.of(null, Map.of("XDG_RUNTIME_DIR", folder.toString()));

        place.prepare(0600);

        assertEquals("rwx------", permissions(place.folder()));
    }

    @Test
    void aFolderOfOursIsOpenToOthersIfTheSocketIs() throws Exception {
        SocketPlace place = SocketPlace.of(null, Map.of("XDG_RUNTIME_DIR", folder.toString()));

        place.prepare(0660);

        assertEquals("rwxr-xr-x", permissions(place.folder()));
    }

    @Test
    void aFolderThatIsNotOursIsNotCreated() {
        SocketPlace place = SocketPlace.of(folder.resolve("missing/root.sock"), Map.of());

        CommandFailure failure =
                assertThrows(CommandFailure.class, () -> place.prepare(0600));

        assertEquals("no such folder: folder=" + folder.resolve("missing"), failure.what());
        assertFalse(Files.exists(folder.resolve("missing")));
    }

    @Test
    void aFolderThatCannotBeCreatedIsAFailureThatSaysWhatToDo() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        SocketPlace place = SocketPlace.of(null, Map.of("XDG_RUNTIME_DIR", file.toString()));

        CommandFailure failure =
                assertThrows(CommandFailure.class, () -> place.prepare(0600));

        assertTrue(failure.getMessage().startsWith("cannot create the folder: folder="
                + file + "/ringway chosenBy=$XDG_RUNTIME_DIR reason="), failure.getMessage());
        assertTrue(failure.next().contains("--socket"), failure.next());
    }

    @Test
    void aPathThatDoesNotFitIntoAnAddressIsRefused() {
        SocketPlace longest = SocketPlace.of(Path.of("/" + "x".repeat(106)), Map.of());
        SocketPlace tooLong = SocketPlace.of(Path.of("/" + "x".repeat(104) + "é€"), Map.of());

        longest.checkLength();
        CommandFailure failure = assertThrows(CommandFailure.class, tooLong::checkLength);

        assertTrue(failure.what().startsWith("socket path too long: bytes=110 most=107"),
                failure.what());
    }

    private static String permissions(Path folder) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
    }
}
