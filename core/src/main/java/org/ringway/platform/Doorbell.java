// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform;

/// One partition's end of a channel's doorbell: wakes the other end, and waits to be woken.
///
/// Signals coalesce: many may cause one wake-up, and a wake-up may find nothing. The kernel tells
/// the end of the other side apart from its death, with or without a root: an orderly close says so
/// before it hangs up. Nothing the other side does can block or stop [#signal], nor make [#await]
/// spin.
///
/// - **Thread:** any for [#signal] and [#close]; one at a time for [#await] and [#poll].
/// - **Allocation:** none after creation.
public non-sealed interface Doorbell extends Pollable, AutoCloseable {
    /// Why a wait has ended.
    enum Wake {
        /// The other side signalled, once or many times, since the last look.
        SIGNALED,
        /// The time has passed, or for [#poll]: there was nothing.
        TIMED_OUT,
        /// The waiting thread is interrupted; its interrupt status is left set.
        INTERRUPTED,
        /// The other side closed in good order.
        PEER_CLOSED,
        /// The other side is gone without a word.
        PEER_LOST,
        /// This end was closed, here, by another thread.
        CLOSED
    }

    /// Wakes the other side. Never blocks, never fails: if it is gone there is nobody to wake, and
    /// the next look says so.
    void signal();

    /// Waits in the kernel until signalled, at most for a time. For platform threads only: a
    /// virtual thread would pin its carrier, let it park behind a [Poller].
    ///
    /// @param nanos how long at most; `Long.MAX_VALUE` means without end
    /// @return why the wait has ended
    Wake await(long nanos);

    /// Looks without waiting, and consumes pending signals.
    ///
    /// @return as [#await], [Wake#TIMED_OUT] if there was nothing
    Wake poll();

    /// Tells the other side that this is an orderly end, hangs up, and wakes who waits here.
    /// Idempotent.
    @Override
    void close();
}
