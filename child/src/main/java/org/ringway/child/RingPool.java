// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Rings for channels to come: allocated, mapped and their first pages touched before anybody asks,
/// and never seen by anybody else.
///
/// Who opens two channels with rings of one size within a second will open a third: from then on a
/// few are kept ready, so that opening does not wait for the kernel to find memory. What is taken
/// is replaced in the background; what is left goes when nobody has opened one for a second.
///
/// - **Thread:** any.
/// - **Blocking:** [#take], if none is ready, as long as the kernel needs to find the memory.
final class RingPool {
    /// How many are kept ready.
    static final int SPARE = 4;
    /// How long they are kept.
    static final long IDLE_NANOS = 1_000_000_000;

    private final Function<RingSize, OwnRings> allocation;
    private final Background background;
    private final Deque<OwnRings> spare = new ArrayDeque<>();
    private @Nullable RingSize size;
    private long lastUse;
    private boolean filling;
    private boolean watching;
    private boolean closed;

    /// @param allocation makes rings
    /// @param background fills the pool
    RingPool(Function<RingSize, OwnRings> allocation, Background background) {
        this.allocation = allocation;
        this.background = background;
    }

    /// {@return rings that nobody else has seen}
    OwnRings take(RingSize wanted) {
        OwnRings ready = poll(wanted);
        return ready != null ? ready : allocation.apply(wanted);
    }

    private synchronized @Nullable OwnRings poll(RingSize wanted) {
        return wanted.equals(size) ? spare.poll() : null;
    }

    /// A channel with such rings was opened: the next one may come.
    synchronized void used(RingSize wanted) {
        long now = System.nanoTime();
        boolean again = wanted.equals(size) && now - lastUse < IDLE_NANOS;
        lastUse = now;
        if (closed || filling) {
            return;
        }
        if (!again) {
            releaseAll();
            size = wanted;
        } else if (spare.size() < SPARE) {
            filling = true;
            background.run(this::fill);
        }
    }

    /// What nobody has asked for is given back.
    private synchronized void releaseIfIdle() {
        long left = lastUse + IDLE_NANOS - System.nanoTime();
        watching = left > 0 && !closed;
        if (watching) {
            background.later(this::releaseIfIdle, left);
        } else {
            releaseAll();
        }
    }

    private void fill() {
        try {
            RingSize wanted = missing();
            while (wanted != null) {
                OwnRings made = allocation.apply(wanted);
                made.rings().touchFirst();
                add(made, wanted);
                wanted = missing();
            }
        } catch (RuntimeException memoryIsShort) {
            // Whoever opens a channel is told.
        } finally {
            filled();
        }
    }

    private synchronized @Nullable RingSize missing() {
        return closed || spare.size() >= SPARE ? null : size;
    }

    private synchronized void add(OwnRings made, RingSize wanted) {
        if (closed || !wanted.equals(size)) {
            made.discard();
        } else {
            spare.add(made);
        }
    }

    private synchronized void filled() {
        filling = false;
        if (!watching) {
            watching = true;
            background.later(this::releaseIfIdle, IDLE_NANOS);
        }
    }

    private void releaseAll() {
        spare.forEach(OwnRings::discard);
        spare.clear();
    }

    /// {@return how many are ready}
    synchronized int size() {
        return spare.size();
    }

    synchronized void close() {
        closed = true;
        releaseAll();
    }
}
