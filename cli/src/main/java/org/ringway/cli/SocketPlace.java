// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringway.child.RootSocket;

/// Where the root's socket is, and who said so.
///
/// @param path absolute
/// @param chosenBy the option or the variable, for people
/// @param folderIsOurs whether its folder is one that a root creates when it is missing
record SocketPlace(Path path, String chosenBy, boolean folderIsOurs) {
    /// What fits into a Unix socket address beside the final zero.
    static final int MAX_PATH_BYTES = 107;

    private static final String OPTION = "--socket";
    private static final int OTHERS = 0077;

    /// {@return what was given, else the usual place}
    static SocketPlace of(@Nullable Path given, Map<String, String> environment) {
        if (given != null) {
            return new SocketPlace(given.toAbsolutePath(), OPTION, false);
        }
        RootSocket usual = RootSocket.usual(environment);
        return new SocketPlace(
                usual.path(), usual.chosenBy(), !usual.chosenBy().equals("$RINGWAY_SOCKET"));
    }

    /// {@return whether the next command would look elsewhere}
    boolean isGiven() {
        return chosenBy.equals(OPTION);
    }

    boolean isAddress() {
        return pathBytes() <= MAX_PATH_BYTES;
    }

    int pathBytes() {
        return path.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    Path folder() {
        Path folder = path.getParent();
        return folder == null ? path : folder;
    }

    /// Checks what a root needs before it can listen here, and creates the folder if it is ours.
    ///
    /// @param mode of the socket; a folder is open to others only if the socket is
    /// @throws CommandFailure naming the obstacle and the way round it
    void prepare(int mode) {
        checkLength();
        if (Files.isDirectory(folder())) {
            return;
        }
        if (!folderIsOurs) {
            throw new CommandFailure("no such folder: folder=" + folder(),
                    "create it with 'mkdir -p', or name another one with --socket");
        }
        String permissions = (mode & OTHERS) == 0 ? "rwx------" : "rwxr-xr-x";
        try {
            Files.createDirectory(folder());
            Files.setPosixFilePermissions(folder(), PosixFilePermissions.fromString(permissions));
        } catch (IOException refused) {
            throw new CommandFailure("cannot create the folder: folder=" + folder() + " chosenBy="
                    + chosenBy + " reason=" + refused.getClass().getSimpleName(),
                    "set XDG_RUNTIME_DIR to a folder of your own, or name a socket with --socket",
                    refused);
        }
    }

    /// @throws CommandFailure if the path does not fit into an address
    void checkLength() {
        if (!isAddress()) {
            throw new CommandFailure("socket path too long: bytes=" + pathBytes() + " most="
                    + MAX_PATH_BYTES + " path=" + path, "name a shorter one with --socket");
        }
    }
}
