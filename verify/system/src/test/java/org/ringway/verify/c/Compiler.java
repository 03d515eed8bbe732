// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.c;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Turns the files of the folder `c` into programs. Without gcc the tests that need it are skipped,
/// unless tools are required.
final class Compiler {
    private static final String FLAG = "RINGWAY_PEERS";
    private static final Path SOURCES = Path.of(System.getProperty("ringway.home"), "c");
    private static final Path PROGRAMS = Path.of("target", "c");

    private Compiler() {}

    /// {@return the program that a file in `c/test` makes, together with the library}
    ///
    /// @param name of the file, without its ending
    static Path program(String name, String... options) throws IOException, InterruptedException {
        Files.createDirectories(PROGRAMS);
        Path program = PROGRAMS.resolve(name).toAbsolutePath();
        List<String> command = new ArrayList<>(List.of("gcc", "-std=c11", "-Wall", "-Wextra",
                "-Werror", "-O2", "-o", program.toString(), SOURCES + "/test/" + name + ".c"));
        command.addAll(List.of(options));
        Process compiler = start(command);
        String said = new String(compiler.getInputStream().readAllBytes());
        assertEquals(0, compiler.waitFor(), said);
        assertEquals("", said, "warnings");
        return program;
    }

    static Path programOfClient(String name) throws IOException, InterruptedException {
        return program(name, SOURCES + "/ringway.c");
    }

    private static Process start(List<String> command) {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException absent) {
            String reason = "gcc is not installed (Debian: apt-get install gcc libc6-dev)";
            if ("required".equals(System.getenv(FLAG))) {
                fail(FLAG + "=required, but " + reason);
            }
            return abort(reason);
        }
    }
}
