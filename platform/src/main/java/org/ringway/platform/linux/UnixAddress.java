// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.nio.charset.Charset;
import java.nio.file.Path;
import org.ringway.PlatformException;

/// `struct sockaddr_un`: a family and a path that ends with a zero.
final class UnixAddress {
    private static final StructLayout LAYOUT = MemoryLayout.structLayout(
            JAVA_SHORT.withName("family"),
            MemoryLayout.sequenceLayout(108, JAVA_BYTE).withName("path"));
    private static final PathElement FAMILY = PathElement.groupElement("family");
    private static final PathElement PATH = PathElement.groupElement("path");
    private static final int MOST_PATH_BYTES = (int) LAYOUT.select(PATH).byteSize() - 1;
    static final int MOST_BYTES = (int) LAYOUT.byteSize();

    private UnixAddress() {}

    /// {@return the address of a path, all of it the kernel's argument}
    /// @throws PlatformException if the path is too long for a socket
    static MemorySegment of(Path path, Arena arena) {
        byte[] name = bytes(path);
        if (name.length > MOST_PATH_BYTES) {
            throw new PlatformException("path too long for a socket, choose a shorter one: bytes="
                    + name.length + " most=" + MOST_PATH_BYTES + " socket=" + path);
        }
        MemorySegment address = arena.allocate(LAYOUT);
        address.set(JAVA_SHORT, LAYOUT.byteOffset(FAMILY), (short) Sockets.UNIX);
        MemorySegment.copy(name, 0, address, JAVA_BYTE, LAYOUT.byteOffset(PATH), name.length);
        return address.asSlice(0, LAYOUT.byteOffset(PATH) + name.length + 1);
    }

    /// {@return the name as the kernel knows it}
    private static byte[] bytes(Path path) {
        return path.toString().getBytes(Charset.forName(System.getProperty("sun.jnu.encoding")));
    }

    /// {@return the name as an argument of other calls}
    static MemorySegment name(Path path, Arena arena) {
        byte[] name = bytes(path);
        return arena.allocate(name.length + 1L).copyFrom(MemorySegment.ofArray(name));
    }
}
