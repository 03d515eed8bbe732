// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform;

import java.time.Duration;

/// One thread's wait for many links, listeners and doorbells.
///
/// - **Thread:** [#poll] by one thread; everything else by any.
public interface Poller extends AutoCloseable {
    /// What to wait for.
    enum Interest {
        /// Something to read, again and again.
        READ,
        /// Room to write, again and again; reading can wait.
        WRITE,
        /// Something to read, once; then the source must be watched anew.
        READ_ONCE
    }

    /// Starts to watch a source, or changes what for. A source that is closed here while it is
    /// watched is forgotten; its action may run once more.
    ///
    /// @param source made by the same platform, and open
    /// @param interest what to wait for; a hang-up always counts
    /// @param action run by the thread in [#poll] when the source is ready; must not block
    void watch(Pollable source, Interest interest, Runnable action);

    /// Stops watching; its action will not start any more once this returns on the polling thread.
    ///
    /// @param source watched or not
    void forget(Pollable source);

    /// Waits until a source is ready, a [#wakeup] comes or the time has passed, and runs the
    /// actions. An interrupt may end the wait early and leaves the thread's status set.
    ///
    /// @param atMost how long to wait; zero only looks
    /// @return whether any action ran
    boolean poll(Duration atMost);

    /// Makes the current or the next [#poll] return.
    void wakeup();

    /// Lets go of the kernel's resources; the sources stay open. Idempotent.
    @Override
    void close();
}
