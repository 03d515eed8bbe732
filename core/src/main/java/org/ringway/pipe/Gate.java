// SPDX-License-Identifier: Apache-2.0
package org.ringway.pipe;

import java.util.concurrent.atomic.AtomicInteger;

/// Lets one thread at a time work in a ring, and nobody any more once the stream is closed.
///
/// Closing waits for nobody: whoever works looks, on leaving, whether somebody has tried to close.
///
/// - **Thread:** any. **Blocking:** never, but for the moment in which a wait set looks.
final class Gate {
    private static final int FREE = 0;
    private static final int BUSY = 1;
    private static final int CLOSING = 2;
    private static final int CLOSED = 3;

    private final AtomicInteger state = new AtomicInteger(FREE);

    /// {@return whether the caller may work in the ring; then [#leave] must follow}
    boolean tryEnter() {
        return state.compareAndSet(FREE, BUSY);
    }

    /// {@return as [#tryEnter]; not only if the stream is closed}
    boolean enter() {
        while (!tryEnter()) {
            if (state.get() >= CLOSING) {
                return false;
            }
            Thread.onSpinWait();
        }
        return true;
    }

    void leave() {
        state.set(FREE);
    }

    /// {@return whether nobody works in the ring, and only the caller ever will; then [#closed]
    /// must follow}
    boolean tryClose() {
        return state.compareAndSet(FREE, CLOSING);
    }

    void closed() {
        state.set(CLOSED);
    }

    boolean isClosed() {
        return state.get() == CLOSED;
    }
}
