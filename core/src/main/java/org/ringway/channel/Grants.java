// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import static org.ringway.inspect.InspectTree.branch;
import static org.ringway.inspect.InspectTree.leaf;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.ringway.RefusedException;
import org.ringway.RootLostException;
import org.ringway.inspect.InspectTree.Branch;
import org.ringway.memory.GpadlId;
import org.ringway.wire.PeerFacts;

/// Which buffers the other side of a channel has mapped already.
///
/// - **Thread:** any.
final class Grants {
    private final ChannelSide.Control control;
    private final PeerFacts peer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<SharedBuffer, List<GpadlId>> granted = new WeakHashMap<>();
    /// The same, for who looks on without the lock.
    private final Queue<WeakReference<SharedBuffer>> shown = new ConcurrentLinkedQueue<>();
    private volatile @Nullable SharedBuffer last;

    Grants(ChannelSide.Control control, PeerFacts peer) {
        this.control = control;
        this.peer = peer;
    }

    boolean has(SharedBuffer.Lendable lent) {
        return switch (lent) {
            case SharedBuffer.Slice slice -> has(slice.buffer());
            case SharedBuffer.Chain chain ->
                    chain.slices().stream().allMatch(slice -> has(slice.buffer()));
        };
    }

    private boolean has(SharedBuffer buffer) {
        if (buffer == last) {
            return true;
        }
        if (!lock.tryLock()) {
            return false;
        }
        try {
            return granted.containsKey(buffer);
        } finally {
            lock.unlock();
        }
    }

    /// Grants what is to be lent unless it is granted; one control round trip for each buffer.
    void ensure(SharedBuffer.Lendable lent, Deadline deadline) throws InterruptedException {
        switch (lent) {
            case SharedBuffer.Slice slice -> ensure(slice.buffer(), deadline);
            case SharedBuffer.Chain chain -> {
                for (SharedBuffer.Slice slice : chain.slices()) {
                    ensure(slice.buffer(), deadline);
                }
            }
        }
    }

    private void ensure(SharedBuffer buffer, Deadline deadline) throws InterruptedException {
        if (buffer != last) {
            grant(buffer, deadline);
        }
    }

    /// As [#ensure], and says what the other side calls its regions.
    List<GpadlId> grant(SharedBuffer buffer, Deadline deadline) throws InterruptedException {
        if (!lock.tryLock(deadline.leftNanos(), TimeUnit.NANOSECONDS)) {
            throw deadline.exceeded("another grant is under way");
        }
        try {
            List<GpadlId> gpadls = granted.get(buffer);
            if (gpadls == null) {
                gpadls = show(buffer, deadline);
                granted.put(buffer, gpadls);
                shown.removeIf(old -> old.refersTo(null));
                shown.add(new WeakReference<>(buffer));
            }
            last = buffer;
            return gpadls;
        } finally {
            lock.unlock();
        }
    }

    /// Takes a buffer back, if it was granted, and waits until the other side looks at it no more.
    void teardown(SharedBuffer buffer, Deadline deadline) throws InterruptedException {
        if (!lock.tryLock(deadline.leftNanos(), TimeUnit.NANOSECONDS)) {
            throw deadline.exceeded("a grant is under way");
        }
        try {
            if (buffer.leases() > 0) {
                throw new IllegalStateException("the buffer is lent, or bound to a transfer set:"
                        + " leases=" + buffer.leases());
            }
            List<GpadlId> gpadls = granted.remove(buffer);
            if (gpadls == null) {
                return;
            }
            last = null;
            shown.removeIf(old -> old.refersTo(buffer));
            takeBack(buffer, gpadls, deadline);
        } finally {
            lock.unlock();
        }
    }

    /// What could not even be asked for is still granted.
    private void takeBack(SharedBuffer buffer, List<GpadlId> gpadls, Deadline deadline)
            throws InterruptedException {
        try {
            control.teardown(buffer, Duration.ofNanos(Math.max(1, deadline.leftNanos())));
        } catch (RootLostException | RefusedException e) {
            granted.put(buffer, gpadls);
            shown.add(new WeakReference<>(buffer));
            throw e;
        }
    }

    private List<GpadlId> show(SharedBuffer buffer, Deadline deadline)
            throws InterruptedException {
        if (!buffer.bindTo(peer.partition())) {
            throw new IllegalArgumentException("a writable buffer can be lent to one partition"
                    + " only, and another has seen this one: peer=" + peer.partition()
                    + "; allocate a buffer for it, or a read-only one for all");
        }
        return control.grant(buffer, Duration.ofNanos(Math.max(1, deadline.leftNanos())));
    }

    /// What the other side may look at, and how much of it is lent now.
    Branch inspect() {
        List<SharedBuffer> buffers =
                shown.stream().map(WeakReference::get).filter(Objects::nonNull).toList();
        return branch("grants", leaf("buffers", buffers.size()),
                leaf("pages", buffers.stream().flatMap(buffer -> buffer.regions().stream())
                        .mapToLong(SharedBuffer.Region::pages).sum()),
                leaf("leases", buffers.stream().mapToLong(SharedBuffer::leases).sum()));
    }
}
