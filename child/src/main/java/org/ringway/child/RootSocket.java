// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import java.nio.file.Path;
import java.util.Map;

/// Where the root of this host usually listens.
///
/// @param path absolute
/// @param chosenBy the environment variable that says so, or `default`
public record RootSocket(Path path, String chosenBy) {
    private static final Path IN_FOLDER = Path.of("ringway", "root.sock");

    /// {@return the first of `$RINGWAY_SOCKET`, `$XDG_RUNTIME_DIR/ringway/root.sock` and
    /// `/run/ringway/root.sock`}
    ///
    /// @param environment variables by name, such as [System#getenv]
    public static RootSocket usual(Map<String, String> environment) {
        String socket = environment.getOrDefault("RINGWAY_SOCKET", "");
        if (!socket.isEmpty()) {
            return new RootSocket(Path.of(socket).toAbsolutePath(), "$RINGWAY_SOCKET");
        }
        String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        if (!runtime.isEmpty()) {
            Path path = Path.of(runtime).resolve(IN_FOLDER).toAbsolutePath();
            return new RootSocket(path, "$XDG_RUNTIME_DIR");
        }
        return new RootSocket(Path.of("/run").resolve(IN_FOLDER), "default");
    }
}
