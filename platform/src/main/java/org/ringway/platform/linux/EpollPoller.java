// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.ringway.platform.Pollable;
import org.ringway.platform.Poller;

/// Waits with `epoll`; an `eventfd` of its own wakes it.
///
/// Every watch has a token, which the kernel hands back: an event that was under way when its watch
/// ended finds nobody. A source leaves before its number can come to mean another file
/// ([Descriptor#close]).
final class EpollPoller implements Poller {
    /// @param token what the kernel says when the source is ready
    private record Watch(long token, Interest interest, Runnable action) {}

    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);
    private static final int CLOSE_ON_EXEC = 02000000;
    private static final int NONBLOCKING = 04000;
    private static final int ADD = 1;
    private static final int DELETE = 2;
    private static final int MODIFY = 3;
    private static final int EVENTS_AT_ONCE = 64;
    private static final long WAKEUP = 0;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment pollState = Libc.allocateState(arena);
    private final MemorySegment controlState = Libc.allocateState(arena);
    private final EpollEvents ready = new EpollEvents(EVENTS_AT_ONCE, arena);
    private final EpollEvents wanted = new EpollEvents(1, arena);
    private final MemorySegment one = arena.allocateFrom(ValueLayout.JAVA_LONG, 1L);
    private final MemorySegment count = arena.allocate(ValueLayout.JAVA_LONG);
    private final long wakeups;
    private final Descriptor epoll;

    private final Object lock = new Object();
    /// What the kernel watches for us; under the lock.
    private final Map<Descriptor, Watch> watches = new HashMap<>();
    /// Whose action is due when the token comes: all but the READ_ONCE that have fired; under the
    /// lock.
    private final Map<Long, Watch> due = new HashMap<>();
    private long lastToken = WAKEUP;

    EpollPoller() {
        long file = Libc.must(SystemCall.EPOLL_CREATE1, CLOSE_ON_EXEC);
        wakeups = Libc.call(SystemCall.EVENTFD2, 0, CLOSE_ON_EXEC | NONBLOCKING);
        epoll = new Descriptor(file, this::release);
        if (wakeups < 0) {
            epoll.close();
        }
        Libc.check(SystemCall.EVENTFD2, wakeups);
        control((int) file, ADD, (int) wakeups, new Watch(WAKEUP, Interest.READ, () -> {}));
    }

    private void release() {
        Libc.callAnyway(SystemCall.CLOSE, wakeups, 0, 0, 0);
        arena.close();
    }

    private void control(int poller, int operation, int file, @Nullable Watch watch) {
        if (watch != null) {
            wanted.describe(watch.interest(), watch.token());
        }
        Libc.check(SystemCall.EPOLL_CTL, Libc.call(controlState, SystemCall.EPOLL_CTL, poller,
                operation, file, wanted.address(), 0, 0));
    }

    @Override
    public void watch(Pollable pollable, Interest interest, Runnable action) {
        Descriptor source = Watchable.descriptor(pollable);
        int file = source.enter();
        if (file == Descriptor.CLOSED) {
            return;
        }
        try {
            watch(source, file, interest, action);
            // Closing may have begun before this poller was on the list of those to be told.
            if (source.isClosed()) {
                forget(source, file);
            }
        } finally {
            source.leave();
        }
    }

    private void watch(Descriptor source, int file, Interest interest, Runnable action) {
        synchronized (lock) {
            int poller = epoll.enter();
            if (poller == Descriptor.CLOSED) {
                throw new IllegalStateException("poller is closed");
            }
            try {
                var watch = new Watch(++lastToken, interest, action);
                Watch old = watches.get(source);
                control(poller, old == null ? ADD : MODIFY, file, watch);
                if (old != null) {
                    due.remove(old.token());
                }
                watches.put(source, watch);
                due.put(watch.token(), watch);
                source.pollers().add(this);
            } finally {
                epoll.leave();
            }
        }
    }

    @Override
    public void forget(Pollable pollable) {
        Descriptor source = Watchable.descriptor(pollable);
        int file = source.enter();
        if (file != Descriptor.CLOSED) {
            try {
                forget(source, file);
            } finally {
                source.leave();
            }
        }
    }

    /// Stops watching a source whose number still means it.
    void forget(Descriptor source, int file) {
        synchronized (lock) {
            int poller = epoll.enter();
            if (poller == Descriptor.CLOSED) {
                return;
            }
            try {
                Watch watch = watches.remove(source);
                if (watch != null) {
                    due.remove(watch.token());
                    source.pollers().remove(this);
                    control(poller, DELETE, file, null);
                }
            } finally {
                epoll.leave();
            }
        }
    }

    @Override
    public boolean poll(Duration atMost) {
        long nanos = atMost.compareTo(LONGEST) < 0 ? atMost.toNanos() : Long.MAX_VALUE;
        int poller = epoll.enter();
        if (poller == Descriptor.CLOSED) {
            return false;
        }
        try {
            return poll(poller, System.nanoTime() + nanos);
        } finally {
            epoll.leave();
        }
    }

    private boolean poll(int poller, long deadline) {
        while (true) {
            long left = Thread.currentThread().isInterrupted() || epoll.isClosed()
                    ? 0 : deadline - System.nanoTime();
            long found = Libc.call(pollState, SystemCall.EPOLL_PWAIT, poller, ready.address(),
                    ready.count(), millis(left), 0, 0);
            boolean isOver = left <= 0;
            boolean ran = false;
            for (int i = 0; i < found; i++) {
                long token = ready.token(i);
                isOver |= token == WAKEUP;
                ran |= token == WAKEUP ? takeWakeups() : run(token);
            }
            if (ran || isOver) {
                return ran;
            }
        }
    }

    /// Rounds up, else a wait would end before its time.
    private static long millis(long nanos) {
        long nanosPerMilli = TimeUnit.MILLISECONDS.toNanos(1);
        return nanos <= 0 ? 0 : Math.min(Integer.MAX_VALUE, (nanos - 1) / nanosPerMilli + 1);
    }

    private boolean takeWakeups() {
        Libc.callAnyway(SystemCall.READ, wakeups, count.address(), Long.BYTES, 0);
        return false;
    }

    private boolean run(long token) {
        Watch watch;
        synchronized (lock) {
            watch = due.get(token);
            if (watch != null && watch.interest() == Interest.READ_ONCE) {
                due.remove(token);
            }
        }
        if (watch != null) {
            watch.action().run();
        }
        return watch != null;
    }

    @Override
    public void wakeup() {
        if (epoll.enter() != Descriptor.CLOSED) {
            ring();
            epoll.leave();
        }
    }

    private void ring() {
        Libc.callAnyway(SystemCall.WRITE, wakeups, one.address(), Long.BYTES, 0);
    }

    @Override
    public void close() {
        epoll.close(_ -> {
            synchronized (lock) {
                watches.keySet().forEach(source -> source.pollers().remove(this));
                watches.clear();
                due.clear();
            }
            ring();
        });
    }
}
