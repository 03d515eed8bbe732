// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import static org.ringway.inspect.InspectTree.branch;
import static org.ringway.inspect.InspectTree.leaf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.ringway.channel.SharedBuffer;
import org.ringway.child.machine.OwnRegion;
import org.ringway.inspect.InspectTree.Branch;
import org.ringway.platform.Access;
import org.ringway.platform.Handle;
import org.ringway.platform.Mapping;
import org.ringway.platform.PageRun;
import org.ringway.platform.Platform;

/// The regions of one partition and the page numbers they have, each given once and never again.
///
/// - **Thread:** any. **Blocking:** as long as the kernel needs to find the memory.
final class OwnMemory {
    private static final long FIRST_PFN = 1;
    private static final long TOUCH_NANOS = 100_000_000;

    private final Platform platform;
    private final AtomicLong nextPfn = new AtomicLong(FIRST_PFN);
    private final Map<Long, OwnRegion> lendable = new ConcurrentHashMap<>();
    private final Background background = new Background();
    private final RingPool rings = new RingPool(this::allocateRings, background);
    private final RingPool streamRings = new RingPool(this::allocateRings, background);

    OwnMemory(Platform platform) {
        this.platform = platform;
    }

    /// Brings pages of anybody's into the page table, unless they are unmapped again soon: that
    /// takes longer than to open a channel.
    void touchLater(Mapping mapping) {
        background.later(mapping::touch, TOUCH_NANOS);
    }

    /// {@return rings of channels that this partition opens}
    RingPool rings() {
        return rings;
    }

    /// {@return rings of streams that this partition connects}
    RingPool streamRings() {
        return streamRings;
    }

    /// {@return memory for both rings of a channel that this partition opens}
    private OwnRings allocateRings(RingSize size) {
        int pages = size.pages();
        Handle handle = platform.allocate(pages).getFirst();
        try {
            Rings rings = Rings.map(platform, List.of(new PageRun(handle, 0, pages)),
                    size.outgoingPages());
            return new OwnRings(new OwnRegion(nextPfn.getAndAdd(pages), pages, false, handle),
                    size.outgoingPages(), rings);
        } catch (RuntimeException e) {
            handle.close();
            throw e;
        }
    }

    /// {@return mapped memory that can be lent}
    ///
    /// @param retire takes the regions when the buffer is closed and nobody works on it any more
    SharedBuffer allocate(long bytes, Access peerAccess, Consumer<List<OwnRegion>> retire) {
        if (bytes < 1) {
            throw new IllegalArgumentException("a buffer has bytes: bytes=" + bytes);
        }
        long pages = (bytes - 1) / Platform.PAGE_BYTES + 1;
        List<Handle> handles = platform.allocate(pages);
        try {
            return map(regions(handles, pages, peerAccess), peerAccess, retire);
        } catch (RuntimeException e) {
            handles.forEach(Handle::close);
            throw e;
        }
    }

    /// Consecutive numbers for consecutive regions.
    private List<OwnRegion> regions(List<Handle> handles, long pages, Access peerAccess) {
        long first = nextPfn.getAndAdd(pages);
        List<OwnRegion> regions = new ArrayList<>(handles.size());
        for (long page = 0; page < pages; page += Platform.MAX_REGION_PAGES) {
            regions.add(new OwnRegion(first + page,
                    (int) Math.min(Platform.MAX_REGION_PAGES, pages - page),
                    peerAccess == Access.READ_ONLY, handles.get(regions.size())));
        }
        return List.copyOf(regions);
    }

    private SharedBuffer map(List<OwnRegion> regions, Access peerAccess,
            Consumer<List<OwnRegion>> retire) {
        Mapping mapping = platform.map(regions.stream()
                .map(region -> new PageRun(region.handle(), 0, region.pages())).toList(),
                Access.READ_WRITE);
        if (peerAccess == Access.READ_ONLY) {
            seal(regions, mapping);
        }
        regions.forEach(region -> lendable.put(region.firstPfn(), region));
        return new SharedBuffer(mapping, regions.stream()
                .map(region -> new SharedBuffer.Region(region.firstPfn(), region.pages())).toList(),
                peerAccess, _ -> retire.accept(forget(regions)));
    }

    private void seal(List<OwnRegion> regions, Mapping mapping) {
        try {
            regions.forEach(region -> platform.sealReadOnly(region.handle()));
        } catch (RuntimeException e) {
            mapping.close();
            throw e;
        }
    }

    private List<OwnRegion> forget(List<OwnRegion> regions) {
        regions.forEach(region -> lendable.remove(region.firstPfn(), region));
        return regions;
    }

    /// {@return the regions of a buffer of this partition}
    List<OwnRegion> regionsOf(SharedBuffer buffer) {
        List<OwnRegion> regions = new ArrayList<>(buffer.regions().size());
        for (SharedBuffer.Region region : buffer.regions()) {
            OwnRegion own = lendable.get(region.firstPfn());
            if (own == null) {
                throw new IllegalArgumentException("buffer is closed, or of another partition:"
                        + " firstPfn=" + region.firstPfn() + " pages=" + region.pages());
            }
            regions.add(own);
        }
        return regions;
    }

    /// Nothing can be lent any more; what is mapped stays so.
    void close() {
        rings.close();
        streamRings.close();
        lendable.values().forEach(region -> region.handle().close());
        lendable.clear();
    }

    Branch inspect() {
        return branch("memory", leaf("ringsReady", rings.size() + streamRings.size()),
                leaf("lendableRegions", lendable.size()),
                leaf("lendablePages",
                        lendable.values().stream().mapToLong(OwnRegion::pages).sum()));
    }
}
