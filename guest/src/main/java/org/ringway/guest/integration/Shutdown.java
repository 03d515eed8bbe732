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
final class Shutdown implements IntegrationService {
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

    private final Queue<Wish> wishes = new ConcurrentLinkedQueue<>();

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

    /// {@return done when the guest has said that it will; it may take its time for that}
    CompletableFuture<Void> ask(Kind kind) {
        Wish wish = new Wish(kind, new CompletableFuture<>());
        wishes.add(wish);
        return wish.taken();
    }

    @Override
    public void serve(IntegrationChannel channel, Pause pause) throws InterruptedException {
        while (pause.last(LOOK)) {
            if (wishes.poll() instanceof Wish wish) {
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
}
