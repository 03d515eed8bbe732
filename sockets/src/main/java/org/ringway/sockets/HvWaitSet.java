// SPDX-License-Identifier: Apache-2.0
package org.ringway.sockets;

import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ringway.channel.WaitStrategy;
import org.ringway.channel.WaitStrategy.SpinRecord;
import org.ringway.child.ChildPartition;
import org.ringway.platform.Poller;

/// Waits for many channels at once: what a [java.nio.channels.Selector] is for sockets.
///
/// Level-triggered: a channel that is ready is reported each time until it is not. The cost of a
/// wait grows with the channels that are ready or were used lately, not with all. A wait looks at
/// those for up to 300 µs before the thread sleeps, if that has paid lately.
///
/// - **Thread:** one at a time in [#await], a platform thread, because it waits in the kernel;
///   everything else by any.
/// - **Interruption:** ends a wait, and the thread's status stays set.
public final class HvWaitSet implements AutoCloseable {
    private static final int LOOKS_PER_CLOCK = 64;
    /// Longer than who waits for one stream looks: what a loop waits for has often to pass by other
    /// threads on both sides first, and each of them sleeps the less the longer this one is awake.
    private static final long SPIN_NANOS = 300_000;
    private static final long AROUND_NANOS = 50_000;

    private final Poller poller;
    private final ReentrantLock waiting = new ReentrantLock();
    private final Set<WaitKey> keys = ConcurrentHashMap.newKeySet();
    /// Those that may be ready, and are to be looked at.
    private final Queue<WaitKey> touched = new ConcurrentLinkedQueue<>();
    /// Those that are looked at in each wait and wake nobody; of the thread that waits.
    private final List<WaitKey> awake = new ArrayList<>();
    private final WaitStrategy strategy;
    private final SpinRecord spins;
    private long lookedAround = System.nanoTime();
    private final AtomicBoolean asleep = new AtomicBoolean();
    private volatile boolean woken;
    private volatile boolean closed;

    private HvWaitSet(Poller poller, WaitStrategy strategy) {
        this.poller = poller;
        this.strategy = strategy;
        this.spins = new SpinRecord(strategy);
    }

    /// {@return a wait set without channels, to be closed by the caller}
    ///
    /// @param self whose channels it is for
    public static HvWaitSet open(ChildPartition self) {
        return open(self, WaitStrategy.SPIN_THEN_BLOCK);
    }

    /// {@return a wait set without channels, to be closed by the caller}
    ///
    /// @param self whose channels it is for
    /// @param waiting how it waits
    public static HvWaitSet open(ChildPartition self, WaitStrategy waiting) {
        return new HvWaitSet(self.streams().newPoller(), waiting);
    }

    /// Adds a channel that does not block. It leaves when it is closed.
    ///
    /// @param channel connected or not, in no wait set yet
    /// @param interest bits of [WaitKey]
    /// @param attachment anything, or null
    /// @return what is reported of it
    /// @throws ClosedChannelException if the channel is closed
    /// @throws IllegalBlockingModeException if it blocks
    public WaitKey register(HvChannel channel, int interest, @Nullable Object attachment)
            throws ClosedChannelException {
        return add(new WaitKey(this, new WaitKey.OfChannel(channel), interest, attachment));
    }

    /// Adds a channel that does not block and takes connections.
    ///
    /// @param channel in no wait set yet
    /// @param attachment anything, or null
    /// @return what is reported of it; its interest is [WaitKey#ACCEPT]
    /// @throws ClosedChannelException if the channel is closed
    /// @throws IllegalBlockingModeException if it blocks
    public WaitKey register(HvServerChannel channel, @Nullable Object attachment)
            throws ClosedChannelException {
        return add(new WaitKey(this, new WaitKey.OfServer(channel), WaitKey.ACCEPT, attachment));
    }

    private WaitKey add(WaitKey key) throws ClosedChannelException {
        if (closed) {
            throw new IllegalStateException("wait set is closed");
        }
        if (!key.source().isOpen()) {
            throw new ClosedChannelException();
        }
        if (key.source().isBlocking()) {
            throw new IllegalBlockingModeException();
        }
        keys.add(key);
        key.source().tell(key::touch);
        key.touch();
        return key;
    }

    /// Waits until a channel is ready, somebody calls [#wakeup], or the time has passed.
    ///
    /// @param atMost how long to wait; zero only looks
    /// @param ready called for each channel that is ready, one after the other
    /// @return how many were
    /// @throws IllegalStateException if the wait set is closed
    public int await(Duration atMost, Consumer<WaitKey> ready) {
        long nanos = TimeUnit.NANOSECONDS.convert(atMost);
        waiting.lock();
        try {
            List<WaitKey> found = lookNow();
            if (found.isEmpty() && nanos > 0 && spins.isWorthIt()) {
                found = spin(nanos);
            }
            if (found.isEmpty() && nanos > 0 && !isCalled()) {
                found = sleep(nanos);
            } else if (isDue(found.isEmpty() && nanos <= 0)) {
                found = lookAround();
            }
            woken = false;
            found.forEach(ready);
            return found.size();
        } finally {
            waiting.unlock();
        }
    }

