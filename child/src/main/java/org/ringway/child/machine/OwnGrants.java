// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import static org.ringway.inspect.InspectTree.branch;
import static org.ringway.inspect.InspectTree.leaf;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.ringway.inspect.InspectTree.Branch;
import org.ringway.memory.GpaRange;
import org.ringway.memory.GpadlId;
import org.ringway.protocol.GpadlMessages;
import org.ringway.protocol.RingwayToChild.RegionResult;
import org.ringway.protocol.RingwayToRoot;
import org.ringway.protocol.StandardToChild.GpadlCreated;
import org.ringway.protocol.StandardToChild.GpadlTorndown;
import org.ringway.protocol.StandardToRoot;
import org.ringway.wire.Status;

/// What this partition grants: the regions it has announced and the GPADLs that name them.
///
/// A region is announced when it is granted for the first time. It is retired once all its GPADLs
/// are torn down, and never comes back.
final class OwnGrants {
    /// A region that the root knows or is about to know.
    static final class Region {
        private final OwnRegion own;
        private final Set<OwnGpadl> gpadls = new LinkedHashSet<>();
        private boolean known;
        private boolean retiring;

        private Region(OwnRegion own) {
            this.own = own;
        }

        long pages() {
            return own.pages();
        }
    }

    private final Map<Long, Region> regions = new LinkedHashMap<>();
    private final Map<GpadlId, OwnGpadl> gpadls = new LinkedHashMap<>();
    private final Effects effects;
    private final Refusals refusals;
    private final Teardowns teardowns;
    private final Consumer<Channel> freed;
    private int ids;

    /// @param freed told when a channel has one GPADL less
    OwnGrants(Effects effects, Refusals refusals, Consumer<Channel> freed) {
        this.effects = effects;
        this.refusals = refusals;
        this.teardowns = new Teardowns(effects);
        this.freed = freed;
    }

    /// Announces what is not announced yet, and grants everything without waiting for an answer in
    /// between: the root takes messages in their order, and refuses what builds on a refused one.
    void begin(GrantJob job) {
        job.channel.jobs.add(job);
        for (OwnRegion own : job.regions) {
            Region region = regions.computeIfAbsent(own.firstPfn(), _ -> announce(own));
            if (region.retiring) {
                end(job);
                job.outcome.failed(closed(own));
                return;
            }
        }
        create(job);
    }

    private Region announce(OwnRegion own) {
        effects.send(new RingwayToRoot.AnnounceRegion(
                own.firstPfn(), own.pages(), own.readOnly()), own.handle());
        return new Region(own);
    }

    private static Failure closed(OwnRegion own) {
        return new Failure.Refused("buffer is closed: firstPfn=" + own.firstPfn(),
                Status.CANCELLED);
    }

    private void create(GrantJob job) {
        for (OwnRegion own : job.regions) {
            Region region = regions.get(own.firstPfn());
            OwnGpadl gpadl = new OwnGpadl(newId(), job, region);
            gpadls.put(gpadl.id, gpadl);
            region.gpadls.add(gpadl);
            job.gpadls.add(gpadl);
            job.channel.gpadls.add(gpadl);
            GpadlMessages.split(job.channel.relId, gpadl.id,
                    List.of(GpaRange.ofPages(own.firstPfn(), own.pages()))).forEach(effects::send);
        }
        job.missing = job.gpadls.size();
    }

    private GpadlId newId() {
        GpadlId id;
        do {
            id = new GpadlId(++ids);
        } while (ids == 0 || gpadls.containsKey(id));
        return id;
    }

    void announced(RegionResult result) {
        Region region = regions.get(result.firstPfn());
        if (region == null || region.known) {
            effects.ignore("RegionResult for no such request: firstPfn=" + result.firstPfn());
            return;
        }
        if (result.status().isOk()) {
            region.known = true;
            settle(region);
            return;
        }
        forget(region);
        Failure refusal = refusals.refusal("root refuses a region: firstPfn=" + result.firstPfn()
                + " pages=" + region.own.pages(), result.status());
        List.copyOf(region.gpadls).forEach(gpadl -> fail(gpadl.job, refusal));
    }

    void created(GpadlCreated result) {
        OwnGpadl gpadl = gpadls.get(result.gpadl());
        if (gpadl == null || gpadl.state != OwnGpadl.State.CREATING
                || !gpadl.channel().relId.equals(result.relId())) {
            effects.ignore("GpadlCreated for no such request: " + result);
            return;
        }
        if (!result.status().isOk()) {
            drop(gpadl);
            fail(gpadl.job, refusals.refusal("grant is refused: firstPfn="
                    + gpadl.region.own.firstPfn() + " pages=" + gpadl.region.own.pages(),
                    result.status()));
            freed.accept(gpadl.channel());
            return;
        }
        gpadl.state = OwnGpadl.State.LIVE;
        if (gpadl.doomed) {
            doom(gpadl);
        } else if (--gpadl.job.missing == 0) {
            end(gpadl.job);
            gpadl.job.outcome.granted(gpadl.job);
        }
    }

