// SPDX-License-Identifier: Apache-2.0
package org.ringway.conformance.script;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Bytes of a message, laid out by hand: fields one after the other behind the header.
public final class Words {
    public static final int MOST = 240;

    private final ByteBuffer bytes = ByteBuffer.allocate(2 * MOST).order(ByteOrder.LITTLE_ENDIAN);

    private Words(int type) {
        u32(type).u32(0);
    }

    public static Words of(int type) {
        return new Words(type);
    }

    public Words u16(int value) {
        bytes.putShort((short) value);
        return this;
    }

    public Words u32(int value) {
        bytes.putInt(value);
        return this;
    }

    public Words u64(long value) {
        bytes.putLong(value);
        return this;
    }

    public Words zeros(int count) {
        bytes.position(bytes.position() + count);
        return this;
    }

    public byte[] toArray() {
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    /// {@return as many bytes as are asked for, cut or filled up with zeros}
    public byte[] toArray(int length) {
        return Arrays.copyOf(bytes.array(), length);
    }
}