    /// Whether the wait is over, whatever the channels say.
    private boolean isCalled() {
        return woken || closed || Thread.currentThread().isInterrupted();
    }

    private void takeTouched() {
        if (closed) {
            throw new IllegalStateException("wait set is closed");
        }
        for (WaitKey key = touched.poll(); key != null; key = touched.poll()) {
            awake.add(key);
        }
    }

    /// Looks at the rings of those that are awake.
    private List<WaitKey> lookNow() {
        takeTouched();
        List<WaitKey> found = List.of();
        for (int i = awake.size() - 1; i >= 0; i--) {
            WaitKey key = awake.get(i);
            if (key.lookNow()) {
                found = with(found, key);
            } else if (key.isCancelled()) {
                awake.remove(i);
            }
        }
        return found;
    }

    private static List<WaitKey> with(List<WaitKey> found, WaitKey key) {
        List<WaitKey> more = found.isEmpty() ? new ArrayList<>() : found;
        more.add(key);
        return more;
    }

    /// Whoever may be about to call for this thread gets the processor, if it has no other.
    private List<WaitKey> spin(long nanos) {
        long until = System.nanoTime() + Math.min(nanos, SPIN_NANOS);
        int looks = 0;
        while (!isCalled()) {
            List<WaitKey> found = lookNow();
            looks += 1 + awake.size();
            if (!found.isEmpty()) {
                spins.note(true);
                return found;
            }
            if (looks >= LOOKS_PER_CLOCK) {
                looks = 0;
                if (System.nanoTime() - until >= 0) {
                    spins.note(false);
                    return found;
                }
                Thread.yield();
            }
            Thread.onSpinWait();
        }
        spins.note(true);
        return List.of();
    }

    /// Has all channels wake this thread, and waits for that.
    private List<WaitKey> sleep(long nanos) {
        long end = System.nanoTime() + nanos;
        while (true) {
            takeTouched();
            List<WaitKey> found = arm(true);
            long left = end - System.nanoTime();
            if (!found.isEmpty() || left <= 0 || isCalled()) {
                return found;
            }
            asleep.set(true);
            try {
                if (touched.isEmpty() && !isCalled()) {
                    poller.poll(strategy.blocks() ? Duration.ofNanos(left) : Duration.ZERO);
                }
            } finally {
                asleep.set(false);
            }
        }
    }

    /// Has channels that are not ready wake this thread.
    ///
    /// @param all not only those that have not been ready lately
    /// @return those that are ready
    private List<WaitKey> arm(boolean all) {
        List<WaitKey> found = List.of();
        int kept = 0;
        for (int i = 0; i < awake.size(); i++) {
            WaitKey key = awake.get(i);
            boolean stays = !all && key.takeFresh();
            if (!stays && key.lookOrArm()) {
                found = with(found, key);
                stays = key.stays();
            }
            if (stays) {
                awake.set(kept++, key);
            }
        }
        awake.subList(kept, awake.size()).clear();
        return found;
    }

    /// Whether to ask the kernel for the others, too: always, if there is no other wait, and now
    /// and then, if somebody is always ready or calls.
    private boolean isDue(boolean always) {
        return always && keys.size() > awake.size()
                || System.nanoTime() - lookedAround >= AROUND_NANOS;
    }

    private List<WaitKey> lookAround() {
        long now = System.nanoTime();
        if (now - lookedAround >= AROUND_NANOS) {
            lookedAround = now;
            arm(false);
        }
        poller.poll(Duration.ZERO);
        return lookNow();
    }

    /// Makes the current or the next [#await] return.
    ///
    /// @return this
    public HvWaitSet wakeup() {
        woken = true;
        wake();
        return this;
    }

    /// {@return the channels in it}
    public Set<WaitKey> keys() {
        return Set.copyOf(keys);
    }

    /// Has a channel looked at in the current or the next wait.
    ///
    /// @param wake whether the thread that waits has to be woken for it
    void touch(WaitKey key, boolean wake) {
        touched.add(key);
        if (wake) {
            wake();
        }
    }

    /// Who goes to sleep says so first and then looks at what is touched and called for; so either
    /// sees the other.
    private void wake() {
        if (asleep.get() && asleep.compareAndSet(true, false)) {
            poller.wakeup();
        }
    }

    void forget(WaitKey key) {
        keys.remove(key);
    }

    Poller poller() {
        return poller;
    }

    /// Lets go of all channels, which stay open, and ends a wait. Idempotent.
    @Override
    public void close() {
        closed = true;
        keys.forEach(WaitKey::cancel);
        poller.close();
    }
}
