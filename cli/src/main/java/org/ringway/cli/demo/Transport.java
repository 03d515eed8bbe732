// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.demo;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// One way to get bytes from the provider.
interface Transport extends AutoCloseable {
    /// {@return where the bytes arrive; its size is the largest piece}
    MemorySegment room();

    /// Fetches a piece of the row to the beginning of [#room].
    void fetch(long position, long length) throws IOException, InterruptedException;

    /// Sends 24 bytes and waits until they were answered.
    void ping() throws IOException, InterruptedException;

    /// {@return wake-ups sent by both sides so far: doorbell signals, or calls on the socket}
    ///
    /// @param provider its counters, just fetched
    long signals(ProviderProxy.Counters provider);

    @Override
    void close() throws IOException;
}
