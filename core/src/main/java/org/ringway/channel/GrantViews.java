// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import static org.ringway.inspect.InspectTree.branch;
import static org.ringway.inspect.InspectTree.leaf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringway.ProtocolException;
import org.ringway.inspect.InspectTree.Branch;
import org.ringway.memory.GpaRangeCursor;
import org.ringway.memory.GpadlId;
import org.ringway.platform.Mapping;
import org.ringway.platform.Platform;

/// Everything the other side has granted on a channel, found by page number.
///
/// - **Thread:** any. **Blocking:** never.
final class GrantViews {
    /// Pages with consecutive numbers that lie consecutively in a view.
    private record Run(long firstPfn, int pages, GrantView view, long offset) {}

    private final Map<GpadlId, GrantView> views = new HashMap<>();
    private volatile List<Run> runs = List.of();

    synchronized void add(GpadlId gpadl, Mapping mapping, boolean readOnly,
            List<SharedBuffer.Region> pages) {
        GrantView view = new GrantView(mapping, readOnly);
        if (views.putIfAbsent(gpadl, view) != null) {
            throw new ProtocolException("GPADL granted twice: gpadl=" + gpadl);
        }
        List<Run> more = new ArrayList<>(runs);
        long offset = 0;
        for (SharedBuffer.Region region : pages) {
            more.add(new Run(region.firstPfn(), region.pages(), view, offset));
            offset += region.bytes();
        }
        more.sort(Comparator.comparingLong(Run::firstPfn));
        runs = List.copyOf(more);
    }

    /// Takes a grant back.
    ///
    /// @param torndown runs when no view is left, perhaps at once
    synchronized void retire(GpadlId gpadl, Runnable torndown) {
        GrantView view = views.remove(gpadl);
        if (view == null) {
            torndown.run();
            return;
        }
        runs = runs.stream().filter(run -> run.view != view).toList();
        view.retire(torndown);
    }

    /// The channel is over. What is retired here can still be taken back by name, so that the other
    /// side learns when the last view is gone.
    synchronized void retireAll() {
        runs = List.of();
        views.values().forEach(view -> view.retire(() -> {}));
    }

    /// The pages of a GPADL, still to be leased.
    ///
    /// @throws ProtocolException if it was not granted
    synchronized GrantView find(GpadlId gpadl) {
        GrantView view = views.get(gpadl);
        if (view == null) {
            throw new ProtocolException("pages were not granted: " + gpadl);
        }
        return view;
    }

    /// Leases a part of a GPADL.
    ///
    /// @throws ProtocolException if it was not granted, or is smaller
    ExternalData open(GpadlId gpadl, long offset, long bytes) {
        GrantView view = find(gpadl);
        if (offset < 0 || bytes < 1 || bytes > view.byteSize() - offset) {
            throw new ProtocolException("bytes outside " + gpadl + ": offset=" + offset
                    + " bytes=" + bytes + " granted=" + view.byteSize());
        }
        ExternalData data = new ExternalData();
        try {
            data.add(view, offset, bytes);
            return data;
        } catch (RuntimeException e) {
            data.close();
            throw e;
        }
    }

    /// Leases the pages a packet names.
    ///
    /// @throws ProtocolException if one was not granted
    ExternalData open(GpaRangeCursor ranges) {
        ExternalData data = new ExternalData();
        try {
            while (ranges.next()) {
                addPieces(data, ranges);
            }
            return data;
        } catch (RuntimeException e) {
            data.close();
            throw e;
        }
    }

    /// Adds the range's bytes, page by page, joined where they lie side by side.
    private void addPieces(ExternalData data, GpaRangeCursor range) {
        List<Run> known = runs;
        long left = range.byteCount();
        long within = range.byteOffset();
        int page = 0;
        while (left > 0) {
            long pfn = range.pfn(page);
            Run run = find(known, pfn);
            if (run == null) {
                throw new ProtocolException("packet names a page that was not granted: pfn="
                        + Long.toUnsignedString(pfn) + " page=" + page + " of range");
            }
            int pages = joined(range, page, pfn, run);
            long bytes = Math.min(left, (long) pages * Platform.PAGE_BYTES - within);
            long at = run.offset + (pfn - run.firstPfn) * Platform.PAGE_BYTES + within;
            data.add(run.view, at, bytes);
            left -= bytes;
            within = 0;
            page += pages;
        }
    }

    /// How many pages from one on have consecutive numbers within a run.
    private static int joined(GpaRangeCursor range, int page, long pfn, Run run) {
        int most = (int) Math.min(range.pages() - page, run.firstPfn + run.pages - pfn);
        int pages = 1;
        while (pages < most && range.pfn(page + pages) == pfn + pages) {
            pages++;
        }
        return pages;
    }

    private static @Nullable Run find(List<Run> known, long pfn) {
        int low = 0;
        int high = known.size() - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            Run run = known.get(middle);
            if (pfn < run.firstPfn) {
                high = middle - 1;
            } else if (pfn - run.firstPfn >= run.pages) {
                low = middle + 1;
            } else {
                return run;
            }
        }
        return null;
    }

    /// What can be looked at now, and how often it is.
    Branch inspect() {
        Map<GrantView, Integer> pages = new LinkedHashMap<>();
        runs.forEach(run -> pages.merge(run.view, run.pages, Integer::sum));
        return branch("views", leaf("grants", pages.size()),
                leaf("pages", pages.values().stream().mapToLong(Integer::longValue).sum()),
                leaf("leases", pages.keySet().stream().mapToLong(GrantView::leases).sum()));
    }
}
