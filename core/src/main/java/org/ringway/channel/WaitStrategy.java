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

    /// How long a wait looks before it sleeps; a little more than a wake-up costs, so that a spin
    /// in vain never costs more than twice what sleeping would have.
    static final long SPIN_NANOS = 20_000;

    boolean blocks() {
        return this != SPIN;
    }

    boolean spins() {
        return this != BLOCK;
    }
}
