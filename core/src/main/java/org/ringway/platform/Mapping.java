// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Pages in this process's memory, side by side.
///
/// - **Thread:** any; closing waits for nobody's lease, see `GpadlView` for that.
/// - **Allocation:** [#view] makes one segment.
public interface Mapping extends AutoCloseable {
    /// {@return all mapped bytes; valid until [#close], usable by any thread}
    MemorySegment bytes();

    /// Makes a view that dies with a scope of the caller's instead of with this mapping. Inside one
    /// JVM the end of the scope goes unnoticed.
    ///
    /// Closing a shared arena is a handshake with every thread and has no place per packet; a
    /// confined one costs next to nothing. The caller keeps the mapping open while the scope lives.
    ///
    /// @param offset first byte of the view within [#bytes]
    /// @param length bytes of the view
    /// @param scope ends the view
    /// @return the view
    /// @throws IndexOutOfBoundsException if the view does not lie within the mapping
    MemorySegment view(long offset, long length, Arena scope);

    /// Makes sure that no access to any page has to wait for the kernel, as far as it can be done
    /// beforehand. Takes a while; [#close] waits for it. Does nothing once this is closed.
    default void touch() {}

    /// Unmaps. Loads and stores through [#bytes] never hit foreign memory afterwards: they fail, at
    /// the latest once every handle and mapping of the same allocation is closed, too. Idempotent.
    @Override
    void close();
}
