// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.ringway.platform.Poller.Interest;

/// A poller and a record of what fired.
abstract class PollerCase extends PlatformCase {
    static final Duration LIMIT = Duration.ofSeconds(LIMIT_SECONDS);
    static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

    final List<String> fired = new ArrayList<>();
    Poller poller;

    PollerCase(PlatformContract contract) {
        super(contract);
    }

    @BeforeEach
    void openPoller() {
        poller = keep(platform.poller());
    }

    final void watch(Pollable source, Interest interest, String name) {
        poller.watch(source, interest, () -> fired.add(name));
    }

    /// Polls once and says what fired.
    final List<String> poll(Duration atMost) {
        fired.clear();
        boolean ran = poller.poll(atMost);
        assertEquals(!fired.isEmpty(), ran, "the answer says whether an action ran");
        return List.copyOf(fired);
    }

    final void assertFires(String name) {
        assertEquals(List.of(name), poll(LIMIT));
    }

    final void assertQuiet() {
        assertEquals(List.of(), poll(Duration.ZERO));
    }

    static void send(ControlLink link) {
        assertTrue(link.trySend(new byte[] {1}, List.of()));
    }
}
