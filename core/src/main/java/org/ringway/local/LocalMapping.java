// SPDX-License-Identifier: Apache-2.0
package org.ringway.local;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.ringway.PlatformException;
import org.ringway.platform.Access;
import org.ringway.platform.Mapping;
import org.ringway.platform.PageRun;

/// A window onto pages that lie side by side in one block; it keeps the block.
final class LocalMapping implements Mapping {
    private final References block;
    private final MemorySegment bytes;
    private final AtomicBoolean open = new AtomicBoolean(true);

    private LocalMapping(LocalBlock block, MemorySegment bytes) {
        this.block = block.references();
        this.bytes = bytes;
        this.block.retain();
    }

    static LocalMapping of(List<PageRun> runs, Access access) {
        LocalBlock block = region(runs.getFirst()).block();
        long first = locate(runs.getFirst(), access);
        long next = first;
        for (int i = 0; i < runs.size(); i++) {
            long found = locate(runs.get(i), access);
            boolean together = region(runs.get(i)).block() == block;
            if (!together || found != next) {
                throw new PlatformException("scattered pages cannot be mapped side by side inside"
                        + " one JVM: run=" + i + " sameAllocation=" + together + " page=" + found
                        + " expected=" + next);
            }
            next += runs.get(i).pages();
        }
        MemorySegment bytes = block.slice(first, next - first);
        return new LocalMapping(block, access == Access.READ_ONLY ? bytes.asReadOnly() : bytes);
    }

    private static LocalRegion region(PageRun run) {
        return LocalHandle.of(run.region()).region();
    }

    private static long locate(PageRun run, Access access) {
        return region(run).locate(run.firstPage(), run.pages(), access);
    }

    @Override
    public MemorySegment bytes() {
        if (!open.get()) {
            throw new IllegalStateException("mapping is closed");
        }
        return bytes;
    }

    @Override
    public MemorySegment view(long offset, long length, Arena scope) {
        return bytes().asSlice(offset, length);
    }

    @Override
    public void close() {
        if (open.getAndSet(false)) {
            block.release();
        }
    }
}
