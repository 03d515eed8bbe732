// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform;

/// Consecutive 4 KiB pages of one region.
///
/// @param region the region the pages lie in
/// @param firstPage index of the first page within the region
/// @param pages how many, at least one
public record PageRun(Handle region, long firstPage, int pages) {
    /// Checks the numbers; whether the region is that long is checked when the run is mapped.
    public PageRun {
        if (firstPage < 0 || pages < 1) {
            throw new IllegalArgumentException(
                    "page run out of range: firstPage=" + firstPage + " pages=" + pages);
        }
    }
}
