// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest.lab;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ringway.cli.CommandFailure;

/// What is written in C for guests.
///
/// @param name of its source, too
/// @param parts more sources, and what they include
/// @param options for the compiler
record GuestProgram(String name, List<String> parts, List<String> options) {
    /// Drives rings; compiled so that it needs nothing in the guest.
    static final GuestProgram RINGS = new GuestProgram(
            "uio-echo", List.of(), List.of("-std=c11", "-D_GNU_SOURCE", "-O2"));
    /// Drives rings with the side in C.
    static final GuestProgram CLIENT = new GuestProgram("uio-client",
            List.of("ringway.c", "ringway.h"),
            List.of("-std=c11", "-D_GNU_SOURCE", "-O2", "-pthread"));
    /// A kernel that keeps no rule.
    static final GuestProgram HOSTILE = new GuestProgram("hostile",
            List.of("hostile-cases.c", "hostile.h"),
            List.of("-std=gnu11", "-O1", "-ffreestanding", "-fno-pic", "-no-pie", "-mno-red-zone",
                    "-mgeneral-regs-only", "-fno-stack-protector", "-fcf-protection=none",
                    "-nostdlib", "-Wl,-N", "-Wl,-Ttext=0x200000", "-Wl,--build-id=none"));

    private static final List<String> ALWAYS = List.of("-static", "-Wall", "-Wextra", "-Werror");

    Path compile(Path folder) throws IOException, InterruptedException {
        Path source = copy(name + ".c", folder);
        Path program = folder.resolve(name);
        Path log = folder.resolve("gcc.log");
        List<String> command = new ArrayList<>(List.of("gcc"));
        command.addAll(ALWAYS);
        command.addAll(options);
        command.addAll(List.of("-o", program.toString(), source.toString()));
        for (String part : parts) {
            Path copied = copy(part, folder);
            if (part.endsWith(".c")) {
                command.add(copied.toString());
            }
        }
        int code = new ProcessBuilder(command)
                .redirectErrorStream(true).redirectOutput(log.toFile()).start().waitFor();
        if (code != 0) {
            throw new CommandFailure("the guest's program cannot be compiled: "
                    + Files.readString(log).lines().findFirst().orElse("code=" + code),
                    "apt-get install --no-install-recommends gcc libc6-dev");
        }
        return program;
    }

    private static Path copy(String resource, Path folder) throws IOException {
        Path copied = folder.resolve(resource);
        try (InputStream in = GuestProgram.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new AssertionError("not in the jar: name=" + resource);
            }
            Files.copy(in, copied);
        }
        return copied;
    }
}
