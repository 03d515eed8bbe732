// SPDX-License-Identifier: Apache-2.0
package org.ringway.root;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.ringway.local.LocalPlatform;
import org.ringway.platform.ControlLink;
import org.ringway.platform.ControlListener;
import org.ringway.platform.Handle;
import org.ringway.platform.ListenOptions;
import org.ringway.platform.PeerCredentials;

/// What the tests of a running root share.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class RootCase {
    static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);
    static final Path SOCKET = Path.of("root.sock");

    final LocalPlatform local = new LocalPlatform();
    final NoMapping platform = new NoMapping(local);
    final BlockingQueue<String> log = new LinkedBlockingQueue<>();
    RootPartition root;

    private final Deque<AutoCloseable> kept = new ArrayDeque<>();

    final RootOptions options() {
        return RootOptions.DEFAULT
                .listeningAt(new ListenOptions(SOCKET, 0600, OptionalInt.empty()))
                .withLog(log::add);
    }

    final void start(RootOptions options) {
        root = keep(RootPartition.start(platform, options));
    }

    final <T extends AutoCloseable> T keep(T closeable) {
        kept.push(closeable);
        return closeable;
    }

    /// A child that has not said anything.
    final Child child() {
        return keep(new Child(local, local.connect(SOCKET)));
    }

    /// A link that the root did not accept itself.
    final Child attached(Handle addressSpace) {
        Path elsewhere = Path.of("elsewhere.sock");
        try (ControlListener listener = local.listen(
                new ListenOptions(elsewhere, 0600, OptionalInt.empty()))) {
            Child child = keep(new Child(local, local.connect(elsewhere)));
            ControlLink rootEnd = listener.accept();
            assertNotNull(rootEnd);
            root.attach(rootEnd, addressSpace);
            return child;
        }
    }

    final Child childAs(int uid, int gid) {
        return keep(new Child(local, local.connectAs(SOCKET, new PeerCredentials(7, uid, gid))));
    }

    final void hasLogged(String words) throws InterruptedException {
        String line = log.poll(LIMIT_NANOS, TimeUnit.NANOSECONDS);
        assertTrue(line != null && line.contains(words), line);
    }

    @AfterEach
    void closeWhatWasKept() throws Exception {
        while (!kept.isEmpty()) {
            kept.pop().close();
        }
        assertEquals(List.of(), List.copyOf(platform.forbidden), "a root has no business there");
    }
}
