// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.command;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringway.verify.command.Ringway.Outcome;

final class RootTest extends CommandCase {
    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void toBeToldToEndIsNoFailure(String signal) throws Exception {
        try (RunningRoot root = ringway.startRoot(RootTest::hearingEverySignal)) {
            assertTrue(root.ready().startsWith("ringway root: ready, socket=" + socket
                    + " mode=0600 pid="), root.ready());
            assertTrue(Files.exists(socket));

            assertEquals(0, root.end(signal));

            assertEquals("", root.rest());
            assertEquals("", Files.readString(ringway.rootLog()));
            assertTrue(Files.notExists(socket));
        }
    }

    /// Whoever starts the tests in the background of a script has interrupts ignored, and whatever
    /// is started then inherits that.
    private static List<String> hearingEverySignal(List<String> command) {
        return Stream.concat(Stream.of("env", "--default-signal"), command.stream()).toList();
    }

    @Test
    void withJsonReadinessIsTheOneObject() throws Exception {
        try (RunningRoot root = ringway.startRoot("--json")) {
            assertEquals("True", Ringway.value(root.ready(), "it['ready']"));
            assertEquals(socket.toString(), Ringway.value(root.ready(), "it['socket']"));

            root.end("TERM");

            assertEquals("", root.rest());
        }
    }

    @Test
    void theFolderAndTheSocketAreForTheOwnerAloneUnlessAskedOtherwise() throws Exception {
        try (RunningRoot root = ringway.startRoot()) {
            assertTrue(root.isAlive());
            assertEquals("rwx------", permissions(socket.getParent()));
            assertEquals("rw-------", permissions(socket));
        }
    }

    @Test
    void modeAndGroupOfTheSocketAreAsGiven() throws Exception {
        int own = (int) Files.getAttribute(folder, "unix:gid");
        try (RunningRoot root = ringway.startRoot("--mode", "660", "--group", "" + own)) {
            assertTrue(root.ready().contains(" mode=0660 "), root.ready());
            assertEquals("rw-rw----", permissions(socket));
            assertEquals(own, (int) Files.getAttribute(socket, "unix:gid"));
            assertEquals("rwxr-xr-x", permissions(socket.getParent()));
        }
    }

    @Test
    void aLivingRootIsRefusedOnOneLineAndRunsOn() throws Exception {
        try (RunningRoot first = ringway.startRoot()) {
            Outcome second = ringway.run("root");

            assertAll(
                    () -> assertFailsOnOneLine(second, "another root listens here", socket),
                    () -> assertEquals(0, ringway.run("doctor").exitCode()),
                    () -> assertTrue(first.isAlive()));
        }
    }

    @Test
    void theSocketOfAKilledRootIsTakenOver() throws Exception {
        try (RunningRoot killed = ringway.startRoot()) {
            killed.end("KILL");
            assertTrue(Files.exists(socket));
        }

        try (RunningRoot next = ringway.startRoot()) {
            assertTrue(next.ready().startsWith("ringway root: ready"), next.ready());
            assertTrue(ringway.run("doctor").out().contains("good  root "));
        }
    }

    @Test
    void aUserWhoMayNotJoinIsHungUpOnAndTheLogSaysWhy() throws Exception {
        int own = (int) Files.getAttribute(folder, "unix:uid");
        try (RunningRoot root = ringway.startRoot("--allow-uid", "" + (own + 1))) {
            ringway.run("doctor");

            root.end("TERM");
            String log = Files.readString(ringway.rootLog());
            assertTrue(log.matches("(?s)ringway: --allow-uid, --allow-gid: uid " + own
                    + " gid \\d+ may not join: pid=\\d+\\R"), log);
        }
    }

    @Test
    void aSocketPathThatIsTooLongIsOneLine() throws Exception {
        Path path = folder.resolve("x".repeat(107));

        Outcome outcome = ringway.run("root", "--socket", path.toString());

        assertFailsOnOneLine(outcome, "socket path too long: bytes=", path);
    }

    @Test
    void aMissingFolderIsOneLineThatSaysHowToMakeIt() throws Exception {
        Path path = folder.resolve("missing/root.sock");

        Outcome outcome = ringway.run("root", "--socket", path.toString());

        assertFailsOnOneLine(outcome, "'mkdir -p'", path.getParent());
    }

    @Test
    void noPermissionIsOneLine() throws Exception {
        Path shut = Files.createDirectory(folder.resolve("shut"));
        Files.setPosixFilePermissions(shut, PosixFilePermissions.fromString("r-x------"));

        Outcome outcome = ringway.runUnprivileged("root", "--socket", shut + "/root.sock");

        assertFailsOnOneLine(outcome, "permission", shut);
    }

    private static void assertFailsOnOneLine(Outcome outcome, String text, Path path) {
        assertAll(
                () -> assertEquals(1, outcome.exitCode()),
                () -> assertEquals("", outcome.out()),
                () -> assertEquals(1, outcome.err().lines().count(), outcome.err()),
                () -> assertTrue(outcome.err().startsWith("ringway: "), outcome.err()),
                () -> assertTrue(outcome.err().contains(text), outcome.err()),
                () -> assertTrue(outcome.err().contains(path.toString()), outcome.err()));
    }

    private static String permissions(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
