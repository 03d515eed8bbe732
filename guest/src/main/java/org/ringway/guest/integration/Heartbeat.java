// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest.integration;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.ringway.ProtocolException;

/// Asks a guest again and again whether it is alive.
final class Heartbeat implements IntegrationService {
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /// A number, and 32 bytes for nothing.
    private static final int BODY_BYTES = 40;

    private final GuestHealth health;

    Heartbeat(GuestHealth health) {
        this.health = health;
    }

    @Override
    public String name() {
        return "heartbeat";
    }

    @Override
    public UUID interfaceId() {
        return UUID.fromString("57164f39-9115-4e78-ab55-382f3bd5422d");
    }

    @Override
    public List<Version> versions() {
        return List.of(new Version(3, 0), new Version(1, 0));
    }

    @Override
    public void serve(IntegrationChannel channel, Pause pause) throws InterruptedException {
        long number = 0;
        do {
            byte[] body = new byte[BODY_BYTES];
            IntegrationMessage.little(body).putLong(0, number);
            IntegrationMessage answer = channel.ask(IntegrationMessage.HEARTBEAT, body, PATIENCE);
            if (answer.body().length < Long.BYTES) {
                throw new ProtocolException(
                        "heartbeat is too short: bodyBytes=" + answer.body().length);
            }
            // The guest counts on from our number.
            number = IntegrationMessage.little(answer.body()).getLong(0);
            health.beat();
        } while (pause.last(PAUSE));
    }
}
