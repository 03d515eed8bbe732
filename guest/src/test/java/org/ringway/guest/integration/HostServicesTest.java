// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringway.PlatformException;
import org.ringway.pipe.MessagePipe;
import org.ringway.wire.Guid;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class HostServicesTest {
    private static final int OFF = 0;
    private static final int RESTART = 2;
    private static final int FLAGS = 8;

    private GuestDriver bus;
    private HostServices services;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws InterruptedException {
        bus = new GuestDriver(folder);
        services = HostServices.start(
                bus.host, bus.guest.id(), new GuestHealth(Clock.systemUTC()),
                _ -> Guid.of(UUID.randomUUID()));
    }

    @AfterEach
    void end() {
        services.close();
        bus.close();
    }

    private MessagePipe driver() throws InterruptedException {
        MessagePipe driver = bus.open("shutdown");
        GuestDriver.receive(driver);
        GuestDriver.agree(driver, new Shutdown().versions());
        return driver;
    }

    private static int obey(MessagePipe driver) throws InterruptedException {
        IntegrationMessage question = GuestDriver.receive(driver);
        GuestDriver.answer(driver, question, question.transaction(), new byte[0]);
        return IntegrationMessage.little(question.body()).getInt(FLAGS);
    }

    @Test
    void aGuestIsAskedAsSoonAsItHasADriver() throws InterruptedException {
        CompletableFuture<Void> asked = services.stop();

        try (MessagePipe driver = driver()) {
            assertEquals(OFF, obey(driver));
            asked.join();
        }
    }

    @Test
    void whatNobodyWaitsForAnyMoreIsNotAsked() throws InterruptedException {
        List.of(services.stop(), services.stop()).forEach(asked -> asked.cancel(false));
        CompletableFuture<Void> wanted = services.restart();

        try (MessagePipe driver = driver()) {
            assertEquals(RESTART, obey(driver));
            wanted.join();
        }
    }

    @Test
    void whoWaitsForADriverHearsThatTheGuestHasGone() {
        CompletableFuture<Void> asked = services.stop();
        assertFalse(asked.isDone());

        services.close();

        assertGone(asked);
        assertGone(services.restart());
    }

    /// It has the question, and says nothing.
    @Test
    void whoWaitsForAnAnswerHearsThatTheGuestHasGone() throws InterruptedException {
        try (MessagePipe driver = driver()) {
            CompletableFuture<Void> asked = services.stop();
            GuestDriver.receive(driver);

            services.close();

            assertThrows(CompletionException.class, asked::join);
        }
    }

    private static void assertGone(CompletableFuture<Void> asked) {
        assertInstanceOf(PlatformException.class,
                assertThrows(CompletionException.class, asked::join).getCause());
    }
}
