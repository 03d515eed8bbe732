// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import org.ringway.platform.Platform;

/// The arguments of one `sendmsg` or `recvmsg`: bytes, and descriptors beside them.
///
/// `struct msghdr` and `struct iovec` as the kernel has them on every 64-bit machine, and one
/// `struct cmsghdr` that is followed by its descriptors.
final class LinkMessage {
    private static final int SCM_RIGHTS = 1;
    private static final int CONTROL_TRUNCATED = 0x8;
    private static final StructLayout HEADER = MemoryLayout.structLayout(
            paddingLayout(16),
            JAVA_LONG.withName("vector"),
            JAVA_LONG.withName("vectorCount"),
            JAVA_LONG.withName("control"),
            JAVA_LONG.withName("controlBytes"),
            JAVA_INT.withName("flags"),
            paddingLayout(4),
            JAVA_LONG.withName("base"),
            JAVA_LONG.withName("length"));
    private static final StructLayout CONTROL = MemoryLayout.structLayout(
            JAVA_LONG.withName("length"),
            JAVA_INT.withName("level"),
            JAVA_INT.withName("type"));
    private static final long DESCRIPTORS = CONTROL.byteSize();
    // Looked up once: a layout finds its parts by name.
    private static final long VECTOR = at(HEADER, "vector");
    private static final long VECTOR_COUNT = at(HEADER, "vectorCount");
    private static final long CONTROL_AT = at(HEADER, "control");
    private static final long CONTROL_BYTES = at(HEADER, "controlBytes");
    private static final long FLAGS = at(HEADER, "flags");
    private static final long BASE = at(HEADER, "base");
    private static final long LENGTH = at(HEADER, "length");
    private static final long CONTROL_LENGTH = at(CONTROL, "length");
    private static final long LEVEL = at(CONTROL, "level");
    private static final long TYPE = at(CONTROL, "type");

    private final MemorySegment header;
    private final MemorySegment control;
    private final MemorySegment bytes;

    private LinkMessage(MemorySegment bytes, int descriptors, Arena arena) {
        this.bytes = bytes;
        this.control = arena.allocate(controlBytes(descriptors), CONTROL.byteAlignment());
        this.header = arena.allocate(HEADER);
        header.set(JAVA_LONG, VECTOR, header.address() + BASE);
        header.set(JAVA_LONG, VECTOR_COUNT, 1);
        header.set(JAVA_LONG, BASE, bytes.address());
        header.set(JAVA_LONG, LENGTH, bytes.byteSize());
        header.set(JAVA_LONG, CONTROL_AT, control.address());
        header.set(JAVA_LONG, CONTROL_BYTES, descriptors == 0 ? 0 : control.byteSize());
    }

    /// A message to be received.
    ///
    /// @param most room for so many bytes
    LinkMessage(int most, Arena arena) {
        this(arena.allocate(most), Platform.MAX_HANDLES, arena);
    }

    /// A message to be sent.
    LinkMessage(byte[] message, int[] descriptors, Arena arena) {
        this(arena.allocateFrom(JAVA_BYTE, message), descriptors.length, arena);
        control.set(JAVA_LONG, CONTROL_LENGTH, controlBytes(descriptors.length));
        control.set(JAVA_INT, LEVEL, Sockets.SOCKET_LEVEL);
        control.set(JAVA_INT, TYPE, SCM_RIGHTS);
        MemorySegment.copy(descriptors, 0, control, JAVA_INT, DESCRIPTORS, descriptors.length);
    }

    private static long controlBytes(int descriptors) {
        return DESCRIPTORS + (long) descriptors * Integer.BYTES;
    }

    private static long at(StructLayout layout, String name) {
        return layout.byteOffset(PathElement.groupElement(name));
    }

    long address() {
        return header.address();
    }

    /// {@return a private copy of what was received}
    byte[] received(long length) {
        return bytes.asSlice(0, length).toArray(JAVA_BYTE);
    }

    /// {@return the descriptors that were received, now ours}
    int[] descriptors() {
        if (header.get(JAVA_LONG, CONTROL_BYTES) < DESCRIPTORS) {
            return new int[0];
        }
        long length = control.get(JAVA_LONG, CONTROL_LENGTH);
        return control.asSlice(DESCRIPTORS, length - DESCRIPTORS).toArray(JAVA_INT);
    }

    /// {@return whether descriptors were lost: too many came, or too few numbers were free here}
    boolean lostDescriptors() {
        return (header.get(JAVA_INT, FLAGS) & CONTROL_TRUNCATED) != 0;
    }
}
