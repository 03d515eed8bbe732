// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/// A file descriptor that is closed when it is told so and nobody is using it any more.
///
/// Without that, the number could come to mean another file between a look at it and the call.
///
/// - **Thread:** any. **Blocking:** never. **Allocation:** none by [#enter] and [#leave].
final class Descriptor {
    /// What [#enter] answers once closing has begun.
    static final int CLOSED = -1;

    private static final int CLOSING = Integer.MIN_VALUE;

    private final int number;
    private final Runnable release;
    /// How many are in, and the sign bit once closing has begun.
    private final AtomicInteger users = new AtomicInteger();
    private final Set<EpollPoller> pollers = new CopyOnWriteArraySet<>();

    /// @param number what the kernel calls it
    /// @param release run after the last user has left, just before the kernel closes it
    Descriptor(long number, Runnable release) {
        this.number = (int) number;
        this.release = release;
    }

    Descriptor(long number) {
        this(number, () -> {});
    }

    /// {@return the number, to be used until [#leave]; or [#CLOSED], and then nothing is to leave}
    int enter() {
        int before;
        do {
            before = users.get();
            if (before < 0) {
                return CLOSED;
            }
        } while (!users.compareAndSet(before, before + 1));
        return number;
    }

    void leave() {
        if (users.decrementAndGet() == CLOSING) {
            release.run();
            Libc.callAnyway(SystemCall.CLOSE, number, 0, 0, 0);
        }
    }

    boolean isClosed() {
        return users.get() < 0;
    }

    /// The pollers that watch it, to be told of its end while the number still means this file.
    Set<EpollPoller> pollers() {
        return pollers;
    }

    void close() {
        close(_ -> {});
    }

    /// Lets nobody in any more. Idempotent.
    ///
    /// @param farewell run once with the number, before that can mean anything else
    void close(IntConsumer farewell) {
        int before;
        do {
            before = users.get();
            if (before < 0) {
                return;
            }
        } while (!users.compareAndSet(before, (before + 1) | CLOSING));
        pollers.forEach(poller -> poller.forget(this, number));
        farewell.accept(number);
        leave();
    }
}
