// SPDX-License-Identifier: Apache-2.0
package org.ringway.local;

import org.ringway.platform.Poller.Interest;

/// A source as its pollers see it. Every change that could make it ready is told to its [Watchers].
sealed interface Watched permits LocalDoorbell, LocalLink, LocalListener {
    /// {@return whether a poller's action is due}
    boolean isReady(Interest interest);

    /// {@return whether this side closed it, so that there is nothing to watch any more}
    boolean isClosed();

    /// {@return who wants to know}
    Watchers watchers();
}
