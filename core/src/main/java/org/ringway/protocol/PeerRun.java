// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

/// Consecutive pages of one region, as PeerGpadl names them to the other side.
///
/// @param pfn the owner's number of the first page
/// @param firstPage where that page is in the region
/// @param pages how many, at least 1
/// @param handleIndex which of the handles beside the message is the region
public record PeerRun(long pfn, long firstPage, int pages, int handleIndex) {
    /// Refuses runs that are empty, or reach past the last page there can be.
    public PeerRun {
        Limits.checkPages(pfn, pages);
        Limits.checkPages(firstPage, pages);
        if (handleIndex < 0) {
            throw new IllegalArgumentException("descriptor index is out of range: handleIndex="
                    + Integer.toUnsignedString(handleIndex));
        }
    }
}
