// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ringway.BusTimeoutException;

/// The services that can be opened now, and who waits for one.
///
/// - **Thread:** any.
final class OfferBoard {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<OfferWatch> watches = new ArrayList<>();
    private volatile List<Offer> offers = List.of();
    /// Why there is nobody to wait for; null while there is.
    private @Nullable Supplier<? extends RuntimeException> down;

    List<Offer> offers() {
        return offers;
    }

    void add(Offer offer) {
        List<Offer> more = new ArrayList<>(offers);
        more.add(offer);
        set(more);
    }

    void remove(Offer offer) {
        List<Offer> less = new ArrayList<>(offers);
        less.remove(offer);
        set(less);
    }

    private void set(List<Offer> now) {
        lock.lock();
        try {
            offers = List.copyOf(now);
            changed.signalAll();
            watches.forEach(OfferWatch::look);
        } finally {
            lock.unlock();
        }
    }

    void up() {
        lock.lock();
        try {
            down = null;
        } finally {
            lock.unlock();
        }
    }

    void down(Supplier<? extends RuntimeException> reason) {
        lock.lock();
        try {
            down = reason;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits for an offer.
    ///
    /// @param what it is, for people
    Offer await(Predicate<Offer> wanted, String what, Duration atMost)
            throws InterruptedException {
        long left = TimeUnit.NANOSECONDS.convert(atMost);
        lock.lockInterruptibly();
        try {
            while (true) {
                for (Offer offer : offers) {
                    if (wanted.test(offer)) {
                        return offer;
                    }
                }
                if (down != null) {
                    throw down.get();
                }
                if (left <= 0) {
                    throw new BusTimeoutException("nobody offers it: " + what + " timeout="
                            + atMost + " offers=" + offers.stream().map(Offer::name).toList());
                }
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    OfferWatch watch(OfferListener listener) {
        OfferWatch watch = new OfferWatch(this, listener);
        lock.lock();
        try {
            watches.add(watch);
        } finally {
            lock.unlock();
        }
        watch.look();
        return watch;
    }

    void forget(OfferWatch watch) {
        lock.lock();
        try {
            watches.remove(watch);
        } finally {
            lock.unlock();
        }
    }
}
