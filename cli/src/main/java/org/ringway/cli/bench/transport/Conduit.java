// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench.transport;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// One end of a connection between two processes.
///
/// - **Thread:** one for all of it. **Blocking:** as the transport's name says.
public interface Conduit extends AutoCloseable {
    /// Takes messages that have arrived.
    interface Sink {
        /// One message.
        ///
        /// @param memory private to this process
        /// @param offset where the message begins in it
        void take(MemorySegment memory, long offset);
    }

    /// Gets ready for a round; the other end does the same before anything is sent.
    ///
    /// @param bytes of every message, at least 32, a multiple of 8
    /// @param gathered whether messages may wait for others until [#flush]
    /// @throws IOException if the transport fails
    /// @throws InterruptedException if interrupted
    void prepare(long bytes, boolean gathered) throws IOException, InterruptedException;

    /// Sends a message; waits for room. It may become visible with the next [#flush] only.
    ///
    /// @param message as long as [#prepare] said; the caller may reuse it
    /// @throws IOException if the transport fails
    /// @throws InterruptedException if interrupted
    void send(MemorySegment message) throws IOException, InterruptedException;

    /// Makes everything visible that was sent.
    ///
    /// @throws IOException if the transport fails
    /// @throws InterruptedException if interrupted
    default void flush() throws IOException, InterruptedException {}

    /// Waits for a message, then hands over those that are there.
    ///
    /// @param sink told of each
    /// @throws IOException if the transport fails
    /// @throws InterruptedException if interrupted
    void receive(Sink sink) throws IOException, InterruptedException;

    /// Lets go of the connection; the next message to be sent opens another one. The other end
    /// hears of it by that.
    ///
    /// @throws IOException if the transport fails
    default void renew() throws IOException {
        throw new UnsupportedOperationException("this transport is connected once");
    }

    /// {@return wake-ups of the other end so far, where they can be counted}
    default long signals() {
        return 0;
    }

    @Override
    void close() throws IOException;
}
