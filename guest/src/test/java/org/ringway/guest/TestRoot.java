// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import org.ringway.child.ChildPartition;
import org.ringway.child.JoinOptions;
import org.ringway.platform.ListenOptions;
import org.ringway.platform.Platform;
import org.ringway.root.RootOptions;
import org.ringway.root.RootPartition;

/// A root in a folder, on this host. After its end another one can begin there.
public final class TestRoot implements AutoCloseable {
    public static final Platform PLATFORM =
            ServiceLoader.load(Platform.class).findFirst().orElseThrow();

    private final Path socket;
    private final RootPartition root;

    public TestRoot(Path folder) {
        socket = socket(folder);
        root = RootPartition.start(PLATFORM, RootOptions.DEFAULT.listeningAt(listening(socket)));
    }

    static Path socket(Path folder) {
        return folder.resolve("root.sock");
    }

    /// How a test listens that plays a root.
    static ListenOptions listening(Path socket) {
        return new ListenOptions(socket, 0600, OptionalInt.empty());
    }

    public ChildPartition join(String name) throws InterruptedException {
        return ChildPartition.join(JoinOptions.of(PLATFORM, socket, name));
    }

    @Override
    public void close() {
        root.close();
    }
}
