// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest.boot;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.foreign.ValueLayout.OfInt;
import java.lang.foreign.ValueLayout.OfLong;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.ringway.PlatformException;

/// All memory of a guest, by guest-physical address. The guest may write it at any time.
///
/// - **Thread:** any.
public final class GuestPages {
    /// Words of any alignment.
    public static final OfInt WORD =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    /// Double words of any alignment.
    public static final OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final MemorySegment bytes;

    /// @param bytes from address 0 on
    public GuestPages(MemorySegment bytes) {
        this.bytes = bytes;
    }

    /// {@return how many bytes there are}
    public long size() {
        return bytes.byteSize();
    }

    /// {@return a part, or null if it does not lie in memory}
    ///
    /// @param address where it begins, whatever a guest says
    /// @param length of it
    public @Nullable MemorySegment find(long address, long length) {
        boolean lies = address >= 0 && length <= size() && address <= size() - length;
        return lies ? bytes.asSlice(address, length) : null;
    }

    /// Puts bytes into memory.
    ///
    /// @param address where
    /// @param data what
    /// @throws PlatformException if memory ends before
    public void put(long address, byte[] data) {
        put(address, data, 0, data.length);
    }

    /// Puts some bytes of an array into memory.
    ///
    /// @param address where
    /// @param data holds them
    /// @param offset the first
    /// @param length how many
    /// @throws PlatformException if memory ends before
    public void put(long address, byte[] data, int offset, int length) {
        MemorySegment place = find(address, length);
        if (place == null) {
            throw new PlatformException("memory is too small, give it more with --memory:"
                    + " address=0x" + Long.toHexString(address) + " bytes=" + length
                    + " memoryBytes=" + size());
        }
        MemorySegment.copy(data, offset, place, JAVA_BYTE, 0, length);
    }
}
