// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// The bytes a message must have, written down field by field at the offsets of the specification.
final class ExpectedBytes {
    private final ByteBuffer bytes;

    private ExpectedBytes(int size) {
        bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// A message of this number and size, all zeros behind its header.
    static ExpectedBytes of(int type, int size) {
        return new ExpectedBytes(size).u32(0, type);
    }

    ExpectedBytes u8(int at, int value) {
        bytes.put(at, (byte) value);
        return this;
    }

    ExpectedBytes u16(int at, int value) {
        bytes.putShort(at, (short) value);
        return this;
    }

    ExpectedBytes u32(int at, int value) {
        bytes.putInt(at, value);
        return this;
    }

    ExpectedBytes u64(int at, long value) {
        bytes.putLong(at, value);
        return this;
    }

    ExpectedBytes hex(int at, String hex) {
        bytes.put(at, HexFormat.of().parseHex(hex));
        return this;
    }

    ExpectedBytes text(int at, String text) {
        bytes.put(at, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    byte[] toArray() {
        return bytes.array();
    }
}
