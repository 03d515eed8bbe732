// SPDX-License-Identifier: Apache-2.0
package org.ringway.sockets;

import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.ringway.BusException;
import org.ringway.child.Streams;
import org.ringway.pipe.RingStream;
import org.ringway.pipe.StreamOptions;

/// A connection on its way, made by a virtual thread so that whoever waits for it can be woken by
/// whoever closes.
///
/// - **Thread:** any.
final class Connection {
    private final HvSocketAddress remote;
    private final CompletableFuture<RingStream> outcome = new CompletableFuture<>();
    private final Thread maker;

    Connection(Streams streams, HvSocketAddress remote, StreamOptions options, Duration atMost) {
        this.remote = remote;
        this.maker = Thread.ofVirtual().name("ringway connect").unstarted(() -> {
            try {
                RingStream stream = streams.connect(
                        remote.partition(), remote.service(), options, atMost);
                if (!outcome.complete(stream)) {
                    stream.abort();
                }
            } catch (BusException | IllegalArgumentException e) {
                outcome.completeExceptionally(e);
            } catch (InterruptedException givenUp) {
                outcome.cancel(false);
            }
        });
    }

    void begin() {
        maker.start();
    }

    HvSocketAddress remote() {
        return remote;
    }

    boolean isDone() {
        return outcome.isDone();
    }

    /// Has something run when it is made, has failed or is given up; perhaps at once.
    void whenDone(Runnable action) {
        outcome.whenComplete((_, _) -> action.run());
    }

    /// Waits for it.
    RingStream get() throws IOException, InterruptedException {
        try {
            return outcome.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BusException failure) {
                throw SocketFailures.ofConnect(remote, failure);
            }
            throw new IOException("cannot connect: " + remote, e.getCause());
        } catch (CancellationException givenUp) {
            throw new AsynchronousCloseException();
        }
    }

    /// Nobody wants it any more.
    void giveUp() {
        outcome.cancel(false);
        maker.interrupt();
    }
}
