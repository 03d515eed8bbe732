// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.IdleStrategy;
import org.jspecify.annotations.Nullable;

/// How Aeron's driver waits: shortly while it is used, and long while others have their turn. One
/// that looks 10,000 times a second takes a fifth of a core, and took it from all others.
///
/// - **Thread:** [#idle()] the driver's, [#used] and [#wake] that of the conduit.
final class DriverPause implements IdleStrategy {
    /// The driver moves the publishers' limits. Tried: 1 ms starves them, 1 µs takes the cores from
    /// the two ends.
    private static final long BUSY_NANOS = 100_000;
    private static final long RESTING_NANOS = 10_000_000;
    private static final int LOOKS_BEFORE_REST = 200;

    private final AtomicLong uses = new AtomicLong();
    private volatile @Nullable Thread resting;
    private long seen;
    private int unused;

    /// The conduit waits for messages, so a round is under way: a plain store and a load. A driver
    /// that rests is woken.
    void used() {
        uses.setOpaque(uses.getPlain() + 1);
        if (resting != null) {
            wake();
        }
    }

    /// A round begins; the driver is at work before its clock starts.
    void wake() {
        uses.setOpaque(uses.getPlain() + 1);
        LockSupport.unpark(resting);
    }

    @Override
    public void idle(int workCount) {
        if (workCount <= 0) {
            idle();
        }
    }

    @Override
    public void idle() {
        long now = uses.getOpaque();
        unused = now == seen ? unused + 1 : 0;
        seen = now;
        if (unused < LOOKS_BEFORE_REST) {
            LockSupport.parkNanos(BUSY_NANOS);
            return;
        }
        resting = Thread.currentThread();
        if (uses.get() == seen) {
            LockSupport.parkNanos(RESTING_NANOS);
        }
        resting = null;
    }

    @Override
    public void reset() {}
}
