// SPDX-License-Identifier: Apache-2.0
package org.ringway.pipe;

import org.ringway.channel.BusChannel;

/// Finishes what has begun.
final class Uninterrupted {
    /// What has begun.
    interface Rest {
        void run() throws InterruptedException;
    }

    private Uninterrupted() {}

    /// An interrupt is remembered. What fails in the middle ends the pipe.
    static void run(BusChannel channel, Rest rest) {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    rest.run();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (RuntimeException e) {
            channel.close();
            throw e;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
