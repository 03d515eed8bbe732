// SPDX-License-Identifier: Apache-2.0
package org.ringway.wire;

/// The name of a partition or an offer: at most [#MAX_BYTES] bytes of UTF-8 without control
/// characters.
///
/// It is what its owner says; trust the [PartitionId] and the ids from the kernel instead.
///
/// @param value the text, perhaps empty
public record Name(String value) {
    /// Bytes of the field it travels in.
    public static final int MAX_BYTES = 64;

    /// The name of what has none.
    public static final Name EMPTY = new Name("");

    /// Refuses what could not travel.
    public Name {
        WireBytes.ofText(value, MAX_BYTES);
    }

    /// {@return a name of this text}
    ///
    /// @param value the text, perhaps empty
    /// @throws IllegalArgumentException if it is too long, has a control character or half a
    ///     surrogate pair
    public static Name of(String value) {
        return new Name(value);
    }

    /// {@return the bytes of the field}
    public WireBytes toWire() {
        return WireBytes.ofText(value, MAX_BYTES);
    }

    @Override
    public String toString() {
        return value;
    }
}
