// SPDX-License-Identifier: Apache-2.0
package org.ringway.memory;

/// A GPADL that is, or was, a part of a transfer-page set: what the packets say that add and remove
/// sets.
///
/// In the packet it is one quadword behind the descriptor: gpadl u32, set id u16, reserved u16.
///
/// @param set the set
/// @param gpadl the part's pages
public record TransferSetPart(TransferSetId set, GpadlId gpadl) {
    /// {@return the encoding}
    public long word() {
        return Integer.toUnsignedLong(gpadl.value()) | (long) set.value() << 32;
    }

    /// Reads a private copy.
    ///
    /// @param word the encoding
    /// @return what it says
    public static TransferSetPart ofWord(long word) {
        return new TransferSetPart(
                new TransferSetId((int) (word >>> 32) & 0xFFFF), new GpadlId((int) word));
    }
}
