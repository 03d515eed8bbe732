// SPDX-License-Identifier: Apache-2.0
package org.ringway.ring;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.DisplayName;
import org.ringway.platform.Platform;

@DisplayName("a ring mapped once")
final class RingMappedOnceTest extends RingContract {
    @Override
    protected Sides sides(int dataPages) {
        MemorySegment bytes = Arena.ofAuto()
                .allocate((dataPages + 1L) * Platform.PAGE_BYTES, Platform.PAGE_BYTES);
        RingMemory memory = RingMemory.of(bytes, dataPages, false);
        return new Sides(memory, memory, bytes);
    }
}
