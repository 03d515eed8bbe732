// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import java.util.function.BooleanSupplier;

/// A packet that waits for room in the outgoing ring; met when it is written.
final class RoomNeed implements Turn.Need {
    /// Longest sleep: a peer that never signals costs speed, no more.
    private static final long SLEEP_NANOS = 100_000_000;

    private final Sender sender;
    private final BooleanSupplier write;
    private boolean written;

    RoomNeed(Sender sender, BooleanSupplier write) {
        this.sender = sender;
        this.write = write;
    }

    @Override
    public boolean isMet() {
        written = written || sender.attempt(write, false);
        return written;
    }

    @Override
    public boolean isMetBeforeSleep() {
        written = written || sender.attempt(write, true);
        return written;
    }

    @Override
    public boolean isForSending() {
        return true;
    }

    @Override
    public long sleepNanos(long left) {
        return Math.min(left, SLEEP_NANOS);
    }

    @Override
    public Turn.Purpose purpose() {
        return Turn.Purpose.ROOM;
    }
}
