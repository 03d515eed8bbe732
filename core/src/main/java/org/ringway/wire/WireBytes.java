// SPDX-License-Identifier: Apache-2.0
package org.ringway.wire;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HexFormat;

/// Bytes of a message that cannot change any more.
public final class WireBytes {
    /// No bytes at all.
    public static final WireBytes EMPTY = new WireBytes(new byte[0]);

    private final byte[] bytes;

    private WireBytes(byte[] owned) {
        this.bytes = owned;
    }

    /// {@return a copy of these bytes}
    ///
    /// @param bytes the caller keeps them
    public static WireBytes of(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new WireBytes(bytes.clone());
    }

    /// {@return the bytes of a text in UTF-8, with zeros up to a fixed length}
    ///
    /// @param text without control characters
    /// @param length bytes of the field
    /// @throws IllegalArgumentException if it is too long, has a control character or half a
    ///     surrogate pair
    public static WireBytes ofText(String text, int length) {
        return new WireBytes(FixedText.encode(text, length));
    }

    /// {@return as much of a text as [#ofText] takes, `?` for every character that it refuses}
    ///
    /// @param text any text
    /// @param length bytes of the field
    public static String fit(String text, int length) {
        return FixedText.fit(text, length);
    }

    /// {@return the text before the first zero, all bytes if there is none}
    ///
    /// @throws IllegalArgumentException if it is no UTF-8, has a control character or goes on
    ///     behind the zero
    public String text() {
        return FixedText.decode(bytes);
    }

    /// {@return how many there are}
    public int length() {
        return bytes.length;
    }

    /// {@return a copy}
    public byte[] toArray() {
        return bytes.clone();
    }

    /// {@return a read-only view}
    public MemorySegment asSegment() {
        return MemorySegment.ofArray(bytes).asReadOnly();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WireBytes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
