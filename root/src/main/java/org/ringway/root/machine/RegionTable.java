// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.ringway.wire.Status;

/// The regions a partition has announced, by page number.
final class RegionTable {
    private final TreeMap<Long, Region> byFirstPfn = new TreeMap<>();
    private long pages;

    int size() {
        return byFirstPfn.size();
    }

    long pages() {
        return pages;
    }

    Collection<Region> all() {
        return byFirstPfn.values();
    }

    @Nullable Region get(long firstPfn) {
        return byFirstPfn.get(firstPfn);
    }

    /// Refuses page numbers that are in use.
    void add(Region region) {
        Map.Entry<Long, Region> before = byFirstPfn.lowerEntry(region.endPfn());
        if (before != null && before.getValue().endPfn() > region.firstPfn()) {
            throw new Refusal(Status.INVALID_PARAMETER, "page numbers are in use: firstPfn="
                    + region.firstPfn() + " pages=" + region.pages()
                    + " other.firstPfn=" + before.getKey()
                    + " other.pages=" + before.getValue().pages());
        }
        byFirstPfn.put(region.firstPfn(), region);
        pages += region.pages();
    }

    void remove(Region region) {
        byFirstPfn.remove(region.firstPfn());
        pages -= region.pages();
    }
}
