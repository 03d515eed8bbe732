// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A root as a process with little memory, two innocents, and after each malice the same questions:
/// is the root alive, has it let go of everything, and are the innocents unharmed?
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class MaliceCase {
    private static final int MOST_LOOKS = 10_000;
    private static final long MOST_ROOT_KIB = 200 << 10;

    Path socket;
    private Bus bus;
    private Innocents innocents;
    private long descriptorsOfRoot;
    private long descriptorsHere;

    @BeforeAll
    final void startRootAndInnocents(@TempDir Path folder) throws Exception {
        bus = new Bus(folder);
        socket = bus.socket();
        innocents = new Innocents(socket);
        innocents.list();
        descriptorsOfRoot = bus.root().descriptors();
        descriptorsHere = Observed.self().descriptors();
    }

    final <T extends Enum<T> & Trick> Villain villain(T trick) throws IOException {
        return Villain.start(trick, socket, false);
    }

    final Innocents innocents() {
        return innocents;
    }

    @AfterEach
    final void nobodyElseIsHarmed() throws Exception {
        assertTrue(bus.hasRoot(), "the root lives");
        innocents.awaitGone("villain");
        innocents.areUnharmed();
        assertEquals(descriptorsOfRoot, settled(bus.root(), descriptorsOfRoot), "of the root");
        assertEquals(descriptorsHere, settled(Observed.self(), descriptorsHere), "here");
        assertTrue(bus.root().privateKib() < MOST_ROOT_KIB,
                () -> "the root's memory: KiB=" + bus.root().privateKib());
    }

    /// {@return a process's descriptors, once the last messages about them have been answered}
    private long settled(Observed process, long expected) throws InterruptedException {
        long found = process.descriptors();
        for (int look = 0; look < MOST_LOOKS && found != expected; look++) {
            innocents.list();
            found = process.descriptors();
        }
        return found;
    }

    @AfterAll
    final void end() {
        innocents.close();
        bus.close();
    }
}
