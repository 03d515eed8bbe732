// SPDX-License-Identifier: Apache-2.0
package org.ringway.pipe;

import java.lang.foreign.MemorySegment;

/// Takes messages from a [MessagePipe].
@FunctionalInterface
public interface MessageHandler {
    /// Takes one message. The bytes are private to this side, and good until this returns.
    ///
    /// - **Thread:** the one that receives; it may use the pipe, but for receiving.
    ///
    /// @param memory in which the message lies, with others
    /// @param offset of its first byte
    /// @param bytes how many it has, perhaps none
    void received(MemorySegment memory, long offset, long bytes);
}
