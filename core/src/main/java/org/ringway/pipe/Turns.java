// SPDX-License-Identifier: Apache-2.0
package org.ringway.pipe;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// Takes a turn behind other threads of this side, whatever interrupts come.
final class Turns {
    private Turns() {}

    /// {@return whether the turn came in time}
    ///
    /// @throws IllegalStateException if it is the caller's already
    static boolean tryTake(ReentrantLock turn, long nanos) {
        if (turn.isHeldByCurrentThread()) {
            throw new IllegalStateException("whom a stream calls cannot use that half of it");
        }
        if (nanos == StreamWait.FOR_EVER) {
            turn.lock();
            return true;
        }
        if (turn.tryLock() || nanos <= 0) {
            return turn.isHeldByCurrentThread();
        }
        long deadline = System.nanoTime() + nanos;
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return turn.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
