// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringway.memory.GpaRange;
import org.ringway.wire.Status;

/// Finds out in which regions the pages of a GPADL lie, and refuses those that may not be granted.
final class PageResolver {
    private final List<Run> runs = new ArrayList<>();

    private PageResolver() {}

    static List<Run> resolve(Partition owner, List<GpaRange> ranges) {
        PageResolver resolver = new PageResolver();
        for (GpaRange range : ranges) {
            if (!range.isWholePages()) {
                throw new Refusal(Status.INVALID_PARAMETER, "range is not whole pages: byteCount="
                        + range.byteCount() + " byteOffset=" + range.byteOffset());
            }
        }
        if (owner.isRingway()) {
            resolver.wholeRegions(owner.regions(), ranges);
        } else {
            resolver.anyPages(owner.addressSpace(), ranges);
        }
        return resolver.runs;
    }

    /// Between Ringway sides a grant exposes whole regions, so they are what a GPADL has to name.
    private void wholeRegions(RegionTable regions, List<GpaRange> ranges) {
        long[] pfns = ranges.stream().flatMapToLong(
                range -> Arrays.stream(range.pfns())).toArray();
        int at = 0;
        while (at < pfns.length) {
            Region region = beginningAt(regions, pfns[at]);
            for (long page = 0; page < region.pages(); page++, at++) {
                if (at == pfns.length || pfns[at] != region.firstPfn() + page) {
                    throw new Refusal(Status.INVALID_PARAMETER, "region is not granted whole:"
                            + " firstPfn=" + region.firstPfn() + " pages=" + region.pages()
                            + " granted=" + page);
                }
            }
            runs.add(new Run(region, region.firstPfn(), (int) region.pages()));
        }
        refuseMixture();
    }

    private static Region beginningAt(RegionTable regions, long pfn) {
        Region region = regions.get(pfn);
        if (region == null || !region.isFit()) {
            throw new Refusal(Status.NOT_FOUND, "no announced region begins at this page: pfn="
                    + Long.toUnsignedString(pfn) + " regions=" + regions.size());
        }
        return region;
    }

    private void refuseMixture() {
        long sealed = runs.stream().filter(run -> run.region().isReadOnly()).count();
        if (sealed != 0 && sealed != runs.size()) {
            throw new Refusal(Status.INVALID_PARAMETER,
                    "regions are sealed read-only in part: sealed=" + sealed
                    + " regions=" + runs.size());
        }
    }

    private void anyPages(@Nullable Region space, List<GpaRange> ranges) {
        if (space == null || !space.isFit()) {
            throw new Refusal(Status.NOT_FOUND,
                    "this link has no address space, and announced no regions: regions=0");
        }
        for (GpaRange range : ranges) {
            for (long pfn : range.pfns()) {
                addPage(space, pfn);
            }
        }
    }

    private void addPage(Region space, long pfn) {
        if (pfn < 0 || pfn >= space.pages()) {
            throw new Refusal(Status.INVALID_PARAMETER, "page is outside the address space: pfn="
                    + Long.toUnsignedString(pfn) + " pages=" + space.pages());
        }
        Run last = runs.isEmpty() ? null : runs.getLast();
        if (last != null && last.pfn() + last.pages() == pfn) {
            runs.set(runs.size() - 1, new Run(space, last.pfn(), last.pages() + 1));
        } else {
            runs.add(new Run(space, pfn, 1));
        }
    }
}
