// SPDX-License-Identifier: Apache-2.0
package org.ringway.local;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.ringway.PlatformException;
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
import org.ringway.platform.PeerCredentials;
import org.ringway.platform.Platform;
import org.ringway.platform.Pollable;
import org.ringway.platform.Poller;
import org.ringway.platform.RegionFacts;

/// One host inside this JVM: root and children are objects that share an instance of this class.
///
/// For tests of programs that use Ringway, and for simulation. It keeps the promises of [Platform]
/// with these differences, all of which come from there being one process and one heap:
///
/// - **Trust:** there is no boundary. A partition that keeps a segment reads what it likes.
/// - **Memory:** the pages of one [#allocate] are freed together, when the last handle and the last
///   mapping of any of them is closed. Only then do segments of a closed mapping fail.
/// - **Views:** [Mapping#view] gives a plain slice; the end of its scope does not end it.
/// - **Side by side:** pages can be mapped together if they lie together in one allocation, in
///   order. Others are refused.
/// - **Rings** are not mirrored.
/// - **Addresses** are names in this object: no file is made, and mode and group mean nothing.
/// - **Users:** both ends of a link are this process with user and group 0, except by [#connectAs].
/// - **Death** of a partition is played with [#abandon].
///
/// It starts no thread and reads no clock except to time out a wait.
///
/// - **Thread:** any.
public final class LocalPlatform implements Platform {
    private final Map<Path, LocalListener> listeners = new ConcurrentHashMap<>();
    private final PeerCredentials self =
            new PeerCredentials((int) ProcessHandle.current().pid(), 0, 0);

    /// A host with nobody on it.
    public LocalPlatform() {}

    @Override
    public String name() {
        return "local";
    }

    @Override
    public List<Diagnosis> diagnose() {
        return List.of(new Diagnosis("platform", Diagnosis.Verdict.GOOD,
                "inside one JVM: pid=" + self.pid() + " listeners=" + listeners.size(), ""));
    }

    @Override
    public List<Handle> allocate(long pages) {
        if (pages < 1) {
            throw new IllegalArgumentException("nothing to allocate: pages=" + pages);
        }
        return new LocalBlock(pages).regions();
    }

    @Override
    public void sealReadOnly(Handle region) {
        LocalHandle.of(region).region().seal();
    }

    @Override
    public RegionFacts inspect(Handle region) {
        return LocalHandle.of(region).region().facts();
    }

    @Override
    public Mapping map(List<PageRun> runs, Access access) {
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("nothing to map: runs=0");
        }
        return LocalMapping.of(runs, access);
    }

    @Override
    public Mapping mapRing(List<PageRun> runs) {
        long pages = runs.stream().mapToLong(PageRun::pages).sum();
        if (pages < 2) {
            throw new IllegalArgumentException(
                    "a ring needs a control page and data pages: pages=" + pages);
        }
        return map(runs, Access.READ_WRITE);
    }

    @Override
    public boolean mirrorsRings() {
        return false;
    }

    @Override
    public DoorbellPair doorbellPair() {
        LocalDoorbell end = new LocalDoorbell();
        return new DoorbellPair(new LocalHandle(end), new LocalHandle(end.other()));
    }

    @Override
    public Doorbell doorbell(Handle end) {
        try (LocalHandle handle = LocalHandle.of(end)) {
            return handle.doorbell().use();
        }
    }

    @Override
    public ControlLink connect(Path socket) {
        return connectAs(socket, self);
    }

    /// Connects to a root under a name of one's own choice, to see what its policy makes of it.
    ///
    /// @param socket where it listens
    /// @param credentials what [ControlLink#peer] says at the root's end
    /// @return the link
    /// @throws PlatformException if nobody listens there, or too many wait to be accepted
    public ControlLink connectAs(Path socket, PeerCredentials credentials) {
        LocalListener listener = listeners.get(address(socket));
        ControlLink link = listener == null ? null : listener.knock(credentials);
        if (link == null) {
            throw new PlatformException("no root accepts here: socket=" + socket);
        }
        return link;
    }

    @Override
    public ControlListener listen(ListenOptions options) {
        Path address = address(options.socket());
        LocalListener listener = new LocalListener(self);
        listener.onClose(() -> listeners.remove(address, listener));
        return listeners.compute(address, (_, old) -> {
            if (old != null && !old.isClosed()) {
                throw new PlatformException("a root listens here: socket=" + address);
            }
            return listener;
        });
    }

    private static Path address(Path socket) {
        return socket.toAbsolutePath().normalize();
    }

    @Override
    public Poller poller() {
        return new LocalPoller();
    }

    /// Ends a source of this platform the way a killed process would: without the last word that
    /// makes an orderly close.
    ///
    /// The other end of a doorbell sees [Doorbell.Wake#PEER_LOST], once no handle to this end is
    /// open either; the other end of a link is hung up on; a listener's address stays behind.
    ///
    /// @param source a doorbell, link or listener; closed afterwards
    public void abandon(Pollable source) {
        switch (source) {
            case LocalDoorbell doorbell -> doorbell.abandon();
            case LocalListener listener -> listener.abandon();
            case LocalLink link -> link.close();
            default -> throw new IllegalArgumentException(
                    "source of another platform: type=" + source.getClass().getName());
        }
    }
}
