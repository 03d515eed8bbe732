// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringway.verify.command.Ringway;
import org.ringway.verify.command.RunningRoot;

/// A root as a process with little memory, two innocents, and after each malice the same questions:
/// is the root alive, has it let go of everything, and are the innocents unharmed?
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class MaliceCase {
    private static final long MOST_ROOT_KIB = 200 << 10;

    Path socket;
    private RunningRoot root;
    private Observed rootProcess;
    private Innocents innocents;
    private long descriptorsOfRoot;
    private long descriptorsHere;

    @BeforeAll
    final void startRootAndInnocents(@TempDir Path folder) throws Exception {
        socket = folder.resolve("root.sock");
        root = new Ringway(folder, Map.of("JDK_JAVA_OPTIONS", "-Xmx32m"))
                .startRoot("--socket", socket.toString());
        rootProcess = new Observed(root.pid());
        innocents = new Innocents(socket);
    }

    @BeforeEach
    final void count() {
        descriptorsOfRoot = rootProcess.descriptors();
        descriptorsHere = Observed.self().descriptors();
    }

    final <T extends Enum<T> & Trick> Villain villain(T trick) throws IOException {
        return Villain.start(trick, socket);
    }

    final Innocents innocents() {
        return innocents;
    }

    @AfterEach
    final void nobodyElseIsHarmed() throws Exception {
        assertTrue(root.isAlive(), "the root lives");
        innocents.awaitGone("villain");
        innocents.areUnharmed();
        // What went before is done: the root answers in the order in which it was asked.
        innocents.list();
        assertEquals(descriptorsOfRoot, rootProcess.descriptors(), "the root's descriptors");
        assertEquals(descriptorsHere, Observed.self().descriptors(), "descriptors here");
        assertTrue(rootProcess.privateKib() < MOST_ROOT_KIB,
                () -> "the root's memory: KiB=" + rootProcess.privateKib());
    }

    @AfterAll
    final void end() {
        innocents.close();
        root.close();
    }
}
