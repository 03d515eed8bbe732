// SPDX-License-Identifier: Apache-2.0
package org.ringway.conformance.child;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringway.conformance.script.Broken;
import org.ringway.memory.GpadlId;
import org.ringway.platform.Handle;
import org.ringway.protocol.RingwayToChild.RegionResult;
import org.ringway.protocol.RingwayToRoot.AnnounceRegion;
import org.ringway.protocol.StandardToChild.GpadlCreated;
import org.ringway.protocol.StandardToRoot.GpadlBody;
import org.ringway.protocol.StandardToRoot.GpadlHeader;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;

/// What the child that is tried has announced and granted.
final class ChildMemory implements AutoCloseable {
    private final Map<Long, OwnPages> regions = new HashMap<>();
    private final Map<Integer, ChildGpadl> gpadls = new HashMap<>();

    RegionResult announce(AnnounceRegion announced, List<Handle> handles) {
        boolean isFit = handles.size() == 1;
        if (isFit) {
            regions.put(announced.firstPfn(), new OwnPages(
                    handles.getFirst(), announced.pages(), announced.readOnly()));
        }
        return new RegionResult(
                announced.firstPfn(), isFit ? Status.OK : Status.INVALID_PARAMETER);
    }

    void retire(long firstPfn) {
        OwnPages pages = regions.remove(firstPfn);
        if (pages != null) {
            pages.region().close();
        }
    }

    /// {@return the answer, if the GPADL is whole now}
    @Nullable GpadlCreated begin(GpadlHeader header) {
        ChildGpadl gpadl = new ChildGpadl(header);
        gpadls.put(header.gpadl().value(), gpadl);
        return answer(header.gpadl(), gpadl);
    }

    @Nullable GpadlCreated goOn(GpadlBody body) {
        ChildGpadl gpadl = gpadls.get(body.gpadl().value());
        if (gpadl == null || gpadl.isWhole()) {
            return null;
        }
        gpadl.add(body.data());
        return answer(body.gpadl(), gpadl);
    }

    private static @Nullable GpadlCreated answer(GpadlId id, ChildGpadl gpadl) {
        return gpadl.isWhole() ? new GpadlCreated(gpadl.relId(), id, Status.OK) : null;
    }

    void tearDown(GpadlId gpadl) {
        gpadls.remove(gpadl.value());
    }

    ChildGpadl gpadl(GpadlId id) {
        ChildGpadl gpadl = gpadls.get(id.value());
        Broken.unless(gpadl != null && gpadl.isWhole(),
                "the child names gpadl " + id + ", which it did not announce whole");
        return gpadl;
    }

    boolean isGranted(RelId relId, long pfn) {
        return gpadls.values().stream().anyMatch(gpadl -> gpadl.isWhole()
                && gpadl.relId().equals(relId) && gpadl.firstPfn() == pfn);
    }

    /// {@return the region that begins with a page of the child}
    OwnPages region(long firstPfn) {
        OwnPages pages = regions.get(firstPfn);
        Broken.unless(pages != null, "the child names page " + firstPfn
                + ", where no region of its begins");
        return pages;
    }

    @Override
    public void close() {
        regions.values().forEach(pages -> pages.region().close());
    }
}
