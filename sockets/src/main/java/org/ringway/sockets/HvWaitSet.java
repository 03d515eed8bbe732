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
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ringway.child.ChildPartition;
import org.ringway.platform.Poller;

/// Waits for many channels at once: what a [java.nio.channels.Selector] is for sockets.
///
/// Level-triggered: a channel that is ready is reported each time until it is not. The cost of a
/// wait grows with the channels that are ready or were used since the last one, not with all.
///
/// - **Thread:** one at a time in [#await], a platform thread, because it waits in the kernel;
///   everything else by any.
/// - **Interruption:** ends a wait, and the thread's status stays set.
public final class HvWaitSet implements AutoCloseable {
    private final Poller poller;
    private final ReentrantLock waiting = new ReentrantLock();
    private final Set<WaitKey> keys = ConcurrentHashMap.newKeySet();
    /// Those that may be ready, and are to be looked at.
    private final Queue<WaitKey> touched = new ConcurrentLinkedQueue<>();
    private volatile boolean woken;
    private volatile boolean closed;

    private HvWaitSet(Poller poller) {
        this.poller = poller;
    }

    /// {@return a wait set without channels, to be closed by the caller}
    ///
    /// @param self whose channels it is for
    public static HvWaitSet open(ChildPartition self) {
        return new HvWaitSet(self.streams().newPoller());
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
        long end = System.nanoTime() + TimeUnit.NANOSECONDS.convert(atMost);
        waiting.lock();
        try {
            while (true) {
                List<WaitKey> found = look();
                long left = end - System.nanoTime();
                if (!found.isEmpty() || woken || left <= 0 || closed
                        || Thread.currentThread().isInterrupted()) {
                    woken = false;
                    return report(found, ready);
                }
                poller.poll(Duration.ofNanos(left));
            }
        } finally {
            waiting.unlock();
        }
    }

    private List<WaitKey> look() {
        if (closed) {
            throw new IllegalStateException("wait set is closed");
        }
        List<WaitKey> found = new ArrayList<>();
        for (int most = touched.size(); most > 0; most--) {
            WaitKey key = touched.poll();
            if (key != null && key.look(poller)) {
                found.add(key);
            }
        }
        return found;
    }

    /// Who is reported is looked at next time, too.
    private static int report(List<WaitKey> found, Consumer<WaitKey> ready) {
        found.forEach(WaitKey::touchAgain);
        found.forEach(ready);
        return found.size();
    }

    /// Makes the current or the next [#await] return.
    ///
    /// @return this
    public HvWaitSet wakeup() {
        woken = true;
        poller.wakeup();
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
