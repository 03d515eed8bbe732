// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringway.cli.policy.PolicySource;
import org.ringway.local.LocalPlatform;
import org.ringway.platform.ControlListener;
import org.ringway.platform.Diagnosis;
import org.ringway.platform.Diagnosis.Verdict;
import org.ringway.platform.ListenOptions;

final class ChecksTest {
    @TempDir
    private Path folder;

    @Test
    void oneProcessorIsPoorAndTwoAreGood() {
        assertEquals(Verdict.POOR, JvmChecks.processors(1).verdict());
        assertEquals(Verdict.GOOD, JvmChecks.processors(2).verdict());
    }

    private Diagnosis policy(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("ringway.toml"), text);
        return PolicyChecks.file(PolicySource.of(file, Map.of()));
    }

    @Test
    void aPolicyIsGoodUnlessItIsFaultyOrOthersMayWriteIt() throws Exception {
        assertEquals(Verdict.GOOD, policy("[[offers]]").verdict());
        Diagnosis faulty = policy("[join]\nusers = 3");
        assertEquals(Verdict.BAD, faulty.verdict());
        assertTrue(faulty.found().startsWith(folder + "/ringway.toml:2:1: join.users: expected"),
                faulty.found());
        Files.setPosixFilePermissions(folder.resolve("ringway.toml"),
                PosixFilePermissions.fromString("rw-rw----"));
        Diagnosis shared = policy("");
        assertEquals(Verdict.POOR, shared.verdict());
        assertEquals("chmod go-w '" + folder + "/ringway.toml'", shared.fix());
    }

    @Test
    void withoutAPolicyThePlacesForOneAreNamed() {
        Diagnosis none = PolicyChecks.file(
                PolicySource.of(null, Map.of("XDG_CONFIG_HOME", folder.toString())));
        assertTrue(none.found().contains(folder + "/ringway/ringway.toml or /etc/ringway"),
                none.found());
    }

    @Test
    void anAddressThatDoesNotFitIsBad() {
        Diagnosis diagnosis = SocketChecks.address(place(folder.resolve("x".repeat(107))));

        assertEquals(Verdict.BAD, diagnosis.verdict());
        assertTrue(diagnosis.found().contains("most=107"), diagnosis.found());
    }

    @Test
    void aMissingFolderComesWithTheCommandThatMakesIt() {
        Diagnosis diagnosis = SocketChecks.folder(place(folder.resolve("no/root.sock")));

        assertEquals(Verdict.POOR, diagnosis.verdict());
        assertEquals("mkdir -p '" + folder.resolve("no") + "'", diagnosis.fix());
    }

    @Test
    void aFolderThatARootCreatesIsNotMissed() {
        SocketPlace place = SocketPlace.of(null, Map.of("XDG_RUNTIME_DIR", folder.toString()));

        Diagnosis diagnosis = SocketChecks.folder(place);

        assertEquals(Verdict.GOOD, diagnosis.verdict());
        assertEquals(place.folder() + " is missing; a root creates it", diagnosis.found());
        assertTrue(Files.notExists(place.folder()));
    }

    @Test
    void aRootThatListensIsGood() {
        LocalPlatform platform = new LocalPlatform();
        SocketPlace place = place(folder.resolve("root.sock"));
        ListenOptions options = new ListenOptions(place.path(), 0600, OptionalInt.empty());

        try (ControlListener listener = platform.listen(options)) {
            Diagnosis diagnosis = SocketChecks.root(platform, place);

            assertEquals(Verdict.GOOD, diagnosis.verdict(), () -> diagnosis + " at " + listener);
        }
    }

    @Test
    void noRootComesWithTheCommandThatStartsOne() {
        SocketPlace place = place(folder.resolve("root.sock"));

        Diagnosis diagnosis = SocketChecks.root(new LocalPlatform(), place);

        assertEquals(Verdict.POOR, diagnosis.verdict());
        assertEquals("ringway root --socket '" + place.path() + "'", diagnosis.fix());
    }

    @Test
    void theCommandNamesNoSocketWhereTheEnvironmentDoes() {
        SocketPlace place = SocketPlace.of(null, Map.of("RINGWAY_SOCKET", "/srv/bus.sock"));

        Diagnosis diagnosis = SocketChecks.root(new LocalPlatform(), place);

        assertEquals("ringway root", diagnosis.fix());
    }

    private static SocketPlace place(Path path) {
        return SocketPlace.of(path, Map.of());
    }
}
