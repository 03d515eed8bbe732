// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Pages of this side into which the other side writes, or out of which this side sends.
record OwnPages(SharedBuffer buffer) implements Pages {
    @Override
    public boolean tryLease() {
        return buffer.tryLend();
    }

    @Override
    public void endLease() {
        buffer.endLease();
    }

    @Override
    public long byteSize() {
        return buffer.byteSize();
    }

    @Override
    public MemorySegment bytes() {
        return buffer.bytes();
    }

    @Override
    public MemorySegment view(long offset, long bytes, Arena scope) {
        return buffer.view(offset, bytes, scope);
    }
}
