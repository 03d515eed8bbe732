// SPDX-License-Identifier: Apache-2.0
package org.ringway.pipe;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;

/// How long a call may go on that waits more than once.
record TimeLimit(long endNanos) {
    /// However long that is: differences of nanoseconds are right even where their sum wraps.
    static TimeLimit in(Duration atMost) {
        return new TimeLimit(System.nanoTime() + NANOSECONDS.convert(atMost));
    }

    long leftNanos() {
        return endNanos - System.nanoTime();
    }

    Duration left() {
        return Duration.ofNanos(Math.max(0, leftNanos()));
    }
}
