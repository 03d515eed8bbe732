// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where the root listens. Mix it in: `@Mixin private SocketOption socket;`.
public final class SocketOption {
    @Option(names = "--socket", paramLabel = "PATH",
            description = "Where the root listens. Default: $RINGWAY_SOCKET, else"
                    + " $XDG_RUNTIME_DIR/ringway/root.sock, else /run/ringway/root.sock.")
    private @Nullable Path given;

    /// {@return the path that was given, or the one the environment leads to}
    public Path path() {
        return place().path();
    }

    SocketPlace place() {
        return SocketPlace.of(given, System.getenv());
    }
}
