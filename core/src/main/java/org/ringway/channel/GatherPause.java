// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

/// How long a reader looks away while packets stream in.
///
/// Each look at the writer's index takes its cache line away from the writer, which waits for it at
/// its next packet. So a reader that is as fast as the writer, and finds few packets at each look,
/// looks less often, up to some microseconds apart, until it finds many at a time. A reader that
/// has sent something meanwhile may wait for the answer and looks at once; so does one that found
/// a single packet, or none, or packets so large that a look costs little beside copying one.
///
/// - **Thread:** one at a time.
final class GatherPause {
    private static final int FEW = 2;
    private static final int MANY = 32;
    private static final int LARGE_BYTES = 4 << 10;
    private static final int SHORTEST = 8;
    private static final int LONGEST = 64;

    private int found;
    private long bytesBefore;
    private boolean large;
    private long sentBefore;
    private int spins;

    /// Looks away, if that is worth it.
    ///
    /// @param sent packets that this side has sent so far; a little old does no harm
    void pause(long sent) {
        spins = sent == sentBefore && !large ? next() : 0;
        for (int i = 0; i < spins; i++) {
            Thread.onSpinWait();
        }
    }

    private int next() {
        if (found < FEW) {
            return 0;
        }
        return found < MANY ? Math.clamp(2L * spins, SHORTEST, LONGEST) : spins - spins / 4;
    }

    /// Remembers what the look found.
    ///
    /// @param packets that were there
    /// @param bytes looked at since the beginning; a little old does no harm
    /// @param sent packets that this side has sent so far
    void note(int packets, long bytes, long sent) {
        found = packets;
        large = bytes - bytesBefore >= (long) packets * LARGE_BYTES;
        bytesBefore = bytes;
        sentBefore = sent;
    }
}
