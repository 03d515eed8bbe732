// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest.lab;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ringway.cli.CommandFailure;

/// The program in C that drives rings in a guest, compiled so that it needs nothing there.
final class GuestProgram {
    static final String NAME = "uio-echo";

    private GuestProgram() {}

    static Path compile(Path folder) throws IOException, InterruptedException {
        Path source = folder.resolve(NAME + ".c");
        try (InputStream in = GuestProgram.class.getResourceAsStream(NAME + ".c")) {
            if (in == null) {
                throw new AssertionError("not in the jar: name=" + NAME);
            }
            Files.copy(in, source);
        }
        Path program = folder.resolve(NAME);
        Path log = folder.resolve("gcc.log");
        int code = new ProcessBuilder("gcc", "-std=c11", "-D_GNU_SOURCE", "-Wall", "-Wextra",
                "-Werror", "-O2", "-static", "-o", program.toString(), source.toString())
                .redirectErrorStream(true).redirectOutput(log.toFile()).start().waitFor();
        if (code != 0) {
            throw new CommandFailure("the guest's program cannot be compiled: "
                    + Files.readString(log).lines().findFirst().orElse("code=" + code),
                    "apt-get install --no-install-recommends gcc libc6-dev");
        }
        return program;
    }
}
