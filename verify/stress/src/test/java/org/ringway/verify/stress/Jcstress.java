// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.stress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A run of jcstress in a process and a directory of its own: it writes its reports to wherever it
/// was started.
///
/// @param name of the directory below `target`
/// @param classPath what to test, and jcstress
/// @param options of jcstress
record Jcstress(String name, String classPath, List<String> options) {
    /// Each test once in each of the JVM's compilation modes.
    static final List<String> SHORT =
            List.of("-sc", "false", "-f", "1", "-fsm", "1", "-iters", "1", "-time", "200");

    /// What jcstress itself thinks is enough.
    static final List<String> LONG = List.of("-m", "default");

    private static final long LIMIT_MINUTES = 60;

    /// What a run came to.
    ///
    /// @param status exit status: 0 if no outcome was forbidden
    /// @param report what jcstress printed
    record Result(int status, String report) {}

    static boolean isLong() {
        return "long".equals(System.getProperty("ringway.stress"));
    }

    Result run() throws IOException, InterruptedException {
        Path directory = Files.createDirectories(Path.of("target", name));
        Path report = directory.resolve("report.txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", classPath, "org.openjdk.jcstress.Main", "-v"));
        command.addAll(options);
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(report.toFile())
                .start();
        try {
            if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
                throw new IOException("jcstress does not end: " + Files.readString(report));
            }
            return new Result(process.exitValue(), Files.readString(report));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
