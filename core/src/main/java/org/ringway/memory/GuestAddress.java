// SPDX-License-Identifier: Apache-2.0
package org.ringway.memory;

import org.ringway.platform.Platform;

/// A byte in a partition's guest-physical address space.
///
/// @param pfn number of its page
/// @param byteOffset where it is in the page, 0 to 4095
public record GuestAddress(long pfn, int byteOffset) {
    /// Checks the offset.
    public GuestAddress {
        if (byteOffset < 0 || byteOffset >= Platform.PAGE_BYTES) {
            throw new IllegalArgumentException("offset outside the page: byteOffset=" + byteOffset);
        }
    }

    /// {@return the address so many bytes into a run of consecutive pages}
    ///
    /// @param firstPfn the run's first page
    /// @param offset bytes from its beginning
    public static GuestAddress of(long firstPfn, long offset) {
        return new GuestAddress(
                firstPfn + offset / Platform.PAGE_BYTES, (int) (offset % Platform.PAGE_BYTES));
    }
}
