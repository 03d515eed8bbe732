// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Starts the command line as the launcher does: the same JVM flags, everything a module.
public final class Ringway {
    private static final List<String> VARIABLES =
            List.of("RINGWAY_SOCKET", "RINGWAY_DEBUG", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME",
                    "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "NO_COLOR");

    private final Path folder;
    private final Map<String, String> environment;

    /// @param folder where output is kept
    /// @param environment the only variables that Ringway sees of those it knows
    public Ringway(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = environment;
    }

    /// What a process left behind.
    public record Outcome(int exitCode, String out, String err) {}

    /// Runs a command to its end.
    public Outcome run(String... arguments) throws IOException, InterruptedException {
        return run(command(arguments));
    }

    /// Runs a command to its end, with something on its standard input.
    Outcome runReading(String input, String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        Path in = Files.writeString(Files.createTempFile(folder, "in", ".txt"), input);
        return run(builder(command(arguments), err).redirectInput(in.toFile()), out, err);
    }

    /// Starts a command that goes on, with all three streams for the caller.
    public Process start(String... arguments) throws IOException {
        return builder(command(arguments), rootLog())
                .redirectError(ProcessBuilder.Redirect.PIPE).start();
    }

    /// Runs a command without the rights of the superuser, whoever runs this test.
    Outcome runUnprivileged(String... arguments) throws IOException, InterruptedException {
        List<String> command = command(arguments);
        if (Files.isWritable(Path.of("/proc/sys/kernel/core_pattern"))) {
            command.addAll(0, List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all"));
        }
        return run(command);
    }

    private Outcome run(List<String> command) throws IOException, InterruptedException {
        Path err = folder.resolve("err.txt");
        return run(builder(command, err), folder.resolve("out.txt"), err);
    }

    private static Outcome run(ProcessBuilder builder, Path out, Path err)
            throws IOException, InterruptedException {
        Process process = builder.redirectOutput(out.toFile()).start();
        try {
            int exitCode = process.waitFor();
            return new Outcome(exitCode, Files.readString(out), Files.readString(err));
        } finally {
            process.destroyForcibly();
        }
    }

    /// Starts a root and waits until it is ready.
    public RunningRoot startRoot(String... options) throws IOException {
        return startRoot(command -> command, options);
    }

    /// Starts a root in another way than it would be, and waits until it is ready.
    public RunningRoot startRoot(UnaryOperator<List<String>> change, String... options)
            throws IOException {
        List<String> command = command("root");
        command.addAll(List.of(options));
        return new RunningRoot(builder(change.apply(command), rootLog()).start());
    }

    /// {@return where the last root that was started here writes its standard error}
    public Path rootLog() {
        return folder.resolve("root.txt");
    }

    private ProcessBuilder builder(List<String> command, Path err) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
        VARIABLES.forEach(builder.environment()::remove);
        builder.environment().put("XDG_CONFIG_HOME", folder.toString());
        builder.environment().putAll(environment);
        return builder;
    }

    /// Modules are found where this test's class path finds them: folders or jars, as the build has
    /// it.
    public static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData", "-XX:+UseSerialGC",
                "-p", System.getProperty("java.class.path"),
                "--enable-native-access=org.ringway.platform.linux",
                "-m", "org.ringway.cli/org.ringway.cli.Main"));
        command.addAll(List.of(arguments));
        if (!(command.contains("demo") || command.contains("child"))) {
            command.add(1, "-XX:TieredStopAtLevel=1");
        }
        return command;
    }

    /// Asserts that a text is one JSON object and nothing else, in the eyes of a foreign parser.
    ///
    /// @param expression in Python, where the object is `it`
    /// @return what Python prints for the expression
    public static String value(String json, String expression)
            throws IOException, InterruptedException {
        String program = """
                import json, sys
                it = json.load(sys.stdin)
                assert type(it) is dict
                print(eval(sys.argv[1]))
                """;
        Process python = new ProcessBuilder("python3", "-c", program, expression)
                .redirectErrorStream(true).start();
        try (var in = python.getOutputStream()) {
            in.write(json.getBytes(StandardCharsets.UTF_8));
        }
        String printed = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, python.waitFor(), () -> json + "\n" + printed);
        return printed.strip();
    }
}
