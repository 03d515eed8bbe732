// SPDX-License-Identifier: Apache-2.0
package org.ringway.memory;

/// Bytes in a transfer-page set.
///
/// @param byteOffset where they begin, from the beginning of the set, 0 to 0xFFFFFFFF
/// @param byteCount how many, 1 to 0xFFFFFFFF
public record TransferRange(long byteOffset, long byteCount) {
    private static final long U32_MAX = 0xFFFF_FFFFL;

    /// Checks the numbers; whether the set has so many bytes, only its two sides know.
    public TransferRange {
        if (byteOffset < 0 || byteOffset > U32_MAX) {
            throw new IllegalArgumentException(
                    "range starts outside 32 bits: byteOffset=" + byteOffset);
        }
        if (byteCount < 1 || byteCount > U32_MAX) {
            throw new IllegalArgumentException(
                    "range is empty or too long: byteCount=" + byteCount);
        }
    }

    static TransferRange ofWord(long word) {
        return new TransferRange(word >>> 32, word & U32_MAX);
    }

    long word() {
        return byteCount | byteOffset << 32;
    }
}
