// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ringway.platform.Access;
import org.ringway.platform.ControlLink;
import org.ringway.platform.ControlListener;
import org.ringway.platform.Diagnosis;
import org.ringway.platform.Doorbell;
import org.ringway.platform.DoorbellPair;
import org.ringway.platform.Handle;
import org.ringway.platform.ListenOptions;
import org.ringway.platform.Mapping;
import org.ringway.platform.PageRun;
import org.ringway.platform.Platform;
import org.ringway.platform.Poller;
import org.ringway.platform.RegionFacts;

/// Processes and containers of one Linux host.
///
/// Regions are sealed memfds, doorbells are socket pairs, links are Unix sockets. Nothing of all
/// that outlives its processes, but for a socket and its lock when the root is killed.
///
/// - **Thread:** any.
public final class LinuxPlatform implements Platform {
    private static final Path ROOT = Path.of("/");

    private final Headroom headroom = new Headroom(ROOT);

    /// For [java.util.ServiceLoader].
    public LinuxPlatform() {}

    @Override
    public String name() {
        return "linux";
    }

    @Override
    public List<Diagnosis> diagnose() {
        return new HostReport(ROOT, headroom).all(this);
    }

    @Override
    public List<Handle> allocate(long pages) {
        if (pages < 1) {
            throw new IllegalArgumentException("nothing to allocate: pages=" + pages);
        }
        headroom.check(pages > Long.MAX_VALUE / PAGE_BYTES ? Long.MAX_VALUE : pages * PAGE_BYTES);
        return Regions.allocate(pages);
    }

    @Override
    public void sealReadOnly(Handle region) {
        LinuxHandle.of(region).use(file -> {
            Regions.sealReadOnly(file);
            return file;
        });
    }

    @Override
    public RegionFacts inspect(Handle region) {
        return LinuxHandle.of(region).use(Regions::inspect);
    }

    @Override
    public Mapping map(List<PageRun> runs, Access access) {
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("nothing to map: runs=0");
        }
        return LinuxMapping.of(runs, access, headroom);
    }

    @Override
    public Mapping mapRing(List<PageRun> runs) {
        long pages = runs.stream().mapToLong(PageRun::pages).sum();
        if (pages < 2) {
            throw new IllegalArgumentException(
                    "a ring needs a control page and data pages: pages=" + pages);
        }
        return LinuxMapping.ofRing(runs, withoutControlPage(runs), headroom);
    }

    private static List<PageRun> withoutControlPage(List<PageRun> runs) {
        List<PageRun> data = new ArrayList<>(runs);
        PageRun first = data.removeFirst();
        if (first.pages() > 1) {
            data.addFirst(new PageRun(first.region(), first.firstPage() + 1, first.pages() - 1));
        }
        return data;
    }

    @Override
    public boolean mirrorsRings() {
        return true;
    }

    @Override
    public DoorbellPair doorbellPair() {
        return Sockets.doorbellPair();
    }

    @Override
    public Doorbell doorbell(Handle end) {
        return Sockets.doorbell(LinuxHandle.of(end));
    }

    @Override
    public ControlLink connect(Path socket) {
        return LinuxLink.connect(socket);
    }

    @Override
    public ControlListener listen(ListenOptions options) {
        return LinuxListener.of(options);
    }

    @Override
    public Poller poller() {
        return new EpollPoller();
    }
}
