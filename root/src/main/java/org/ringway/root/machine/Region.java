// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import org.ringway.protocol.RingwayToRoot.AnnounceRegion;

/// Memory that its owner has given page numbers to.
final class Region {
    private final HandleToken handle;
    private final long firstPfn;
    private final long pages;
    private final boolean readOnly;
    private boolean fit;
    private int uses;

    private Region(HandleToken handle, long firstPfn, long pages, boolean readOnly, boolean fit) {
        this.handle = handle;
        this.firstPfn = firstPfn;
        this.pages = pages;
        this.readOnly = readOnly;
        this.fit = fit;
    }

    static Region announced(AnnounceRegion said, HandleToken handle) {
        return new Region(handle, said.firstPfn(), said.pages(), said.readOnly(), false);
    }

    static Region of(AddressSpace space) {
        return new Region(space.region(), 0, space.pages(), false, true);
    }

    /// All memory of a plain client, to be looked at.
    static Region whole(HandleToken handle, long pages) {
        return new Region(handle, 0, pages, false, false);
    }

    HandleToken handle() {
        return handle;
    }

    long firstPfn() {
        return firstPfn;
    }

    /// The number after the last page's.
    long endPfn() {
        return firstPfn + pages;
    }

    long pages() {
        return pages;
    }

    boolean isReadOnly() {
        return readOnly;
    }

    /// Whether it was looked at and found good.
    boolean isFit() {
        return fit;
    }

    void foundFit() {
        fit = true;
    }

    /// How many runs of live GPADLs lie in it.
    int uses() {
        return uses;
    }

    void retain() {
        uses++;
    }

    void release() {
        uses--;
    }
}
