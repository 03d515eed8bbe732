// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import java.util.List;
import org.ringway.PlatformException;
import org.ringway.ProtocolException;
import org.ringway.channel.SharedBuffer;
import org.ringway.child.machine.GrantedRun;
import org.ringway.platform.Access;
import org.ringway.platform.Handle;
import org.ringway.platform.Mapping;
import org.ringway.platform.PageRun;
import org.ringway.platform.Platform;
import org.ringway.platform.RegionFacts;

/// Maps what others grant, after a look at every region: a hostile one is refused, never touched.
final class PeerMemory {
    private final Platform platform;

    PeerMemory(Platform platform) {
        this.platform = platform;
    }

    /// {@return both rings, mapped; the handles are closed in any case}
    ///
    /// @throws ProtocolException if the pages are not fit for that
    /// @throws PlatformException if the kernel says so
    Rings mapRings(List<GrantedRun> runs, int downstreamPageOffset) {
        try {
            inspect(runs, Access.READ_WRITE);
            return Rings.map(platform, pages(runs), downstreamPageOffset);
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("ring is refused: " + e.getMessage());
        } finally {
            closeHandles(runs);
        }
    }

    /// {@return granted pages side by side; the handles are closed in any case}
    ///
    /// @param inspected whether to look at every region before the platform does: its own checks
    ///     keep this process alive, ours say what the other side did wrong
    /// @throws ProtocolException if the pages are not fit for that
    /// @throws PlatformException if the kernel says so
    Mapping map(List<GrantedRun> runs, boolean readOnly, boolean inspected) {
        try {
            Access access = readOnly ? Access.READ_ONLY : Access.READ_WRITE;
            if (inspected) {
                inspect(runs, access);
            }
            return platform.map(pages(runs), access);
        } finally {
            closeHandles(runs);
        }
    }

    private void inspect(List<GrantedRun> runs, Access wanted) {
        for (GrantedRun granted : runs) {
            PageRun run = granted.run();
            RegionFacts facts = facts(run.region());
            if (run.firstPage() > facts.pages() - run.pages()) {
                throw new ProtocolException("grant reaches past its region: firstPage="
                        + run.firstPage() + " pages=" + run.pages()
                        + " regionPages=" + facts.pages());
            }
            if (wanted == Access.READ_WRITE && facts.access() == Access.READ_ONLY) {
                throw new ProtocolException("grant is writable, its region is not: pfn="
                        + granted.pfn() + " pages=" + run.pages());
            }
        }
    }

    private RegionFacts facts(Handle region) {
        try {
            return platform.inspect(region);
        } catch (PlatformException e) {
            throw new ProtocolException("grant is no fit memory: " + e.getMessage());
        }
    }

    private static List<PageRun> pages(List<GrantedRun> runs) {
        return runs.stream().map(GrantedRun::run).toList();
    }

    static void closeHandles(List<GrantedRun> runs) {
        runs.forEach(granted -> granted.run().region().close());
    }

    static List<SharedBuffer.Region> numbers(List<GrantedRun> runs) {
        return runs.stream()
                .map(run -> new SharedBuffer.Region(run.pfn(), run.run().pages())).toList();
    }
}
