// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

/// How a thread waits for the other side.
public enum WaitStrategy {
    /// Looks again and again and burns a core: the shortest latency.
    SPIN,
    /// Looks for some microseconds, then sleeps until signalled.
    SPIN_THEN_BLOCK,
    /// Sleeps at once.
    BLOCK;

    /// How long a wait looks before it sleeps: longer than it takes to wake the other side, 24 to
    /// 32 µs on a virtual machine, and for it to do something. With less, two sides that once slept
    /// would each give up looking just before the other is awake, for good.
    public static final long SPIN_NANOS = 60_000;

    /// {@return whether a wait may sleep}
    public boolean blocks() {
        return this != SPIN;
    }

    /// {@return whether a wait looks before it sleeps}
    public boolean spins() {
        return this != BLOCK;
    }

    /// Whether spinning has paid lately.
    ///
    /// A spin in vain keeps a core from those who could have ended the wait. So each failure in a
    /// row doubles how many waits then sleep at once, and one success forgets them all: an idle
    /// channel, and a host with fewer free cores than spinners, cost next to nothing.
    ///
    /// - **Thread:** one at a time.
    public static final class SpinRecord {
        private static final int MAX_DOUBLINGS = 6;

        private final WaitStrategy strategy;
        private int failures;
        private int sleeps;

        /// A record without a failure.
        ///
        /// @param strategy how waits are meant to be
        public SpinRecord(WaitStrategy strategy) {
            this.strategy = strategy;
        }

        /// {@return whether to spin this time}
        public boolean isWorthIt() {
            if (sleeps > 0) {
                sleeps--;
                return false;
            }
            return strategy.spins();
        }

        /// Remembers how a spin went.
        ///
        /// @param successful whether it ended the wait
        /// @return the same
        public boolean note(boolean successful) {
            if (successful || !strategy.blocks()) {
                failures = 0;
            } else {
                failures = Math.min(failures + 1, MAX_DOUBLINGS);
                sleeps = (1 << failures) - 1;
            }
            return successful;
        }
    }
}
