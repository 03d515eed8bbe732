// SPDX-License-Identifier: Apache-2.0
package org.ringway.sockets;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.ringway.BusException;
import org.ringway.child.ChildPartition;

/// The partition of this process for who can give none: factories that a configuration names.
///
/// It joins when it is needed first, as `ringway.partition` says, a system property, else as `jvm-`
/// and the process id; at the root whose socket is in the property `ringway.socket`, else where
/// that of this host usually listens.
///
/// - **Thread:** any. **Blocking:** while it joins.
public final class SharedPartition {
    /// The system property that says what it calls itself.
    public static final String NAME = "ringway.partition";
    /// The system property that says where the root listens.
    public static final String SOCKET = "ringway.socket";

    private static @Nullable ChildPartition joined;

    private SharedPartition() {}

    /// {@return the partition; it is never closed}
    /// @throws IOException if it cannot join
    public static synchronized ChildPartition get() throws IOException {
        ChildPartition now = joined;
        if (now == null) {
            now = join();
            joined = now;
        }
        return now;
    }

    private static ChildPartition join() throws IOException {
        String name = System.getProperty(NAME, "jvm-" + ProcessHandle.current().pid());
        String socket = System.getProperty(SOCKET, "");
        try {
            return socket.isEmpty()
                    ? ChildPartition.join(name) : ChildPartition.join(Path.of(socket), name);
        } catch (BusException e) {
            ConnectException failure = new ConnectException(e.getMessage());
            failure.initCause(e);
            throw failure;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while joining: name=" + name, e);
        }
    }
}
