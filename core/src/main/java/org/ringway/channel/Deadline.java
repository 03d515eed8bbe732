// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import java.time.Duration;
import org.ringway.BusTimeoutException;

/// The moment a waiting call gives up.
record Deadline(long endNanos, long givenNanos) {
    /// A hundred years: as good as never, and no sum overflows.
    private static final Duration MAX = Duration.ofDays(36_500);

    static Deadline in(Duration atMost) {
        long nanos = nanos(atMost);
        return new Deadline(System.nanoTime() + nanos, nanos);
    }

    /// {@return a time to wait as nanoseconds, cut so that no sum overflows}
    static long nanos(Duration atMost) {
        return (atMost.compareTo(MAX) < 0 ? atMost : MAX).toNanos();
    }

    /// {@return what is left, zero or less if nothing}
    long leftNanos() {
        return endNanos - System.nanoTime();
    }

    BusTimeoutException exceeded(String what) {
        return new BusTimeoutException(
                what + ": waited=" + Duration.ofNanos(givenNanos).toMillis() + " ms");
    }
}
