// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The pauses of one thread between one try and the next, each longer than the last, up to a
/// second.
final class Patience {
    private static final long FIRST_MILLIS = 50;
    private static final long MAX_MILLIS = 1000;

    private final CountDownLatch closing;
    private long millis = FIRST_MILLIS;

    /// @param closing open when another try is not wanted any more
    Patience(CountDownLatch closing) {
        this.closing = closing;
    }

    /// Waits.
    ///
    /// @return whether another try is wanted; at once if not
    boolean pause() throws InterruptedException {
        boolean isOver = closing.await(millis, TimeUnit.MILLISECONDS);
        millis = Math.min(2 * millis, MAX_MILLIS);
        return !isOver;
    }
}
