// SPDX-License-Identifier: Apache-2.0
package org.ringway.pipe;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.ringway.platform.Doorbell;
import org.ringway.platform.Poller;

/// Where the threads of one stream wait for the other side: at most one for bytes and one for room.
///
/// The first is the leader and sleeps at the doorbell, in the kernel or, if it is a virtual thread,
/// parked behind the partition's poller. The other one parks. Whatever the doorbell says, both look
/// again.
///
/// No wake-up is lost: who waits first takes its seat, then tries to lead, and only then looks for
/// the last time. Whoever leads takes a signal first, and looks at the seats afterwards.
///
/// - **Thread:** any.
final class Bell {
    /// Longest sleep: what a thread of this side does shows nowhere else.
    private static final long SLEEP_NANOS = 100_000_000;

    /// The place of the one that waits for bytes, or for room.
    static final class Seat {
        private volatile @Nullable Thread thread;

        boolean isTaken() {
            return thread != null;
        }
    }

    private final Doorbell doorbell;
    private final Poller poller;
    private final StreamState state;
    private final Seat bytes = new Seat();
    private final Seat room = new Seat();
    private final AtomicReference<@Nullable Thread> leader = new AtomicReference<>();
    private volatile @Nullable Runnable watcher;
    private volatile long signals;

    Bell(Doorbell doorbell, Poller poller, StreamState state) {
        this.doorbell = doorbell;
        this.poller = poller;
        this.state = state;
    }

    Seat bytes() {
        return bytes;
    }

    Seat room() {
        return room;
    }

    void signal() {
        doorbell.signal();
    }

    /// Sleeps until there may be something new, and no longer than a moment.
    ///
    /// @param ready looks for the last time, and makes sure that a signal will come
    /// @return whether the thread was interrupted; its status is cleared
    boolean await(Seat seat, BooleanSupplier ready, long nanos) {
        Thread self = Thread.currentThread();
        seat.thread = self;
        boolean leads = leader.compareAndSet(null, self);
        try {
            if (!ready.getAsBoolean()) {
                long most = Math.min(nanos, SLEEP_NANOS);
                if (leads) {
                    note(self.isVirtual() ? park(most) : doorbell.await(most));
                } else {
                    LockSupport.parkNanos(this, most);
                }
            }
        } finally {
            seat.thread = null;
            if (leads) {
                leader.set(null);
                wake();
            }
        }
        return Thread.interrupted();
    }

    private Doorbell.Wake park(long nanos) {
        try {
            poller.watch(doorbell, Poller.Interest.READ_ONCE,
                    () -> LockSupport.unpark(leader.get()));
        } catch (IllegalStateException closedMeanwhile) {
            return Doorbell.Wake.CLOSED;
        }
        Doorbell.Wake first = doorbell.poll();
        if (first != Doorbell.Wake.TIMED_OUT) {
            return first;
        }
        LockSupport.parkNanos(this, nanos);
        return doorbell.poll();
    }

    /// Looks without sleeping, unless somebody else does already, and has everybody look again who
    /// might have taken what is new.
    ///
    /// @return whether there may be something new
    boolean look() {
        boolean isNew = lookForWatcher();
        if (isNew) {
            wake();
        }
        return isNew;
    }

    /// As [#look], but for the watcher, who needs not be told.
    boolean lookForWatcher() {
        if (!leader.compareAndSet(null, Thread.currentThread())) {
            return false;
        }
        try {
            return note(doorbell.poll());
        } finally {
            leader.set(null);
        }
    }

    private boolean note(Doorbell.Wake wake) {
        switch (wake) {
            case SIGNALED -> signals = signals + 1;
            case PEER_CLOSED -> state.end(StreamState.End.CLOSED,
                    "the other side has closed without ending its stream");
            case PEER_LOST -> state.end(StreamState.End.LOST, "peer lost");
            case CLOSED, TIMED_OUT, INTERRUPTED -> { }
        }
        return wake != Doorbell.Wake.TIMED_OUT && wake != Doorbell.Wake.INTERRUPTED;
    }

    /// Has everybody look again who waits without sleeping in the kernel.
    void wake() {
        LockSupport.unpark(bytes.thread);
        LockSupport.unpark(room.thread);
        Runnable watching = watcher;
        if (watching != null) {
            watching.run();
        }
    }

    /// Has somebody told of all that is new; for streams on which nobody waits.
    void tell(@Nullable Runnable who) {
        watcher = who;
    }

    /// Has a poller run an action at the next signal, once.
    void watch(Poller by, Runnable action) {
        try {
            by.watch(doorbell, Poller.Interest.READ_ONCE, action);
        } catch (IllegalStateException closedMeanwhile) {
            action.run();
        }
    }

    void forget(Poller by) {
        by.forget(doorbell);
    }

    /// Says goodbye, and wakes everybody.
    void close() {
        doorbell.close();
        wake();
    }

    long signals() {
        return signals;
    }
}
