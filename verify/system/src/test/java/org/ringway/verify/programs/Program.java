// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.programs;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A program of somebody else's, as a distribution ships it.
///
/// @param path where it is
public record Program(Path path) {
    private static final String FLAG = "RINGWAY_PEERS";

    /// What a program that has ended left behind.
    ///
    /// @param said on both outputs
    record Outcome(int exitCode, String said) {}

    /// Looks for a program on the path, and skips the test if it is not there.
    ///
    /// @param debian the package that has it
    static Program find(String name, String debian) {
        return Stream.of(System.getenv("PATH").split(":")).map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable).map(Program::new).findFirst()
                .orElseGet(() -> missing(name
                        + " is not installed (Debian: apt-get install " + debian + ")"));
    }

    /// Skips a test, unless whoever runs it says that everything must be there.
    ///
    /// @param reason what is missing, and where it is to be had
    /// @return nothing
    public static <T> T missing(String reason) {
        if ("required".equals(System.getenv(FLAG))) {
            return fail(FLAG + "=required, but " + reason);
        }
        System.err.println("A test is skipped: " + reason);
        return abort(reason);
    }

    /// Runs it to its end.
    Outcome run(String... arguments) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command(arguments)).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            byte[] said = process.getInputStream().readAllBytes();
            return new Outcome(process.waitFor(), new String(said, StandardCharsets.UTF_8));
        } finally {
            process.destroyForcibly();
        }
    }

    List<String> command(String... arguments) {
        return Stream.concat(Stream.of(path.toString()), Stream.of(arguments)).toList();
    }
}
