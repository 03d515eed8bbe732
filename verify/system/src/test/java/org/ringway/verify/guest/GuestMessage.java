// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.guest;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.UUID;

/// A control message, laid out by hand: fields one after the other behind the header.
final class GuestMessage {
    static final int MAX_BYTES = 240;

    private final ByteBuffer bytes =
            ByteBuffer.allocate(MAX_BYTES).order(ByteOrder.LITTLE_ENDIAN);

    private GuestMessage(int type) {
        u32(type).u32(0);
    }

    static GuestMessage of(int type) {
        return new GuestMessage(type);
    }

    GuestMessage u16(int value) {
        bytes.putShort((short) value);
        return this;
    }

    GuestMessage u32(int value) {
        bytes.putInt(value);
        return this;
    }

    GuestMessage u64(long value) {
        bytes.putLong(value);
        return this;
    }

    /// In Windows' order: the first three numbers little-endian, the rest as it is written.
    GuestMessage guid(UUID value) {
        long high = value.getMostSignificantBits();
        u32((int) (high >>> 32)).u16((int) (high >>> 16)).u16((int) high);
        bytes.order(ByteOrder.BIG_ENDIAN).putLong(value.getLeastSignificantBits());
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        return this;
    }

    GuestMessage zeros(int count) {
        bytes.position(bytes.position() + count);
        return this;
    }

    int room() {
        return bytes.remaining();
    }

    /// @param padded whether to say 240 bytes always, as UEFI does
    byte[] toArray(boolean padded) {
        return Arrays.copyOf(bytes.array(), padded ? MAX_BYTES : bytes.position());
    }
}
