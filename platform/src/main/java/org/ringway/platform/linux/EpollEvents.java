// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.ringway.platform.Poller.Interest;

/// An array of `struct epoll_event`: a word of flags, then, at once or after a gap, our token.
final class EpollEvents {
    private static final int READABLE = 0x1;
    private static final int WRITABLE = 0x4;
    private static final int ONCE = 0x4000_0000;
    private static final int EVENT_BYTES = Machine.here().epollEventBytes();
    private static final int TOKEN_OFFSET = EVENT_BYTES - Long.BYTES;

    private final int count;
    private final MemorySegment bytes;

    EpollEvents(int count, Arena arena) {
        this.count = count;
        this.bytes = arena.allocate((long) count * EVENT_BYTES, Long.BYTES);
    }

    int count() {
        return count;
    }

    long address() {
        return bytes.address();
    }

    /// {@return the token of an event that the kernel wrote}
    long token(int index) {
        return bytes.get(JAVA_LONG_UNALIGNED, (long) index * EVENT_BYTES + TOKEN_OFFSET);
    }

    /// Describes the first event for the kernel; a hang-up needs no flag.
    void describe(Interest interest, long token) {
        bytes.set(JAVA_INT, 0, switch (interest) {
            case READ -> READABLE;
            case WRITE -> WRITABLE;
            case READ_ONCE -> READABLE | ONCE;
        });
        bytes.set(JAVA_LONG_UNALIGNED, TOKEN_OFFSET, token);
    }
}
