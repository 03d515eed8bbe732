// SPDX-License-Identifier: Apache-2.0
package org.ringway.local;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.ringway.PlatformException;
import org.ringway.platform.Handle;
import org.ringway.platform.Platform;

/// The memory of one allocation, freed when no handle and no mapping of any of its pages is left.
final class LocalBlock {
    private static final long MOST_PAGES = Long.MAX_VALUE / Platform.PAGE_BYTES - 1;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment bytes;
    private final References references = new References(arena::close);

    LocalBlock(long pages) {
        try {
            bytes = arena.allocate(checked(pages) * Platform.PAGE_BYTES, Platform.PAGE_BYTES);
        } catch (OutOfMemoryError e) {
            arena.close();
            throw new PlatformException("not enough native memory, raise -XX:MaxDirectMemorySize:"
                    + " pages=" + pages, e);
        }
    }

    private static long checked(long pages) {
        if (pages > MOST_PAGES) {
            throw new OutOfMemoryError("more than can be addressed");
        }
        return pages;
    }

    /// Cuts the block; its handles are what keeps it from now on.
    List<Handle> regions() {
        long pages = bytes.byteSize() / Platform.PAGE_BYTES;
        List<Handle> handles = new ArrayList<>();
        for (long first = 0; first < pages; first += Platform.MAX_REGION_PAGES) {
            long length = Math.min(Platform.MAX_REGION_PAGES, pages - first);
            handles.add(new LocalHandle(new LocalRegion(this, first, length)));
        }
        return List.copyOf(handles);
    }

    References references() {
        return references;
    }

    MemorySegment slice(long firstPage, long pages) {
        return bytes.asSlice(firstPage * Platform.PAGE_BYTES, pages * Platform.PAGE_BYTES);
    }
}
