// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Pages that are looked at under a lease: granted by the other side, or this side's own.
///
/// - **Thread:** any. **Blocking:** never.
interface Pages {
    /// @return whether the pages may be looked at until [#endLease]
    boolean tryLease();

    void endLease();

    long byteSize();

    /// All bytes, while there is a lease.
    MemorySegment bytes();

    /// A part of them that dies with a scope, while there is a lease.
    MemorySegment view(long offset, long bytes, Arena scope);
}
