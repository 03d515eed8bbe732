// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;

/// A promise of a second, on machines that may be too busy to keep it every time: what it takes
/// by itself shows in the quickest of several.
final class Promptness {
    private static final long PROMISED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private long quickest = Long.MAX_VALUE;

    /// @param since when it began, in nanos of [System#nanoTime]
    /// @param until when it was over
    synchronized void took(long since, long until) {
        quickest = Math.min(quickest, until - since);
    }

    synchronized void assertKept() {
        assertTrue(quickest < PROMISED_NANOS,
                () -> "nanos=" + quickest + " promised=" + PROMISED_NANOS);
    }
}
