// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest.integration;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.ringway.PlatformException;

/// Asks a guest to switch itself off, or to begin anew, in good order.
///
/// - **Thread:** any; one serves.
final class Shutdown implements IntegrationService, AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /// Reason, seconds, flags, and a text of 2,048 bytes.
    private static final int BODY_BYTES = 12 + 2048;
    private static final int FLAGS = 8;

    /// What is asked for.
    enum Kind {
        /// Off.
        OFF(0),
        /// Anew.
        RESTART(2);

        private final int flags;

        Kind(int flags) {
            this.flags = flags;
        }
    }

    private record Wish(Kind kind, CompletableFuture<Void> taken) {}

    /// Those that are not done, with the one that the guest is being asked.
    private final Queue<Wish> wishes = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    @Override
    public String name() {
        return "shutdown";
    }

    @Override
    public UUID interfaceId() {
        return UUID.fromString("0e0b6031-5213-4934-818b-38d90ced39db");
    }

    @Override
    public List<Version> versions() {
        return List.of(new Version(3, 2), new Version(3, 1), new Version(3, 0), new Version(1, 0));
    }

    /// Asks as soon as the guest has a driver for that.
    ///
    /// @return done when the guest has said that it will; it may take its time for that, and who
    ///     does not want to wait for it cancels this. Exceptionally if it does not want to, or this
    ///     is closed
    CompletableFuture<Void> ask(Kind kind) {
        Wish wish = new Wish(kind, new CompletableFuture<>());
        wishes.add(wish);
        wish.taken().whenComplete((_, _) -> wishes.remove(wish));
        if (closed) {
            fail(wish);
        }
        return wish.taken();
    }

    private static void fail(Wish wish) {
        wish.taken().completeExceptionally(
                new PlatformException("the guest has gone, or its root has"));
    }

    @Override
    public void serve(IntegrationChannel channel, Pause pause) throws InterruptedException {
        while (pause.last(LOOK)) {
            if (wishes.peek() instanceof Wish wish && !wish.taken().isDone()) {
                ask(channel, wish);
            }
        }
    }

    private static void ask(IntegrationChannel channel, Wish wish) throws InterruptedException {
        byte[] body = new byte[BODY_BYTES];
        IntegrationMessage.little(body).putInt(FLAGS, wish.kind().flags);
        try {
            int status = channel.ask(IntegrationMessage.SHUTDOWN, body, PATIENCE).status();
            if (status == 0) {
                wish.taken().complete(null);
            } else {
                wish.taken().completeExceptionally(new PlatformException(
                        "the guest does not want to: status=0x" + Integer.toHexString(status)));
            }
        } catch (RuntimeException e) {
            wish.taken().completeExceptionally(e);
            throw e;
        }
    }

    /// Nobody asks the guest any more. Idempotent.
    @Override
    public void close() {
        closed = true;
        wishes.forEach(Shutdown::fail);
    }
}
