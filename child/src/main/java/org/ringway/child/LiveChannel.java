// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.ringway.channel.BusChannel;
import org.ringway.channel.ChannelOptions;
import org.ringway.channel.ChannelSide;
import org.ringway.channel.SharedBuffer;
import org.ringway.child.machine.ChannelKey;
import org.ringway.child.machine.OwnRegion;
import org.ringway.inspect.InspectTree;
import org.ringway.memory.GpadlId;
import org.ringway.platform.Doorbell;
import org.ringway.platform.Mapping;
import org.ringway.wire.Name;
import org.ringway.wire.OfferContent;
import org.ringway.wire.PeerFacts;
import org.ringway.wire.UserData;

/// A channel that is open, and what this partition keeps for it.
///
/// - **Thread:** any.
final class LiveChannel implements ChannelSide.Control {
    /// What a channel needs to know.
    ///
    /// @param outgoing the ring that this side writes
    /// @param incoming the other one
    record Origin(ChannelKey key, Rings.Ring outgoing, Rings.Ring incoming, OfferContent content,
            Name name, PeerFacts peer, UserData openData, boolean trusted,
            ChannelOptions options, @Nullable Service service) {}

    /// How long until the next try to unmap a ring in use.
    private static final long IN_USE_NANOS = 10_000_000;

    private final Origin origin;
    private final ControlThread control;
    private final OwnMemory memory;
    private final ChannelSide side;

    /// @param doorbell closed if this fails
    /// @throws org.ringway.RingCorruptException if the other side has spoilt a ring already
    LiveChannel(Origin origin, Doorbell doorbell, ControlThread control, OwnMemory memory) {
        this.origin = origin;
        this.control = control;
        this.memory = memory;
        try {
            this.side = ChannelSide.open(new ChannelSide.Wiring(origin.outgoing.memory(),
                    origin.incoming.memory(), doorbell, control.poller(), origin.content,
                    origin.name, origin.peer, origin.openData, origin.trusted,
                    origin.options), this);
        } catch (RuntimeException e) {
            doorbell.close();
            throw e;
        }
    }

    BusChannel channel() {
        return side.channel();
    }

    List<InspectTree> inspect() {
        return side.inspect();
    }

    @Override
    public List<GpadlId> grant(SharedBuffer buffer, Duration atMost)
            throws InterruptedException {
        List<OwnRegion> regions = memory.regionsOf(buffer);
        return control.call(new Pending.Granted("grant: channel=" + origin.name + " firstPfn="
                + regions.getFirst().firstPfn() + " regions=" + regions.size()),
                (machine, id) -> machine.grant(id, origin.key, regions), atMost);
    }

    @Override
    public void teardown(SharedBuffer buffer, Duration atMost) throws InterruptedException {
        List<OwnRegion> regions = memory.regionsOf(buffer);
        control.call(new Pending.Done("teardown: channel=" + origin.name + " firstPfn="
                + regions.getFirst().firstPfn() + " regions=" + regions.size()),
                (machine, id) -> machine.teardown(id, origin.key, regions), atMost);
    }

    void map(GpadlId gpadl, Mapping mapping, boolean readOnly, List<SharedBuffer.Region> pages) {
        side.addGrant(gpadl, mapping, readOnly, pages);
    }

    void unmap(GpadlId gpadl, Runnable unmapped) {
        side.retireGrant(gpadl, unmapped);
    }

    /// Runs the user's handlers, so not on the control thread.
    void end(ChannelSide.End end) {
        Thread.ofVirtual().name("ringway channel end").start(() -> side.end(end));
    }

    @Override
    public void closed() {
        unmap(origin.outgoing.mapping());
        unmap(origin.incoming.mapping());
        if (origin.service != null) {
            origin.service.forget(channel());
        }
        control.post(() -> control.channels().closed(origin.key));
    }

    /// A file or a socket that is reading a payload in this moment holds the mapping; it goes when
    /// that is through.
    private static void unmap(Mapping ring) {
        try {
            ring.close();
        } catch (IllegalStateException inUse) {
            Thread.ofVirtual().name("ringway unmap").start(() -> {
                LockSupport.parkNanos(IN_USE_NANOS);
                unmap(ring);
            });
        }
    }
}
