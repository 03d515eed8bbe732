// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest.integration;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// Tells a guest what time it is: once to be obeyed, then as a sample now and again.
///
/// At version 3.0 and below, whose messages say the time alone; the later ones refer to a counter
/// of the machine that only the hypervisor can read.
final class TimeSynchronization implements IntegrationService {
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /// Three times and a byte; the guest's driver wants a multiple of nothing.
    private static final int BODY_BYTES = 25;
    private static final int FLAGS = 24;
    private static final int OBEY = 1;
    private static final int SAMPLE = 2;
    private static final Instant WINDOWS_EPOCH = Instant.parse("1601-01-01T00:00:00Z");
    private static final int NANOS_PER_TICK = 100;
    private static final long TICKS_PER_SECOND = 10_000_000;

    private final Clock clock;

    TimeSynchronization(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "time";
    }

    @Override
    public UUID interfaceId() {
        return UUID.fromString("9527e630-d0ae-497b-adce-e80ab0175caf");
    }

    @Override
    public List<Version> versions() {
        return List.of(new Version(3, 0), new Version(1, 0));
    }

    @Override
    public void serve(IntegrationChannel channel, Pause pause) throws InterruptedException {
        int flags = OBEY;
        do {
            channel.ask(IntegrationMessage.TIME, body(clock.instant(), flags), PATIENCE);
            flags = SAMPLE;
        } while (pause.last(PAUSE));
    }

    /// Ticks of 100 ns since 1601, then two times that only an answer has.
    static byte[] body(Instant now, int flags) {
        Duration since = Duration.between(WINDOWS_EPOCH, now);
        ByteBuffer body = IntegrationMessage.little(new byte[BODY_BYTES]);
        body.putLong(0, since.getSeconds() * TICKS_PER_SECOND + since.getNano() / NANOS_PER_TICK);
        return body.put(FLAGS, (byte) flags).array();
    }
}
