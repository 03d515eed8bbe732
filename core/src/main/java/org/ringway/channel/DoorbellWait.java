// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import java.util.concurrent.locks.LockSupport;
import org.ringway.platform.Doorbell;
import org.ringway.platform.Poller;

/// The leader's sleep at the doorbell: in the kernel for a platform thread, parked behind the
/// partition's poller for a virtual one.
///
/// - **Thread:** the leader.
final class DoorbellWait {
    private final Doorbell doorbell;
    private final Poller poller;
    private final Runnable wakeLeader;
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
            poller.watch(doorbell, Poller.Interest.READ_ONCE, wakeLeader);
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
