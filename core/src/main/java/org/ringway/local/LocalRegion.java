// SPDX-License-Identifier: Apache-2.0
package org.ringway.local;

import org.ringway.PlatformException;
import org.ringway.platform.Access;
import org.ringway.platform.RegionFacts;

/// Consecutive pages of a block.
final class LocalRegion implements Shared {
    private final LocalBlock block;
    private final long firstPage;
    private final long pages;
    private volatile boolean sealed;

    LocalRegion(LocalBlock block, long firstPage, long pages) {
        this.block = block;
        this.firstPage = firstPage;
        this.pages = pages;
    }

    LocalBlock block() {
        return block;
    }

    long pages() {
        return pages;
    }

    void seal() {
        sealed = true;
    }

    RegionFacts facts() {
        return new RegionFacts(pages, sealed ? Access.READ_ONLY : Access.READ_WRITE);
    }

    /// Where a run begins within the block, if it may be mapped so.
    long locate(long first, int length, Access access) {
        if (first > pages - length) {
            throw new PlatformException("pages outside their region: firstPage=" + first
                    + " pages=" + length + " regionPages=" + pages);
        }
        if (sealed && access == Access.READ_WRITE) {
            throw new PlatformException("region is sealed read-only: access=" + access
                    + " regionPages=" + pages);
        }
        return firstPage + first;
    }

    @Override
    public References references() {
        return block.references();
    }
}
