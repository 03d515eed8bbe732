// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Whoever waits at one port, and the lock of what has come there.
final class PortArrivals {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /// Why nothing will come any more; null while something may.
    private @Nullable Supplier<? extends RuntimeException> ended;

    /// Keeps what has come, and wakes who waits for it. Nothing is kept behind the end.
    void add(Runnable keep) {
        lock.lock();
        try {
            if (ended == null) {
                keep.run();
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Waits until there is something; what has come before the end is still handed out.
    ///
    /// @param take gives what there is, or null; with the lock
    /// @return null if the time has passed
    <T> @Nullable T await(Supplier<? extends @Nullable T> take, Duration atMost)
            throws InterruptedException {
        long left = TimeUnit.NANOSECONDS.convert(atMost);
        lock.lockInterruptibly();
        try {
            T taken = take.get();
            while (taken == null && ended == null && left > 0) {
                left = changed.awaitNanos(left);
                taken = take.get();
            }
            if (taken == null && ended != null) {
                throw ended.get();
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /// Nothing will come any more.
    ///
    /// @param forget done with the lock
    void end(Supplier<? extends RuntimeException> reason, Runnable forget) {
        lock.lock();
        try {
            forget.run();
            if (ended == null) {
                ended = reason;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }
}
