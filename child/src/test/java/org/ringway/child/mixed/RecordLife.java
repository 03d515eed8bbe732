// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.mixed;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Writes what `MixedVersionsTest` reads. Runs when it is asked for by name only:
/// `mvn -pl child -am test -Dtest=RecordLife -Dringway.record=FILE`.
final class RecordLife {
    @Test
    void record() throws Exception {
        Path file = Path.of(System.getProperty("ringway.record"));
        try (Recording recording = new Recording()) {
            List<String> lines = recording.record().stream().map(Step::line).toList();
            Files.write(file, lines);
            assertTrue(lines.size() > Life.PHASES.size());
        }
    }
}
