// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringway.platform.ControlLink;
import org.ringway.platform.ListenOptions;
import org.ringway.platform.Platform;
import org.ringway.root.RootOptions;
import org.ringway.root.RootPartition;
import org.ringway.wire.Name;

/// How often a machine looks for a root; the time is the test's.
final class RootSearchTest {
    private static final long PAUSE = RootSearch.PAUSE.toNanos();
    private static final long HOUR = Duration.ofHours(1).toNanos();

    private final Platform platform =
            ServiceLoader.load(Platform.class).findFirst().orElseThrow();
    private final MemoryMachine machine = new MemoryMachine(platform);
    private long now;

    @TempDir
    Path folder;

    @AfterEach
    void end() {
        machine.close();
    }

    private RootSearch search() {
        return new RootSearch(new RootDoor(platform, folder.resolve("root.sock"),
                new Name("guest"), GuestReach.ALL), now);
    }

    private RootPartition root() {
        return RootPartition.start(platform, RootOptions.DEFAULT.listeningAt(
                new ListenOptions(folder.resolve("root.sock"), 0600, OptionalInt.empty())));
    }

    /// {@return how long it takes until there is another link, in steps of a pause}
    private long pauses(RootSearch search) {
        long start = now;
        ControlLink link = null;
        while (link == null) {
            now += PAUSE;
            link = search.find(machine.memory(), now);
        }
        link.close();
        return (now - start) / PAUSE;
    }

    @Test
    void whereNobodyIsItLooksAgainAfterAPause() {
        RootSearch search = search();
        assertNull(search.find(machine.memory(), now));
        try (RootPartition _ = root()) {
            assertNull(search.find(machine.memory(), now + PAUSE - 1));
            ControlLink link = search.find(machine.memory(), now + PAUSE);
            assertNotNull(link);
            link.close();
        }
    }

    @Test
    void linksThatDoNotLastAreMadeMoreAndMoreRarely() {
        RootSearch search = search();
        try (RootPartition _ = root()) {
            assertEquals(1, pauses(search));
            assertEquals(2, pauses(search));
            assertEquals(4, pauses(search));
            for (int i = 0; i < 10; i++) {
                pauses(search);
            }
            assertEquals(50, pauses(search), "at most ten seconds");

            now += HOUR;
            assertEquals(1, pauses(search), "the last one has lasted");
            assertEquals(1, pauses(search));
            assertEquals(2, pauses(search));
        }
    }
}
