// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ringway.channel.ChannelOptions;

/// Rings for channels to come: allocated, mapped and touched before anybody asks, and never seen by
/// anybody else.
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

    private final Function<ChannelOptions, OwnRings> allocation;
    private final Background background;
    private final Deque<OwnRings> spare = new ArrayDeque<>();
    private @Nullable ChannelOptions size;
    private long lastUse;
    private boolean filling;
    private boolean watching;
    private boolean closed;

    /// @param allocation makes rings
    /// @param background fills the pool
    RingPool(Function<ChannelOptions, OwnRings> allocation, Background background) {
        this.allocation = allocation;
        this.background = background;
    }

    /// {@return rings that nobody else has seen}
    OwnRings take(ChannelOptions options) {
        OwnRings ready = poll(options);
        return ready != null ? ready : allocation.apply(options);
    }

    private synchronized @Nullable OwnRings poll(ChannelOptions options) {
        return isSize(options) ? spare.poll() : null;
    }

    private boolean isSize(ChannelOptions options) {
        return size != null && size.outgoingPages() == options.outgoingPages()
                && size.incomingPages() == options.incomingPages();
    }

    /// A channel with such rings was opened: the next one may come.
    synchronized void used(ChannelOptions options) {
        long now = System.nanoTime();
        boolean again = isSize(options) && now - lastUse < IDLE_NANOS;
        lastUse = now;
        if (closed || filling) {
            return;
        }
        if (!again) {
            releaseAll();
            size = options;
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
            ChannelOptions wanted = missing();
            while (wanted != null) {
                OwnRings made = allocation.apply(wanted);
                made.rings().touch();
                add(made, wanted);
                wanted = missing();
            }
        } catch (RuntimeException memoryIsShort) {
            // Whoever opens a channel is told.
        } finally {
            filled();
        }
    }

    private synchronized @Nullable ChannelOptions missing() {
        return closed || spare.size() >= SPARE ? null : size;
    }

    private synchronized void add(OwnRings made, ChannelOptions wanted) {
        if (closed || !isSize(wanted)) {
            release(made);
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
        spare.forEach(RingPool::release);
        spare.clear();
    }

    private static void release(OwnRings rings) {
        rings.rings().close();
        rings.region().handle().close();
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
