// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("the numbers of system calls")
final class SystemCallTest {
    @ParameterizedTest
    @EnumSource(SystemCall.class)
    @DisplayName("are those of the kernel's headers, on x86-64")
    void numbersOnX86(SystemCall call) throws IOException {
        assertDefined(call, Machine.X86_64, "/usr/include/x86_64-linux-gnu/asm/unistd_64.h");
    }

    @ParameterizedTest
    @EnumSource(SystemCall.class)
    @DisplayName("are those of the kernel's headers, elsewhere")
    void numbersElsewhere(SystemCall call) throws IOException {
        assertDefined(call, Machine.GENERIC, "/usr/include/asm-generic/unistd.h");
    }

    private static void assertDefined(SystemCall call, Machine machine, String header)
            throws IOException {
        Assumptions.assumeTrue(Files.exists(Path.of(header)), "no header: " + header);
        String wanted = "#define __NR(3264)?_" + call + "\\s+" + call.number(machine);
        assertTrue(Files.readAllLines(Path.of(header)).stream()
                .anyMatch(line -> line.matches(wanted)), wanted);
    }
}