    void torndown(GpadlTorndown result) {
        OwnGpadl gpadl = gpadls.get(result.gpadl());
        if (gpadl == null || gpadl.state != OwnGpadl.State.TEARING) {
            effects.ignore("GpadlTorndown for no such request: " + result);
            return;
        }
        drop(gpadl);
        freed.accept(gpadl.channel());
    }

    private void drop(OwnGpadl gpadl) {
        gpadls.remove(gpadl.id);
        gpadl.channel().gpadls.remove(gpadl);
        gpadl.region.gpadls.remove(gpadl);
        teardowns.dropped(gpadl);
        settle(gpadl.region);
    }

    /// Ends a GPADL as early as the protocol allows.
    private void doom(OwnGpadl gpadl) {
        gpadl.doomed = true;
        if (gpadl.state == OwnGpadl.State.LIVE) {
            gpadl.state = OwnGpadl.State.TEARING;
            effects.send(new StandardToRoot.GpadlTeardown(gpadl.channel().relId, gpadl.id));
        }
    }

    private void fail(GrantJob job, Failure failure) {
        if (!job.over) {
            giveUp(job);
            job.outcome.failed(failure);
        }
    }

    /// Ends a job without a word to its owner.
    void giveUp(GrantJob job) {
        end(job);
        job.gpadls.forEach(this::doom);
    }

    private static void end(GrantJob job) {
        job.over = true;
        job.channel.jobs.remove(job);
    }

    /// Takes regions back from the other side of a channel; they can be granted there again.
    void teardown(RequestId request, Channel channel, List<OwnRegion> own) {
        Set<Long> wanted = own.stream().map(OwnRegion::firstPfn).collect(Collectors.toSet());
        List<OwnGpadl> named = channel.gpadls.stream()
                .filter(gpadl -> wanted.contains(gpadl.region.own.firstPfn())).toList();
        if (named.isEmpty()) {
            effects.fail(request, new Failure.Refused("granted under a former root, or not at all;"
                    + " such a grant stays with its channel: " + channel, Status.NOT_FOUND));
        } else {
            teardowns.begin(request, named);
            named.forEach(this::doom);
        }
    }

    /// Nobody waits for a teardown any more; another request means nothing.
    void giveUp(RequestId request) {
        teardowns.giveUp(request);
    }

    /// Takes back what was granted on a channel.
    void close(Channel channel) {
        Failure failure =
                new Failure.ChannelClosed("channel was closed during a grant: " + channel);
        List.copyOf(channel.jobs).forEach(job -> fail(job, failure));
        List.copyOf(channel.gpadls).forEach(this::doom);
    }

    /// Takes a region back from everybody, for ever.
    void retire(OwnRegion own) {
        Region region = regions.get(own.firstPfn());
        if (region == null) {
            effects.close(List.of(own.handle()));
            return;
        }
        region.retiring = true;
        for (OwnGpadl gpadl : List.copyOf(region.gpadls)) {
            fail(gpadl.job, closed(own));
            doom(gpadl);
        }
        settle(region);
    }

    private void settle(Region region) {
        if (region.retiring && region.known && region.gpadls.isEmpty()) {
            effects.send(new RingwayToRoot.RetireRegion(region.own.firstPfn()));
            forget(region);
        }
    }

    private void forget(Region region) {
        regions.remove(region.own.firstPfn());
        if (region.retiring) {
            effects.close(List.of(region.own.handle()));
        }
    }

    /// Forgets what the root knew, and fails what it was asked. A GPADL may name a region that was
    /// refused and is forgotten.
    void linkDown(Failure failure) {
        Set<GrantJob> jobs = new LinkedHashSet<>();
        for (OwnGpadl gpadl : gpadls.values()) {
            jobs.add(gpadl.job);
            gpadl.channel().gpadls.remove(gpadl);
        }
        gpadls.clear();
        List.copyOf(regions.values()).forEach(this::forget);
        teardowns.linkDown(failure);
        for (GrantJob job : jobs) {
            job.gpadls.clear();
            fail(job, failure);
        }
    }

    Branch inspect() {
        return branch("announced", leaf("regions", regions.size()),
                leaf("pages", regions.values().stream().mapToLong(Region::pages).sum()),
                leaf("gpadls", gpadls.size()),
                leaf("retiring", regions.values().stream().filter(each -> each.retiring).count()));
    }
}
