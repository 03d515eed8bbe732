// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest.initrd;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Programs of this host.
public final class HostProgram {
    private HostProgram() {}

    /// {@return where it is, as shells find it, or where only root's shells look; null if nowhere}
    public static @Nullable Path find(String name) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of((path + ":/usr/sbin:/sbin").split(":"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable).findFirst().orElse(null);
    }
}
