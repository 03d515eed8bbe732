// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
@DisplayName("ringway demo, as a process")
final class DemoTest {
    @TempDir
    private Path folder;
    private Ringway ringway;

    @BeforeEach
    void prepare() throws IOException {
        ringway = new Ringway(Files.createDirectory(folder.resolve("output")),
                Map.of());
    }

    @Test
    @DisplayName("verifies every byte, makes an identical copy, and prints one object")
    void verifiesAndCopies() throws Exception {
        Path source = Files.createDirectories(folder.resolve("source/sub"));
        byte[] content = new byte[5_000_001];
        new Random(1).nextBytes(content);
        Files.write(source.resolve("data"), content);
        Path copy = folder.resolve("copy");

        Ringway.Outcome outcome = ringway.run("demo", folder.resolve("source").toString(),
                "--to", copy.toString(), "--json");

        assertEquals(0, outcome.exitCode(), outcome.err());
        assertEquals("", outcome.err());
        assertEquals(1, outcome.out().lines().count());
        for (String field : new String[] {"\"verified\":true", "\"files\":1", "\"bytes\":5000001",
            "\"ringway\":{\"gibPerSecond\":", "\"tcp\":{\"gibPerSecond\":", "\"cpuSecondsPerGib\":",
            "\"rttP50Nanos\":", "\"rttP99Nanos\":", "\"signals\":",
            "\"rootCpuSecondsDuringTransfer\":", "\"rootLost\":false"}) {
            assertTrue(outcome.out().contains(field), () -> field + " in " + outcome.out());
        }
        assertArrayEquals(content, Files.readAllBytes(copy.resolve("sub/data")));
    }

    @Test
    @DisplayName("refuses a missing folder, a copy into a full one or into itself, one that cannot"
            + " be made, and a tree of nothing")
    void refusesWhatCannotWork() throws Exception {
        String empty = Files.createDirectory(folder.resolve("empty")).toString();
        String here = folder.toString();

        assertRefused("cannot read", "demo", folder.resolve("nowhere").toString());
        assertRefused("not empty", "demo", empty, "--to", here);
        assertRefused("within the tree", "demo", here, "--to", here + "/empty/copy");
        assertRefused("cannot make the folder", "demo", here, "--to", "/proc/nowhere/copy");
        assertRefused("no content", "demo", empty);
    }

    private void assertRefused(String text, String... words) throws Exception {
        Ringway.Outcome outcome = ringway.run(words);
        assertEquals(1, outcome.exitCode(), outcome.err());
        assertEquals("", outcome.out());
        assertTrue(outcome.err().contains(text), outcome.err());
        assertFalse(outcome.err().contains("\tat "), outcome.err());
    }
}
