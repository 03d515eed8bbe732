// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench.transport;

import java.io.IOException;
import java.nio.file.Path;

/// A family of ways to carry messages; found as a service, so that a benchmark can add to them.
public interface Transport {
    /// Which of the two processes: the near one begins, the far one answers.
    enum End {
        /// Sends, and takes the time.
        NEAR,
        /// Receives and answers.
        FAR
    }

    /// Where the two processes meet.
    ///
    /// @param end which of the two this is
    /// @param name which transport; both ends are given the same
    /// @param folder only these two use it
    /// @param root where a root listens
    /// @param ready the far end runs it as soon as the near one may come
    record Place(End end, TransportName name, Path folder, Path root, Runnable ready) {
        /// {@return whether this is the near end}
        public boolean isNear() {
            return end == End.NEAR;
        }
    }

    /// {@return the first word of the names it serves}
    String family();

    /// Connects this process with the other.
    ///
    /// @param place where they meet
    /// @return this end
    /// @throws IOException if they do not meet
    /// @throws InterruptedException if interrupted
    Conduit connect(Place place) throws IOException, InterruptedException;
}
