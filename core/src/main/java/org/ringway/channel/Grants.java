// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.ringway.wire.PeerFacts;

/// Which buffers the other side of a channel has mapped already.
///
/// - **Thread:** any.
final class Grants {
    private final ChannelSide.Control control;
    private final PeerFacts peer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<SharedBuffer> granted = Collections.newSetFromMap(new WeakHashMap<>());
    private volatile @Nullable SharedBuffer last;

    Grants(ChannelSide.Control control, PeerFacts peer) {
        this.control = control;
        this.peer = peer;
    }

    boolean has(SharedBuffer buffer) {
        if (buffer == last) {
            return true;
        }
        if (!lock.tryLock()) {
            return false;
        }
        try {
            return granted.contains(buffer);
        } finally {
            lock.unlock();
        }
    }

    /// Grants a buffer unless it is granted; one control round trip.
    void ensure(SharedBuffer buffer, Deadline deadline) throws InterruptedException {
        if (buffer == last) {
            return;
        }
        if (!lock.tryLock(deadline.leftNanos(), TimeUnit.NANOSECONDS)) {
            throw deadline.exceeded("another grant is under way");
        }
        try {
            if (!granted.contains(buffer)) {
                grant(buffer, deadline);
                granted.add(buffer);
            }
            last = buffer;
        } finally {
            lock.unlock();
        }
    }

    private void grant(SharedBuffer buffer, Deadline deadline) throws InterruptedException {
        if (!buffer.bindTo(peer.partition())) {
            throw new IllegalArgumentException("a writable buffer can be lent to one partition"
                    + " only, and another has seen this one: peer=" + peer.partition()
                    + "; allocate a buffer for it, or a read-only one for all");
        }
        control.grant(buffer, Duration.ofNanos(Math.max(1, deadline.leftNanos())));
    }
}
