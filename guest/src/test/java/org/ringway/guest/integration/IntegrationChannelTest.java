// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringway.BusException;
import org.ringway.BusTimeoutException;
import org.ringway.ProtocolException;
import org.ringway.channel.BusChannel;
import org.ringway.child.Service;
import org.ringway.pipe.MessagePipe;
import org.ringway.wire.Guid;
import org.ringway.wire.OfferContent;
import org.ringway.wire.UserData;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class IntegrationChannelTest {
    private static final List<Version> VERSIONS = List.of(new Version(3, 0));
    private static final IntegrationMessage ANY = IntegrationMessage.question(
            new Agreement(new Version(3, 0), new Version(3, 0)),
            IntegrationMessage.HEARTBEAT, 0, new byte[8]);

    private GuestDriver bus;
    private Service service;
    private BusChannel channel;
    private MessagePipe driver;
    private IntegrationChannel asks;

    @TempDir
    Path folder;

    @BeforeEach
    void agree() throws InterruptedException {
        bus = new GuestDriver(folder);
        service = bus.host.offer("heartbeat", new OfferContent(Guid.ofName("kind"),
                Guid.ofName("instance"), OfferContent.ENUMERATE | OfferContent.NAMED_PIPE,
                UserData.ofPipe(UserData.PIPE_MESSAGES)));
        driver = bus.open("heartbeat");
        channel = Objects.requireNonNull(service.accept(GuestDriver.LONG));
        // The answer may come before the question does.
        GuestDriver.agree(driver, VERSIONS);
        asks = IntegrationChannel.negotiate(channel, VERSIONS);
    }

    @AfterEach
    void end() {
        channel.close();
        driver.close();
        bus.close();
    }

    private IntegrationMessage ask(Duration atMost) throws InterruptedException {
        return asks.ask(IntegrationMessage.HEARTBEAT, new byte[8], atMost);
    }

    @Test
    void lateAnswersToOtherQuestionsArePassedOver() throws InterruptedException {
        for (int i = 0; i < 64; i++) {
            GuestDriver.answer(driver, ANY, 200, new byte[8]);
        }
        GuestDriver.answer(driver, ANY, 1, new byte[8]);

        assertEquals(1, ask(GuestDriver.LONG).transaction());
    }

    @Test
    void whenTheTimeHasPassedWhatLiesInTheRingDoesNotCount() throws InterruptedException {
        GuestDriver.answer(driver, ANY, 1, new byte[8]);

        assertThrows(BusTimeoutException.class, () -> ask(Duration.ZERO));
    }

    @Test
    void aGuestThatNeverStopsAnsweringOtherQuestionsIsGivenUp() throws InterruptedException {
        Thread flood = Thread.ofPlatform().daemon().start(this::flood);

        assertThrows(ProtocolException.class, () -> ask(Duration.ofDays(1)));

        channel.close();
        flood.join();
    }

    private void flood() {
        try {
            while (true) {
                GuestDriver.answer(driver, ANY, 200, new byte[8]);
            }
        } catch (BusException _) {
            // The host has closed the channel.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
