// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringway.root.policy.People;
import org.ringway.root.policy.Policy;

final class PolicySourceTest {
    private static final Path OF_HOST = Path.of("/etc/ringway/ringway.toml");

    @TempDir
    private Path folder;

    private Path usual;

    @BeforeEach
    void thereIsNoFile() {
        usual = folder.resolve("ringway.toml");
    }

    private PolicySource source() {
        return new PolicySource(List.of(folder.resolve("first.toml"), usual), null);
    }

    @Test
    void theUsualPlacesAreTheUsersAndTheHosts() {
        assertEquals(List.of(Path.of("/c/ringway/ringway.toml"), OF_HOST), PolicySource.of(null,
                Map.of("XDG_CONFIG_HOME", "/c", "HOME", "/home/a")).places());
        assertEquals(List.of(Path.of("/home/a/.config/ringway/ringway.toml"), OF_HOST),
                PolicySource.of(null, Map.of("XDG_CONFIG_HOME", "", "HOME", "/home/a")).places());
        assertEquals(List.of(OF_HOST), PolicySource.of(null, Map.of()).places());
    }

    @Test
    void theFileThatWasGivenCountsEvenIfItIsMissing() {
        PolicySource source = PolicySource.of(folder.resolve("none.toml"), Map.of());
        assertEquals(folder.resolve("none.toml"), source.file());
        assertThrows(PolicyFault.class, () -> source.read(UnaryOperator.identity()));
    }

    @Test
    void aFileThatWasObeyedIsNotGivenUpWhenItGoes() throws Exception {
        PolicySource source = source();
        Files.writeString(usual, "[join]\nusers = []");
        assertEquals(People.NOBODY, source.read(UnaryOperator.identity()).join().people());
        assertEquals(usual, source.file());
        Files.delete(usual);
        assertThrows(PolicyFault.class, () -> source.read(UnaryOperator.identity()));
    }

    @Test
    void aFileThatComesLaterIsFound() throws Exception {
        PolicySource source = source();
        assertNull(source.file());
        assertEquals(Policy.DEFAULT, source.read(UnaryOperator.identity()));
        Files.writeString(usual, "");
        assertEquals(usual, source.file());
    }
}
