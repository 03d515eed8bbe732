// SPDX-License-Identifier: Apache-2.0
package org.ringway.pipe;

import java.util.function.BooleanSupplier;
import org.ringway.channel.WaitStrategy;

/// How one half of a stream waits for the other side: looks for some microseconds, then sleeps.
///
/// - **Thread:** one at a time.
final class StreamWait {
    /// Without end.
    static final long FOR_EVER = Long.MAX_VALUE;
    /// While spinning without end, how long until the next look at the doorbell.
    private static final long LOOK_NANOS = 1_000_000;
    private static final int SPINS_PER_CLOCK = 64;

    /// What is tried again and again.
    interface Step {
        /// The answer of [#tryNow] if that has to wait.
        long WAIT = Long.MIN_VALUE;

        /// {@return how many bytes, or -1 at the end of the stream, or [#WAIT]}
        long tryNow();

        /// Whether it is worth another try.
        boolean isReady();

        /// As [#isReady], and if not, makes sure that a signal will come.
        boolean isReadyBeforeSleep();
    }

    private final StreamState state;
    private final Bell bell;
    private final Bell.Seat seat;
    private final WaitStrategy strategy;
    private final WaitStrategy.SpinRecord spins;

    StreamWait(StreamState state, Bell bell, Bell.Seat seat, WaitStrategy strategy) {
        this.state = state;
        this.bell = bell;
        this.seat = seat;
        this.strategy = strategy;
        this.spins = new WaitStrategy.SpinRecord(strategy);
    }

    StreamState state() {
        return state;
    }

    Bell bell() {
        return bell;
    }

    boolean isInUse() {
        return seat.isTaken();
    }

    /// Tries until it gets somewhere. Interrupts do not end it, and are there afterwards.
    ///
    /// @param nanos how long to wait, 0 for not at all
    /// @return what the step says, 0 if the time has passed
    /// @throws org.ringway.BusException if the stream has ended and the step gets nowhere
    long repeat(Step step, long nanos) {
        long deadline = nanos > 0 && nanos != FOR_EVER ? System.nanoTime() + nanos : 0;
        boolean looked = false;
        boolean interrupted = false;
        try {
            while (true) {
                // What the other side wrote before it ended is there once its end is seen.
                boolean over = state.hasEnded();
                long got = step.tryNow();
                if (got != Step.WAIT) {
                    return got;
                }
                if (over || state.isClosedHere()) {
                    throw state.exception();
                }
                long left = deadline == 0 ? nanos : deadline - System.nanoTime();
                if (left > 0) {
                    interrupted |= pause(step, left);
                } else if (looked || !bell.look()) {
                    return 0;
                } else {
                    looked = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// @return whether the thread was interrupted
    private boolean pause(Step step, long left) {
        if (spins.isWorthIt() && spins.note(spin(step, left))) {
            return false;
        }
        if (!strategy.blocks()) {
            bell.look();
            return false;
        }
        BooleanSupplier ready = step::isReadyBeforeSleep;
        return bell.await(seat, ready, left);
    }

    private boolean spin(Step step, long left) {
        long most = strategy.blocks() ? WaitStrategy.SPIN_NANOS : LOOK_NANOS;
        long until = System.nanoTime() + Math.min(left, most);
        for (int spins = 1; !step.isReady(); spins++) {
            if (spins % SPINS_PER_CLOCK == 0 && System.nanoTime() - until >= 0) {
                return false;
            }
            Thread.onSpinWait();
        }
        return true;
    }
}
