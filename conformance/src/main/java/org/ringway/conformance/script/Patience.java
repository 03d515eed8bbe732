// SPDX-License-Identifier: Apache-2.0
package org.ringway.conformance.script;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// How long one rule may take: whoever waits for longer has seen that it is broken.
public final class Patience {
    private static final int LOOKS_BEFORE_A_PAUSE = 200;
    private static final long PAUSE_NANOS = 50_000;

    private final Duration limit;
    private long since = System.nanoTime();

    public Patience(Duration limit) {
        this.limit = limit;
    }

    /// Begins anew, for the next rule.
    public void renew() {
        since = System.nanoTime();
    }

    public boolean isOver() {
        return System.nanoTime() - since >= limit.toNanos();
    }

    public boolean isHalfOver() {
        return System.nanoTime() - since >= limit.toNanos() / 2;
    }

    public String limit() {
        return limit.toMillis() + " ms";
    }

    /// Looks again and again.
    ///
    /// @return what a look has found
    /// @throws Broken if the time has passed
    public <T> T await(String what, Supplier<@Nullable T> look) {
        for (int looks = 0;; looks++) {
            T found = look.get();
            if (found != null) {
                return found;
            }
            if (isOver()) {
                throw new Broken("nothing seen of " + what + " within " + limit());
            }
            if (looks > LOOKS_BEFORE_A_PAUSE) {
                LockSupport.parkNanos(PAUSE_NANOS);
            } else {
                Thread.onSpinWait();
            }
        }
    }

    /// Waits until something is so.
    public void until(String what, BooleanSupplier holds) {
        await(what, () -> holds.getAsBoolean() ? Boolean.TRUE : null);
    }
}
