// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import static org.ringway.inspect.InspectTree.leaf;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.ringway.channel.BusChannel;
import org.ringway.channel.ChannelOptions;
import org.ringway.channel.ChannelSide;
import org.ringway.channel.SharedBuffer;
import org.ringway.channel.WaitStrategy;
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
final class LiveChannel implements Live, ChannelSide.Control {
    /// What a channel needs to know.
    ///
    /// @param outgoing the ring that this side writes
    /// @param incoming the other one
    /// @param service on which it was opened, or null if this side opened it
    record Origin(ChannelKey key, Rings.Ring outgoing, Rings.Ring incoming, OfferContent content,
            Name name, PeerFacts peer, UserData openData, boolean trusted,
            ChannelOptions options, @Nullable Service service, Place place) {
        /// Whether what is done only for strangers is left out.
        boolean leavesOut() {
            return trusted && options.trusting();
        }
    }

    private final Origin origin;
    private final ControlThread control;
    private final OwnMemory memory;
    private final ChannelSide side;
    private final Arrivals arrivals = new Arrivals();
    /// One thread at a time asks for sub-channels.
    private final ReentrantLock grouping = new ReentrantLock();
    /// One thread at a time moves the interrupt.
    private final ReentrantLock moving = new ReentrantLock();
    private volatile int processor;

    /// @param doorbell closed if this fails
    /// @throws org.ringway.RingCorruptException if the other side has spoilt a ring already
    LiveChannel(Origin origin, Doorbell doorbell, ControlThread control, OwnMemory memory) {
        this.origin = origin;
        this.control = control;
        this.memory = memory;
        this.processor = origin.place.processor();
        try {
            this.side = ChannelSide.open(new ChannelSide.Wiring(origin.outgoing.memory(),
                    origin.incoming.memory(), doorbell, control.processors().poller(processor),
                    origin.content, origin.name, origin.peer, origin.openData, origin.trusted,
                    origin.place.subchannelIndex(), origin.options), this);
        } catch (RuntimeException e) {
            doorbell.close();
            throw e;
        }
    }

    BusChannel channel() {
        return side.channel();
    }

    Origin origin() {
        return origin;
    }

    Arrivals arrivals() {
        return arrivals;
    }

    ReentrantLock grouping() {
        return grouping;
    }

    @Override
    public void close() {
        channel().close();
    }

    @Override
    public List<InspectTree> inspect() {
        List<InspectTree> facts = new ArrayList<>(side.inspect());
        facts.add(leaf("processor", processor));
        return facts;
    }

    /// Has another processor of this partition woken. The root is told first, if it keeps that.
    void moveInterrupt(int target) throws InterruptedException {
        Objects.checkIndex(target, control.processors().count());
        if (origin.options.waiting() == WaitStrategy.SPIN) {
            throw new IllegalStateException(
                    "channel has no interrupt to move: waiting=" + origin.options.waiting());
        }
        moving.lockInterruptibly();
        try {
            if (origin.service == null) {
                control.call(new Pending.Done("move interrupt: channel=" + origin.name
                                + " processor=" + target),
                        (machine, id) -> machine.moveInterrupt(id, origin.key, target),
                        origin.options.timeout());
            }
            side.moveInterrupt(control.processors().poller(target));
            processor = target;
        } finally {
            moving.unlock();
        }
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

    @Override
    public void map(GpadlId gpadl, Mapping mapping, boolean readOnly,
            List<SharedBuffer.Region> pages) {
        side.addGrant(gpadl, mapping, readOnly, pages);
    }

    @Override
    public void unmap(GpadlId gpadl, Runnable unmapped) {
        side.retireGrant(gpadl, unmapped);
    }

    /// Runs the user's handlers, so not on the control thread.
    @Override
    public void end(ChannelSide.End end) {
        Thread.ofVirtual().name("ringway channel end").start(() -> {
            side.end(end);
            arrivals.end();
        });
    }

    /// Its sub-channels go first.
    @Override
    public void closed() {
        control.channels().closeSubchannels(origin.key);
        arrivals.end();
        origin.outgoing.unmap();
        origin.incoming.unmap();
        if (origin.service != null) {
            origin.service.forget(channel());
        }
        control.post(() -> control.channels().closed(origin.key));
    }
}
