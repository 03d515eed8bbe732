// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.ringway.ChannelClosedException;
import org.ringway.channel.BusChannel;

/// Sub-channels that the other side has opened beside a channel, and that nobody has taken yet: no
/// more than the service allows.
///
/// - **Thread:** any. **Blocking:** [#take] only.
final class Arrivals {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<BusChannel> waiting = new ArrayDeque<>();
    private boolean over;

    void add(BusChannel subchannel) {
        lock.lock();
        try {
            waiting.add(subchannel);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Waits for the next one.
    ///
    /// @return it, or null if the time has passed
    /// @throws ChannelClosedException if the channel has ended and there are no more
    @Nullable BusChannel take(Duration atMost) throws InterruptedException {
        long left = TimeUnit.NANOSECONDS.convert(atMost);
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty() && !over && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (waiting.isEmpty() && over) {
                throw new ChannelClosedException("channel has ended: it gets no sub-channels");
            }
            return waiting.poll();
        } finally {
            lock.unlock();
        }
    }

    /// The channel has ended: no more come.
    void end() {
        lock.lock();
        try {
            over = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
