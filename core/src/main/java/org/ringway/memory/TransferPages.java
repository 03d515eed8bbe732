// SPDX-License-Identifier: Apache-2.0
package org.ringway.memory;

import java.util.List;

/// What a transfer-page packet points at: ranges of one set.
///
/// The encoding is a header of quadwords, between the packet's descriptor and its payload:
///
/// ```text
/// 0      set id u16, 1 if the sender owns the set u8, reserved u8, range count u32
/// 1..n   byte count u32, byte offset u32
/// ```
///
/// Decoding reads a private copy, never memory that the sender can still write.
///
/// @param set whose ranges these are
/// @param senderOwnsSet whether the pages are the packet sender's; else they are the receiver's.
///     Senders are known that leave garbage here
/// @param ranges at least one
public record TransferPages(
        TransferSetId set, boolean senderOwnsSet, List<TransferRange> ranges) {
    private static final long OWNS = 1L << 16;
    private static final long OWNS_BYTE = 0xFFL << 16;

    /// Checks and copies the list.
    public TransferPages {
        ranges = List.copyOf(ranges);
        if (ranges.isEmpty()) {
            throw new IllegalArgumentException("packet names no ranges: rangeCount=0");
        }
    }

    /// {@return bytes of all ranges together}
    public long byteSize() {
        long bytes = 0;
        for (TransferRange range : ranges) {
            bytes += range.byteCount();
        }
        return bytes;
    }

    /// {@return quadwords of the encoding}
    public int words() {
        return 1 + ranges.size();
    }

    /// {@return a quadword of the encoding}
    ///
    /// @param index which, from 0
    public long word(int index) {
        return index > 0 ? ranges.get(index - 1).word()
                : set.value() | (senderOwnsSet ? OWNS : 0) | (long) ranges.size() << 32;
    }

    /// Reads a private copy.
    ///
    /// @param words the encoding, and perhaps more behind it
    /// @return what it says; that it is legal does not mean that the set is known
    /// @throws IllegalArgumentException if there is no range, or one is empty, or more are named
    ///     than there are
    public static TransferPages decode(long[] words) {
        long count = words[0] >>> 32;
        if (count > words.length - 1) {
            throw new IllegalArgumentException("more ranges than fit: rangeCount=" + count
                    + " room=" + (words.length - 1));
        }
        TransferRange[] ranges = new TransferRange[(int) count];
        for (int i = 0; i < ranges.length; i++) {
            ranges[i] = TransferRange.ofWord(words[i + 1]);
        }
        TransferSetId set = new TransferSetId((int) words[0] & 0xFFFF);
        return new TransferPages(set, (words[0] & OWNS_BYTE) == OWNS, List.of(ranges));
    }
}
