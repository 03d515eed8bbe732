// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ringway.cli.CommandFailure;

/// A small Java runtime, linked from the one that runs this program.
final class JavaRuntime {
    private static final String MODULES =
            "java.base,java.logging,java.management,jdk.jfr,jdk.management,jdk.unsupported";

    private JavaRuntime() {}

    static void link(Path target) throws IOException, InterruptedException {
        Path tool = Path.of(System.getProperty("java.home"), "bin", "jlink");
        if (!Files.isExecutable(tool)) {
            throw new CommandFailure("this Java has no jlink: folder=" + tool.getParent(),
                    "set JAVA_HOME to a JDK 25");
        }
        Path errors = target.resolveSibling("jlink.log");
        int code = new ProcessBuilder(tool.toString(), "--add-modules", MODULES, "--strip-debug",
                "--no-header-files", "--no-man-pages", "--output", target.toString())
                .redirectErrorStream(true).redirectOutput(errors.toFile()).start().waitFor();
        if (code != 0) {
            throw new CommandFailure("no Java runtime can be linked: "
                    + Files.readString(errors).lines().findFirst().orElse("code=" + code),
                    "set JAVA_HOME to another JDK 25");
        }
    }
}
