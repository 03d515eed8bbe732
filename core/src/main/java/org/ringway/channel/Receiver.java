// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.ringway.platform.Doorbell;
import org.ringway.ring.IncomingRing;
import org.ringway.ring.Packet;

/// Reads the incoming ring: completions go to their requests, packets to a handler, or, while
/// nobody receives, to a bounded backlog.
///
/// - **Thread:** the leader, but for the backlog. **Blocking:** never.
final class Receiver {
    private static final int MOST_UNCOMMITTED = 32 << 10;

    private final IncomingRing ring;
    private final int mostUncommitted;
    private final Doorbell doorbell;
    private final ChannelState state;
    private final Transactions transactions;
    private final PacketContext context;
    private final SetTable sets;
    private final Delivery delivery;
    private final AtomicInteger kept;
    private final Runnable freed;
    private final int maxKept;
    private final IncomingPacket packet;
    private final Queue<StoredPacket> backlog = new ConcurrentLinkedQueue<>();
    private long signals;

    Receiver(IncomingRing ring, Doorbell doorbell, ChannelState state, Transactions transactions,
            PacketContext context, int maxKept) {
        this.ring = ring;
        this.mostUncommitted = Math.min(ring.dataBytes() / 4, MOST_UNCOMMITTED);
        this.doorbell = doorbell;
        this.state = state;
        this.transactions = transactions;
        this.context = context;
        this.sets = context.sets();
        this.delivery = context.delivery();
        this.kept = context.kept();
        this.freed = context.freed();
        this.maxKept = maxKept;
        this.packet = new IncomingPacket(context);
    }

    /// Hands the packets of the backlog to a handler.
    ///
    /// - **Thread:** the one that receives, leader or not.
    int handleKept(PacketHandler handler, int limit) {
        return batch(handler, limit, false);
    }

    /// Hands packets to a handler, those of the backlog first, and settles completions on the way.
    ///
    /// - **Thread:** the one that receives, being the leader.
    ///
    /// @return packets handled; fewer than the limit if no more are there, the quota of kept
    ///     packets is used up, delivery is paused, or the channel was closed here
    int handle(PacketHandler handler, int limit) {
        return batch(handler, limit, true);
    }

    private int batch(PacketHandler handler, int limit, boolean reads) {
        if (!delivery.tryBegin()) {
            return 0;
        }
        try {
            int handled = reads ? take(handler, limit) : takeKept(handler, limit);
            if (handled > 0) {
                handler.batchEnded(handled);
            }
            return handled;
        } finally {
            delivery.end();
        }
    }

    private int takeKept(PacketHandler handler, int limit) {
        // The packets of the backlog are counted before they are there.
        if (kept.get() == 0) {
            return 0;
        }
        int handled = 0;
        boolean wasFull = false;
        try {
            while (handled < limit && goesOn()) {
                StoredPacket first = backlog.poll();
                if (first == null) {
                    break;
                }
                wasFull |= kept.getAndDecrement() >= maxKept;
                packet.begin(first);
                run(handler);
                handled++;
            }
        } finally {
            // A leader that has found the quota used up sleeps until there is some.
            if (wasFull) {
                freed.run();
            }
        }
        return handled;
    }

    private int take(PacketHandler handler, int limit) {
        int handled = takeKept(handler, limit);
        // One look at the writer's index is enough: what comes meanwhile is for the next call.
        boolean mayLook = handled > 0 || ring.knowsMore();
        try {
            while (handled < limit && goesOn() && (handled == 0 || mayLook || ring.knowsMore())) {
                mayLook &= ring.knowsMore();
                Packet next = hasQuota() || !state.isOpen() ? nextPacket() : null;
                if (next == null) {
                    break;
                }
                packet.begin(next);
                run(handler);
                handled++;
                if (ring.uncommittedBytes() > mostUncommitted) {
                    commit();
                }
            }
        } finally {
            if (state.isReadable()) {
                commitSoon();
            }
        }
        return handled;
    }

    private boolean goesOn() {
        return state.isReadable() && !delivery.isPaused();
    }

    private void run(PacketHandler handler) {
        try {
            handler.received(packet);
        } catch (Throwable e) {
            packet.drop();
            throw e;
        }
        packet.end();
    }

    /// The next packet for a handler.
    private @Nullable Packet nextPacket() {
        Packet next = ring.next();
        while (next != null && settles(next)) {
            next = ring.next();
        }
        return next;
    }

    /// Whether the packet was for the channel itself and not for a handler.
    private boolean settles(Packet next) {
        context.limits().checkPayload(next.payloadBytes());
        switch (next.type()) {
            case COMPLETION -> transactions.settle(next);
            case ADD_TRANSFER_SET -> sets.added(next.transferSetPart());
            case REMOVE_TRANSFER_SET -> sets.removed(next.transferSetPart());
            case IN_BAND, DIRECT, TRANSFER_PAGES -> {
                return false;
            }
        }
        return true;
    }

    /// Settles completions and the like, and keeps the packets before and between them as far as
    /// the quota goes.
    ///
    /// @return whether packets were kept: whoever receives has something to do
    boolean keep() {
        boolean added = false;
        Packet next = ring.next();
        while (next != null) {
            if (!settles(next)) {
                if (!hasQuota()) {
                    ring.putBack();
                    break;
                }
                kept.incrementAndGet();
                backlog.add(StoredPacket.of(next, context.external(next)));
                added = true;
            }
            next = ring.next();
        }
        commitSoon();
        return added;
    }

    private void commitSoon() {
        if (!ring.mayCommitLater()) {
            commit();
        }
    }

    /// Gives back what was read; so does whoever leads before it sleeps.
    void commit() {
        if (ring.commit()) {
            signals++;
            doorbell.signal();
        }
    }

    boolean hasQuota() {
        return kept.get() < maxKept;
    }

    boolean hasBacklog() {
        return !backlog.isEmpty();
    }

    IncomingRing ring() {
        return ring;
    }

    long signals() {
        return signals;
    }
}
