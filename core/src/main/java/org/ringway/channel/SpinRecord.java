// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

/// Whether spinning has paid lately.
///
/// A spin in vain keeps a core from those who could have ended the wait. So each failure in a row
/// doubles how many waits then sleep at once, and one success forgets them all: an idle channel,
/// and a host with fewer free cores than spinners, cost next to nothing.
///
/// - **Thread:** the leader.
final class SpinRecord {
    private static final int MAX_DOUBLINGS = 6;

    private final WaitStrategy strategy;
    private int failures;
    private int sleeps;

    SpinRecord(WaitStrategy strategy) {
        this.strategy = strategy;
    }

    /// Whether to spin this time.
    boolean isWorthIt() {
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
    boolean note(boolean successful) {
        if (successful || !strategy.blocks()) {
            failures = 0;
        } else {
            failures = Math.min(failures + 1, MAX_DOUBLINGS);
            sleeps = (1 << failures) - 1;
        }
        return successful;
    }
}
