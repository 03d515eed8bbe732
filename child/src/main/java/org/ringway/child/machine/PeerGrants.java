// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import static org.ringway.inspect.InspectTree.branch;
import static org.ringway.inspect.InspectTree.leaf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringway.ProtocolException;
import org.ringway.inspect.InspectTree.Branch;
import org.ringway.memory.GpadlId;
import org.ringway.platform.Handle;
import org.ringway.platform.PageRun;
import org.ringway.platform.Platform;
import org.ringway.protocol.PeerRun;
import org.ringway.protocol.RingwayToChild.PeerGpadl;
import org.ringway.protocol.RingwayToRoot.PeerGpadlResult;
import org.ringway.protocol.RingwayToRoot.PeerTorndown;
import org.ringway.wire.Status;

/// What the other side of one channel has granted to this one.
final class PeerGrants {
    /// More are refused, because every one costs a mapping.
    static final int MAX_GRANTS = 1024;

    private enum State {
        /// More parts are to come.
        ARRIVING,
        /// Complete before the channel is open: the memory of the rings.
        RING,
        /// The shell is about to map it.
        MAPPING,
        /// The user may look.
        MAPPED,
        /// The user is to stop looking.
        UNMAPPING
    }

    private static final class Grant {
        private final PeerGpadl head;
        private final List<GrantedRun> runs = new ArrayList<>();
        private long pages;
        private State state = State.ARRIVING;
        private Status admission;
        /// The other side waits for the end of it.
        private boolean asked;

        private Grant(PeerGpadl head, Status admission) {
            this.head = head;
            this.admission = admission;
        }

        private List<Handle> handles() {
            return runs.stream().map(run -> run.run().region()).distinct().toList();
        }
    }

    private final Map<GpadlId, Grant> grants = new LinkedHashMap<>();
    private final Channel channel;
    private final Effects effects;

    PeerGrants(Channel channel, Effects effects) {
        this.channel = channel;
        this.effects = effects;
    }

    boolean isEmpty() {
        return grants.isEmpty();
    }

    void arrived(PeerGpadl part, List<Handle> handles) {
        Grant grant = grants.get(part.gpadl());
        if (grant == null) {
            grant = new Grant(part, admission());
        } else if (grant.state != State.ARRIVING || grant.head.readOnly() != part.readOnly()) {
            throw new ProtocolException("PeerGpadl goes on with another one: " + channel + " "
                    + part.gpadl() + " state=" + grant.state);
        }
        append(grant, part.runs(), handles);
        grants.put(part.gpadl(), grant);
        if (part.lastPart()) {
            complete(grant);
        }
    }

    private Status admission() {
        boolean expected = channel.phase == Channel.Phase.OPEN
                || channel.phase == Channel.Phase.OPENING && channel instanceof ProviderChannel;
        if (!expected) {
            return Status.CANCELLED;
        }
        return grants.size() < MAX_GRANTS ? Status.OK : Status.QUOTA_EXCEEDED;
    }

    /// Nothing has changed if this throws. Where descriptors are short they do not arrive, so a
    /// run without one is refused like any other lack.
    private void append(Grant grant, List<PeerRun> runs, List<Handle> handles) {
        long pages = grant.pages + runs.stream().mapToLong(PeerRun::pages).sum();
        if (pages > Platform.MAX_REGION_PAGES) {
            throw new ProtocolException("PeerGpadl has more pages than a GPADL can: pages=" + pages
                    + " max=" + Platform.MAX_REGION_PAGES);
        }
        grant.pages = pages;
        Set<Handle> unnamed = new LinkedHashSet<>(handles);
        for (PeerRun run : runs) {
            if (run.handleIndex() < handles.size()) {
                Handle region = handles.get(run.handleIndex());
                unnamed.remove(region);
                grant.runs.add(new GrantedRun(
                        run.pfn(), new PageRun(region, run.firstPage(), run.pages())));
            } else {
                grant.admission = Status.INSUFFICIENT_RESOURCES;
            }
        }
        effects.close(List.copyOf(unnamed));
    }

