// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringway.platform.ControlListener;
import org.ringway.platform.ListenOptions;
import org.ringway.platform.Platform;

/// A platform, a folder, and things that are closed after the test.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class LinuxCase {
    static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);

    final Platform platform = new LinuxPlatform();

    @TempDir
    Path folder;

    private final Deque<AutoCloseable> kept = new ArrayDeque<>();

    @AfterEach
    void closeWhatWasKept() throws Exception {
        while (!kept.isEmpty()) {
            kept.pop().close();
        }
    }

    final <T extends AutoCloseable> T keep(T closeable) {
        kept.push(closeable);
        return closeable;
    }

    final Path socket() {
        return folder.resolve("root.sock");
    }

    final ControlListener listen() {
        return keep(platform.listen(new ListenOptions(socket(), 0600, OptionalInt.empty())));
    }

    /// How many descriptors this process has, but for the jars that the JVM opens when it likes.
    static long descriptors() throws IOException {
        try (var numbers = Files.list(Path.of("/proc/self/fd"))) {
            return numbers.filter(number -> !target(number).endsWith(".jar")).count();
        }
    }

    private static String target(Path number) {
        try {
            return Files.readSymbolicLink(number).toString();
        } catch (IOException _) {
            return "closed meanwhile";
        }
    }
}
