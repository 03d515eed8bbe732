// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.ringway.BusException;

/// Told when a request is over, exactly once.
///
/// Runs on the thread that reads the channel at that moment, so it must be short, and must not
/// receive or request on the same channel; it may send with `trySend`.
public interface CompletionHandler {
    /// The answer is there; what was lent is back.
    ///
    /// @param answer its payload, a multiple of 8 bytes, valid during the call; it lies in memory
    ///     the other side may still write, so copy before you check
    void completed(MemorySegment answer);

    /// There will be no answer: the channel has ended. What was lent is not lent any more, but the
    /// other side may still look at it.
    ///
    /// @param why how the channel ended
    void failed(BusException why);

    /// Lets a request be cancelled: whoever does so does not wait for its outcome any more.
    ///
    /// Nothing travels to the other side, which works on and completes; that is then ignored. What
    /// was lent stays lent, and the request's place taken, until it does or the channel ends. For
    /// a request that waits itself, an interrupt or a timeout means the same; one that is still
    /// waiting for room is not sent then.
    ///
    /// - **Thread:** any. **Blocking:** never.
    final class Cancellable implements CompletionHandler {
        private final AtomicReference<@Nullable CompletionHandler> told;

        /// For one request.
        ///
        /// @param told of its outcome, unless it is cancelled before
        public Cancellable(CompletionHandler told) {
            this.told = new AtomicReference<>(told);
        }

        /// Has nobody told of the outcome.
        ///
        /// @return `false` if it has come, or this was called before
        public boolean cancel() {
            return told.getAndSet(null) != null;
        }

        @Override
        public void completed(MemorySegment answer) {
            CompletionHandler handler = told.getAndSet(null);
            if (handler != null) {
                handler.completed(answer);
            }
        }

        @Override
        public void failed(BusException why) {
            CompletionHandler handler = told.getAndSet(null);
            if (handler != null) {
                handler.failed(why);
            }
        }
    }
}
