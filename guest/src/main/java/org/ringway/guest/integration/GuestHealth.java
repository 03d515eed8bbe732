// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest.integration;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What a guest's services have said about it.
///
/// - **Thread:** any.
public final class GuestHealth {
    private final Clock clock;
    private volatile @Nullable Instant lastBeat;
    private volatile long beats;
    private volatile Map<String, String> pairs = Map.of();

    /// @param clock tells when
    public GuestHealth(Clock clock) {
        this.clock = clock;
    }

    synchronized void beat() {
        lastBeat = clock.instant();
        beats++;
        notifyAll();
    }

    synchronized void knows(Map<String, String> said) {
        pairs = Map.copyOf(said);
        notifyAll();
    }

    /// Waits until the guest has said enough.
    ///
    /// @param enough looked at whenever it has said something; must not block
    /// @param atMost how long to wait
    /// @return whether it has; else the time has passed
    /// @throws InterruptedException if interrupted while it waits
    public synchronized boolean await(Predicate<GuestHealth> enough, Duration atMost)
            throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        boolean isEnough = enough.test(this);
        for (long left = atMost.toNanos(); !isEnough && left > 0;
                left = deadline - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            isEnough = enough.test(this);
        }
        return isEnough;
    }

    /// {@return how often the guest's heart has beaten}
    public long beats() {
        return beats;
    }

    /// {@return how long ago it beat last, or null if it never has}
    public @Nullable Duration sinceBeat() {
        Instant last = lastBeat;
        return last == null ? null : Duration.between(last, clock.instant());
    }

    /// {@return what the guest's daemon says about its system, empty if there is none}
    public Map<String, String> pairs() {
        return pairs;
    }
}
