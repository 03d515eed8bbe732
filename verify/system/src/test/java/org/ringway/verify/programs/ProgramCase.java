// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.programs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringway.verify.command.Ringway;
import org.ringway.verify.command.RunningCommand;
import org.ringway.verify.command.RunningRoot;

/// A bus, and the forwarding at both of its sides.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 300, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class ProgramCase {
    private final Deque<AutoCloseable> kept = new ArrayDeque<>();
    private Path folder;
    private Ringway ringway;

    @BeforeAll
    final void startRoot(@TempDir Path temporary) throws Exception {
        folder = temporary;
        ringway = new Ringway(folder, Map.of("XDG_RUNTIME_DIR", folder.toString()));
        RunningRoot root = keep(ringway.startRoot("--socket", socket().toString()));
        assertTrue(root.ready().startsWith("ringway root: ready"), root.ready());
    }

    @AfterAll
    final void closeWhatWasKept() throws Exception {
        while (!kept.isEmpty()) {
            kept.pop().close();
        }
    }

    final <T extends AutoCloseable> T keep(T closeable) {
        kept.push(closeable);
        return closeable;
    }

    final Path folder() {
        return folder;
    }

    final Path socket() {
        return folder.resolve("root.sock");
    }

    final RunningCommand forward(String from, String to) throws IOException {
        return keep(RunningCommand.speaking(ringway.start(
                "forward", "--socket", socket().toString(), from, to)));
    }

    /// {@return the TCP port of this host from which connections go to a service of the bus}
    final String portTo(String service) throws IOException {
        String ready = forward("tcp://127.0.0.1:0", service).ready();
        return ready.replaceAll(".*tcp://127\\.0\\.0\\.1:([0-9]+) .*", "$1");
    }
}
