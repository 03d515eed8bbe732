// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;

/// The arguments of `ppoll` for one descriptor, made once.
final class ShortWait {
    private static final short READABLE = 1;
    private static final StructLayout LAYOUT = MemoryLayout.structLayout(
            JAVA_INT.withName("descriptor"),
            JAVA_SHORT.withName("wanted"),
            JAVA_SHORT.withName("found"),
            JAVA_LONG.withName("seconds"),
            JAVA_LONG.withName("nanos"));
    private static final long TIME = LAYOUT.byteOffset(PathElement.groupElement("seconds"));
    private static final VarHandle DESCRIPTOR = field("descriptor");
    private static final VarHandle WANTED = field("wanted");
    private static final VarHandle SECONDS = field("seconds");
    private static final VarHandle NANOS = field("nanos");

    private final MemorySegment bytes;

    ShortWait(Arena arena) {
        bytes = arena.allocate(LAYOUT);
    }

    private static VarHandle field(String name) {
        return MethodHandles.insertCoordinates(
                LAYOUT.varHandle(PathElement.groupElement(name)), 1, 0L);
    }

    /// Waits until there is something to read, or not even that.
    void await(MemorySegment state, int number, long nanos) {
        long second = TimeUnit.SECONDS.toNanos(1);
        DESCRIPTOR.set(bytes, number);
        WANTED.set(bytes, READABLE);
        SECONDS.set(bytes, nanos / second);
        NANOS.set(bytes, nanos % second);
        Libc.call(state, SystemCall.PPOLL, bytes.address(), 1, bytes.address() + TIME, 0, 0, 0);
    }
}
