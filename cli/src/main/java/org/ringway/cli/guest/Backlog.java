// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Bytes on their way to somebody who may have stopped reading. Whoever adds some never waits for
/// that: what does not fit is lost.
///
/// - **Thread:** any adds, one writes.
final class Backlog {
    static final int MAX_BYTES = 1 << 16;

    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private boolean isWritten = true;

    /// Adds all of them or none. Does not block.
    ///
    /// @return whether there was room
    synchronized boolean add(byte... bytes) {
        if (waiting.size() + bytes.length > MAX_BYTES) {
            return false;
        }
        waiting.writeBytes(bytes);
        isWritten = false;
        notifyAll();
        return true;
    }

    /// Writes what is added, for ever.
    ///
    /// @throws IOException if nobody reads any more
    /// @throws InterruptedException if interrupted while there is nothing to write
    void writeTo(OutputStream to) throws IOException, InterruptedException {
        while (true) {
            to.write(take());
            to.flush();
        }
    }

    /// Who comes for more has written the last.
    private synchronized byte[] take() throws InterruptedException {
        while (waiting.size() == 0) {
            isWritten = true;
            notifyAll();
            wait();
        }
        byte[] all = waiting.toByteArray();
        waiting.reset();
        return all;
    }

    /// Waits until all is written.
    ///
    /// @param atMost how long to wait
    /// @return whether it is
    /// @throws InterruptedException if interrupted while it waits
    synchronized boolean await(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        for (long left = atMost.toNanos(); !isWritten && left > 0;
                left = deadline - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return isWritten;
    }
}
