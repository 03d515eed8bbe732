// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What waits to be accepted.
///
/// - **Thread:** any.
///
/// @param <T> what it is
final class Backlog<T> {
    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<T> waiting = new ArrayDeque<>();
    private volatile @Nullable Runnable watcher;
    /// Why nobody will come any more; null while somebody may.
    private @Nullable Supplier<? extends RuntimeException> ended;

    Backlog(int most) {
        this.most = most;
    }

    /// {@return the next one; null if the time has passed}
    @Nullable T accept(Duration atMost) throws InterruptedException {
        long left = TimeUnit.NANOSECONDS.convert(atMost);
        lock.lockInterruptibly();
        try {
            while (ended == null && waiting.isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (ended != null) {
                throw ended.get();
            }
            return waiting.poll();
        } finally {
            lock.unlock();
        }
    }

    boolean hasRoom() {
        lock.lock();
        try {
            return ended == null && waiting.size() < most;
        } finally {
            lock.unlock();
        }
    }

    /// {@return whether it waits now; not if nobody accepts any more}
    boolean add(T next) {
        lock.lock();
        try {
            if (ended != null) {
                return false;
            }
            waiting.add(next);
            changed.signal();
        } finally {
            lock.unlock();
        }
        tell();
        return true;
    }

    private void tell() {
        Runnable told = watcher;
        if (told != null) {
            told.run();
        }
    }

    /// Has somebody told when there is something to accept, or never will be.
    void watch(@Nullable Runnable by) {
        watcher = by;
    }

    /// Nobody will come any more.
    ///
    /// @return those who still waited
    List<T> end(Supplier<? extends RuntimeException> reason) {
        List<T> left;
        lock.lock();
        try {
            if (ended == null) {
                ended = reason;
                changed.signalAll();
            }
            left = new ArrayList<>(waiting);
            waiting.clear();
        } finally {
            lock.unlock();
        }
        tell();
        return left;
    }

    /// Without the lock, which threads of the user's may hold.
    boolean isOpen() {
        return ended == null;
    }

    int size() {
        return waiting.size();
    }
}
