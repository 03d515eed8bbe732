// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import java.time.Duration;

/// When to look for a root again: soon at first, then more and more seldom.
final class Retry {
    private static final Duration FIRST = Duration.ofMillis(20);
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private Duration pause = FIRST;
    private long at = System.nanoTime();

    /// There is no root now.
    void begin() {
        at = System.nanoTime() + pause.toNanos();
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }

    /// A root is there.
    void end() {
        pause = FIRST;
    }

    boolean isDue() {
        return System.nanoTime() - at >= 0;
    }

    Duration left() {
        return Duration.ofNanos(Math.max(0, at - System.nanoTime()));
    }
}