    private void complete(Grant grant) {
        if (!grant.admission.isOk()) {
            discard(grant);
            answer(grant, grant.admission);
        } else if (channel.phase == Channel.Phase.OPENING) {
            grant.state = State.RING;
        } else {
            map(grant);
        }
    }

    private void map(Grant grant) {
        grant.state = State.MAPPING;
        effects.add(new Effect.MapGrant(channel.key, grant.head.gpadl(),
                grant.head.readOnly(), List.copyOf(grant.runs)));
    }

    private void answer(Grant grant, Status status) {
        effects.send(new PeerGpadlResult(channel.relId, grant.head.gpadl(), status));
    }

    private void discard(Grant grant) {
        grants.remove(grant.head.gpadl());
        effects.close(grant.handles());
    }

    /// {@return the pages of the rings, or null if they are not there}
    @Nullable List<GrantedRun> ring(GpadlId gpadl) {
        Grant grant = grants.get(gpadl);
        return grant == null || grant.state != State.RING ? null : List.copyOf(grant.runs);
    }

    /// The channel is open on this ring. A plain client may have granted more before it asked.
    void ringMapped(GpadlId gpadl) {
        answer(grants.get(gpadl), Status.OK);
        for (Grant grant : grants.values()) {
            if (grant.state == State.RING && !grant.head.gpadl().equals(gpadl)) {
                map(grant);
            }
        }
    }

    void mapped(GpadlId gpadl, Status status) {
        Grant grant = grants.get(gpadl);
        if (grant == null || grant.state != State.MAPPING) {
            throw new IllegalStateException("nobody asked to map this: " + gpadl);
        }
        grant.state = State.MAPPED;
        if (!status.isOk()) {
            grants.remove(gpadl);
        }
        answer(grant, status);
    }

    /// The other side wants a grant back. For the memory of the rings it waits until the channel is
    /// closed here, and CloseChannel says that.
    void teardown(GpadlId gpadl) {
        Grant grant = grants.get(gpadl);
        if (grant == null) {
            effects.send(new PeerTorndown(channel.relId, gpadl));
            return;
        }
        switch (grant.state) {
            case MAPPED -> {
                grant.asked = true;
                unmap(grant);
            }
            case UNMAPPING -> grant.asked = true;
            case RING -> { }
            case ARRIVING, MAPPING -> throw new ProtocolException(
                    "PeerTeardown before PeerGpadlResult: " + channel + " " + gpadl);
        }
    }

    private void unmap(Grant grant) {
        grant.state = State.UNMAPPING;
        effects.add(new Effect.UnmapGrant(channel.key, grant.head.gpadl()));
    }

    void unmapped(GpadlId gpadl) {
        Grant grant = grants.get(gpadl);
        if (grant == null || grant.state != State.UNMAPPING) {
            return;
        }
        grants.remove(gpadl);
        if (grant.asked) {
            effects.send(new PeerTorndown(channel.relId, gpadl));
        }
    }

    /// The channel is over here: its rings are unmapped, grants are to be.
    void close() {
        for (Grant grant : List.copyOf(grants.values())) {
            switch (grant.state) {
                case ARRIVING -> discard(grant);
                case RING -> grants.remove(grant.head.gpadl());
                case MAPPED -> unmap(grant);
                case MAPPING, UNMAPPING -> { }
            }
        }
    }

    /// The channel never came to be.
    void discardAll() {
        List.copyOf(grants.values()).forEach(this::discard);
    }

    /// Nobody waits for anything any more.
    void linkDown() {
        for (Grant grant : List.copyOf(grants.values())) {
            grant.asked = false;
            if (grant.state == State.ARRIVING) {
                discard(grant);
            }
        }
    }

    Branch inspect() {
        return branch("grantedByPeer", leaf("gpadls", grants.size()),
                leaf("pages", grants.values().stream().mapToLong(grant -> grant.pages).sum()),
                leaf("arriving", count(State.ARRIVING)), leaf("unmapping", count(State.UNMAPPING)));
    }

    private long count(State state) {
        return grants.values().stream().filter(grant -> grant.state == state).count();
    }
}
