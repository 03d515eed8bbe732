// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.command;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringway.verify.command.Ringway.Outcome;

@Timeout(value = 180, unit = TimeUnit.SECONDS)
final class DoctorTest {
    @TempDir
    private Path folder;

    @Test
    void thisHostIsFitAndWithoutARootThereIsACommandForOne() throws Exception {
        Outcome outcome = new Ringway(folder, Map.of("XDG_RUNTIME_DIR", folder.toString()))
                .run("doctor");

        assertAll(
                () -> assertEquals(0, outcome.exitCode(), outcome.out()),
                () -> assertTrue(outcome.out().contains("poor  root "), outcome.out()),
                () -> assertTrue(outcome.out().contains("fix: ringway root\n"), outcome.out()),
                () -> assertEquals("", outcome.err()));
    }

    @Test
    void withJsonItIsOneObject() throws Exception {
        Outcome outcome = new Ringway(folder, Map.of("XDG_RUNTIME_DIR", folder.toString()))
                .run("doctor", "--json");

        assertAll(
                () -> assertEquals(0, outcome.exitCode(), outcome.out()),
                () -> assertEquals("poor", Ringway.value(outcome.out(), "it['verdict']")),
                () -> assertEquals("", outcome.err()));
    }

    @Test
    void aSocketPathThatIsTooLongIsBadAndExitCodeOne() throws Exception {
        Path path = folder.resolve("x".repeat(107));

        Outcome outcome = new Ringway(folder, Map.of("RINGWAY_SOCKET", path.toString()))
                .run("doctor");

        int bytes = path.toString().length();
        assertAll(
                () -> assertEquals(1, outcome.exitCode()),
                () -> assertTrue(outcome.out().contains(
                        path + " ($RINGWAY_SOCKET) bytes=" + bytes + " most=107"), outcome.out()),
                () -> assertTrue(outcome.out().contains("fix: name a shorter path with --socket"),
                        outcome.out()),
                () -> assertEquals("", outcome.err()));
    }
}
