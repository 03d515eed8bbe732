// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.ringway.platform.Doorbell;
import org.ringway.platform.Poller;

/// The leader's sleep at the doorbell: in the kernel for a platform thread, parked behind a poller
/// of the partition's for a virtual one.
///
/// - **Thread:** the leader; any for [#moveTo].
final class DoorbellWait {
    private final Doorbell doorbell;
    private final Runnable wakeLeader;
    /// One watch begins or moves at a time.
    private final ReentrantLock watching = new ReentrantLock();
    /// Where the doorbell is watched; under the lock.
    private Poller poller;
    private volatile long signals;

    DoorbellWait(Doorbell doorbell, Poller poller, Turn turn) {
        this.doorbell = doorbell;
        this.poller = poller;
        this.wakeLeader = turn::wakeLeader;
    }

    /// Sleeps until something happens.
    ///
    /// @param nanos how long at most
    /// @param parked whether other threads here may have to end the sleep with an unpark
    Doorbell.Wake sleep(long nanos, boolean parked) {
        return counted(parked || Thread.currentThread().isVirtual()
                ? park(nanos) : doorbell.await(nanos));
    }

    /// Looks without sleeping.
    Doorbell.Wake look() {
        return counted(doorbell.poll());
    }

    private Doorbell.Wake park(long nanos) {
        try {
            watch();
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

    private void watch() {
        watching.lock();
        try {
            poller.watch(doorbell, Poller.Interest.READ_ONCE, wakeLeader);
        } finally {
            watching.unlock();
        }
    }

    /// Has another poller wake whoever parks, from this moment on. A signal that comes meanwhile is
    /// seen by one of the two or by both: the new one watches before the old one stops, and finds a
    /// doorbell that is ready already.
    void moveTo(Poller other) {
        watching.lock();
        try {
            Poller before = poller;
            if (before != other) {
                other.watch(doorbell, Poller.Interest.READ_ONCE, wakeLeader);
                poller = other;
                before.forget(doorbell);
            }
        } catch (IllegalStateException closedMeanwhile) {
            // Nobody parks at a poller that is closed.
        } finally {
            watching.unlock();
        }
    }

    private Doorbell.Wake counted(Doorbell.Wake wake) {
        if (wake == Doorbell.Wake.SIGNALED) {
            signals = signals + 1;
        }
        return wake;
    }

    long signals() {
        return signals;
    }
}
