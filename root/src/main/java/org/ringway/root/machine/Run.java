// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

/// Consecutive pages of one region, as a GPADL names them.
///
/// @param region where they lie
/// @param pfn the owner's number of the first
/// @param pages how many
record Run(Region region, long pfn, int pages) {
    long firstPage() {
        return pfn - region.firstPfn();
    }
}
