// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import java.util.concurrent.atomic.AtomicInteger;

/// Whether packets are handed to handlers, and how much is in their hands: batches being handled
/// and packets deferred.
///
/// Nobody is handed anything once a pause was found empty: whoever hands out counts first and looks
/// for a pause then, whoever pauses does it the other way round.
///
/// - **Thread:** any. **Blocking:** never.
final class Delivery {
    private final AtomicInteger inHand = new AtomicInteger();
    private final Runnable changed;
    private volatile boolean paused;

    /// @param changed runs when somebody may have waited for it
    Delivery(Runnable changed) {
        this.changed = changed;
    }

    boolean isPaused() {
        return paused;
    }

    boolean isQuiet() {
        return paused && inHand.get() == 0;
    }

    /// @return whether to hand out; then [#end] must follow
    boolean tryBegin() {
        inHand.incrementAndGet();
        if (paused) {
            end();
            return false;
        }
        return true;
    }

    /// A packet is kept beyond its batch; [#end] must follow.
    void defer() {
        inHand.incrementAndGet();
    }

    void end() {
        if (inHand.decrementAndGet() == 0 && paused) {
            changed.run();
        }
    }

    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
        changed.run();
    }
}
