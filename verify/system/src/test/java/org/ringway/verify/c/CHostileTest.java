// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.c;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class CHostileTest {
    private static final Set<String> CASES = Set.of("R1", "R2", "R3", "R4", "R5", "R6", "R10",
            "R11", "P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9", "P10", "P11", "P12",
            "P14", "P17", "P19", "P20", "P21", "M1", "M2", "M3", "C1", "C2", "C3",
            "C6");

    @Test
    @DisplayName("R1 to R11, P1 to P21, M1 to M3, C1 to C3: hostile peers and roots do not harm the"
            + " side in C, in the eyes of the sanitizers")
    void hostilePeersAndRootsDoNotHarmTheSideInC() throws Exception {
        Path hostile = Compiler.program("hostile", "-g", "-pthread",
                "-fsanitize=address,undefined", "-fno-sanitize-recover=all");
        try (CProgram program = CProgram.start(hostile)) {
            List<String> lines = new ArrayList<>();
            program.forEachLine(lines::add);

            assertAll(
                    () -> assertEquals(0, program.awaitEnd()),
                    () -> assertTrue(lines.stream().allMatch(line -> line.startsWith("ok ")),
                            lines::toString),
                    () -> assertEquals(new TreeSet<>(CASES), cases(lines)));
        }
    }

    /// The numbers that a line begins with.
    private static Set<String> cases(List<String> lines) {
        Set<String> cases = new TreeSet<>();
        for (String line : lines) {
            for (String word : line.substring(3).split(" ")) {
                if (!word.matches("[A-Z]\\d+")) {
                    break;
                }
                cases.add(word);
            }
        }
        return cases;
    }
}
