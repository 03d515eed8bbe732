// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench.transport;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Private memory for one message, as large as a round needs it.
///
/// - **Thread:** one.
public final class Inbox implements AutoCloseable {
    private Arena memory = Arena.ofConfined();
    private MemorySegment bytes = MemorySegment.NULL;

    /// Makes an empty one.
    public Inbox() {}

    /// {@return the memory; what was returned before is gone if the size is another}
    ///
    /// @param size of a message
    public MemorySegment ofBytes(long size) {
        if (bytes.byteSize() != size) {
            memory.close();
            memory = Arena.ofConfined();
            bytes = memory.allocate(size, Long.BYTES);
        }
        return bytes;
    }

    @Override
    public void close() {
        memory.close();
    }
}
