// SPDX-License-Identifier: Apache-2.0
package org.ringway.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.ringway.platform.Pollable;
import org.ringway.platform.Poller;

/// Waits for many sources by being told which of them changed, and then asking those.
///
/// Lock order: a source may hold its lock when it touches a poller, so a poller asks a source only
/// when it holds none of its own. A source stays touched for as long as it is ready, which makes
/// watching level-triggered.
final class LocalPoller implements Poller {
    private record Watch(Watched source, Interest interest, Runnable action) {}

    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Watched, Watch> watches = new HashMap<>();
    private final Set<Watched> touched = new LinkedHashSet<>();
    private boolean wakeup;
    private boolean closed;

    @Override
    public void watch(Pollable source, Interest interest, Runnable action) {
        Watched watched = watched(source);
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("poller is closed");
            }
            watches.put(watched, new Watch(watched, interest, action));
            watched.watchers().add(this);
        } finally {
            lock.unlock();
        }
        touch(watched);
    }

    private static Watched watched(Pollable source) {
        if (source instanceof Watched watched) {
            return watched;
        }
        throw new IllegalArgumentException(
                "source of another platform: type=" + source.getClass().getName());
    }

    @Override
    public void forget(Pollable source) {
        drop(watched(source));
    }

    private void drop(Watched source) {
        lock.lock();
        try {
            watches.remove(source);
            touched.remove(source);
            source.watchers().remove(this);
        } finally {
            lock.unlock();
        }
    }

    /// Has the source asked in the current or the next poll.
    void touch(Watched source) {
        lock.lock();
        try {
            if (watches.containsKey(source)) {
                touched.add(source);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean poll(Duration atMost) {
        long deadline = System.nanoTime() + clamped(atMost);
        do {
            List<Watch> ready = takeTouched();
            ready.removeIf(watch -> !isReady(watch));
            if (!ready.isEmpty()) {
                takeWakeup();
                return run(ready);
            }
        } while (awaitTouched(deadline));
        return false;
    }

    private static long clamped(Duration atMost) {
        return atMost.compareTo(LONGEST) < 0 ? Math.max(0, atMost.toNanos()) : Long.MAX_VALUE;
    }

    private List<Watch> takeTouched() {
        lock.lock();
        try {
            List<Watch> taken = new ArrayList<>(touched.size());
            touched.forEach(source -> taken.add(watches.get(source)));
            touched.clear();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private boolean isReady(Watch watch) {
        if (watch.source().isClosed()) {
            drop(watch.source());
            return false;
        }
        boolean ready = watch.source().isReady(watch.interest());
        if (ready) {
            touch(watch.source());
        }
        return ready;
    }

    private boolean run(List<Watch> ready) {
        boolean ran = false;
        for (Watch watch : ready) {
            if (isDue(watch)) {
                watch.action().run();
                ran = true;
            }
        }
        return ran;
    }

    /// An earlier action may have forgotten or changed a watch that was ready.
    private boolean isDue(Watch watch) {
        lock.lock();
        try {
            boolean due = watches.get(watch.source()) == watch;
            if (due && watch.interest() == Interest.READ_ONCE) {
                drop(watch.source());
            }
            return due;
        } finally {
            lock.unlock();
        }
    }

    /// {@return whether there is something to ask; if not, the poll is over}
    private boolean awaitTouched(long deadline) {
        lock.lock();
        try {
            long left = deadline - System.nanoTime();
            while (touched.isEmpty() && !wakeup && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            return !takeWakeup() && !closed && !touched.isEmpty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private boolean takeWakeup() {
        lock.lock();
        try {
            boolean woken = wakeup;
            wakeup = false;
            return woken;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void wakeup() {
        lock.lock();
        try {
            wakeup = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            List.copyOf(watches.keySet()).forEach(this::drop);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
