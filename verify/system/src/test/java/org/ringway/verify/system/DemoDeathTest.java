// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringway.verify.command.Ringway;

@DisplayName("SIGKILL to the processes of the demo, in each of its phases")
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class DemoDeathTest {
    private static final Promptness PROMPTNESS = new Promptness();
    private static final String WARM_UP = "warm-up";

    /// In several pieces: there is time to die before the first pass is over.
    private static Path large;
    /// In one piece that takes long to read and is checked at once: the phases are short.
    private static Path small;

    @TempDir
    private Path folder;

    @BeforeAll
    static void makeTrees(@TempDir Path trees) throws IOException {
        large = Files.createDirectory(trees.resolve("large"));
        try (var file = new RandomAccessFile(large.resolve("sparse").toFile(), "rw")) {
            file.setLength(500L << 20);
        }
        small = Files.createDirectory(trees.resolve("small"));
        for (int i = 0; i < 1_000; i++) {
            Files.write(small.resolve("file" + i), new byte[] {(byte) i});
        }
    }

    @AfterAll
    static void theQuickestDeathIsToldWithinASecond() {
        PROMPTNESS.assertKept();
    }

    private static Path tree(String phase) {
        return phase.equals(WARM_UP) ? large : small;
    }

    @ParameterizedTest(name = "{0} in phase {2}")
    @CsvSource({"serve, consumer, warm-up", "fetch, provider, warm-up",
        "serve, consumer, ringway", "fetch, provider, ringway",
        "serve, consumer, TCP", "fetch, provider, TCP"})
    @DisplayName("a child: the other says 'peer lost' within a second, all end, nothing is left")
    void childDies(String killed, String survivor, String phase) throws Exception {
        try (RunningDemo demo = new RunningDemo(folder, tree(phase))) {
            demo.awaitText(phase);
            ProcessHandle victim = demo.process("child", killed);
            victim.destroyForcibly();
            victim.onExit().join();
            long gone = System.nanoTime();

            demo.awaitText("ringway: peer lost");

            PROMPTNESS.took(gone, System.nanoTime());
            assertNotEquals(0, demo.awaitEnd(), demo::seen);
            assertTrue(demo.seen().contains(survivor + " exited with 1"), demo.seen());
            demo.awaitNobody();
            assertNothingIsLeft();
        }
    }

    private void assertNothingIsLeft() throws IOException {
        try (Stream<Path> left = Files.list(folder.resolve("temporary"))) {
            assertEquals(List.of(), left.toList());
        }
        assertNoSocketIsLeft();
    }

    private void assertNoSocketIsLeft() throws IOException {
        assertTrue(Files.readAllLines(Path.of("/proc/net/unix")).stream()
                .noneMatch(line -> line.contains(folder.toString())), "no socket");
    }

    @Test
    @DisplayName("the root: the transfer finishes, and says that it was without one")
    void rootDies() throws Exception {
        try (RunningDemo demo = new RunningDemo(folder, small)) {
            demo.awaitText("ringway");
            ProcessHandle root = demo.process("root");
            root.destroyForcibly();
            root.onExit().join();

            assertEquals(0, demo.awaitEnd(), demo::seen);

            String object = Files.readString(folder.resolve("object"));
            assertEquals("[True, True, 1000]", Ringway.value(
                    object, "[it['rootLost'], it['verified'], it['files']]"));
            demo.awaitNobody();
            assertNothingIsLeft();
        }
    }

    @Test
    @DisplayName("the conductor: all three end by themselves")
    void conductorDies() throws Exception {
        try (RunningDemo demo = new RunningDemo(folder, large)) {
            demo.awaitText(WARM_UP);
            ProcessHandle conductor = demo.process("demo");
            assertEquals(3, conductor.children().count());

            conductor.destroyForcibly();

            assertNotEquals(0, demo.awaitEnd());
            demo.awaitNobody();
            assertNoSocketIsLeft();
        }
    }
}
