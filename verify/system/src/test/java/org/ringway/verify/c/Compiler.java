// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.c;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringway.verify.programs.Program;

/// Turns the files of the folder `c` into programs. Without gcc the tests that need it are skipped,
/// unless tools are required.
public final class Compiler {
    private static final Path SOURCES = Path.of(System.getProperty("ringway.home"), "c");
    private static final Path PROGRAMS = Path.of("target", "c");
    private static final Pattern PROGRAM = Pattern.compile("(?ms)^```c\\n(.*?)^```$");

    private Compiler() {}

    /// {@return the program that a file in `c/test` makes}
    ///
    /// @param name of the file, without its ending
    static Path program(String name, String... options) throws IOException, InterruptedException {
        return program(SOURCES.resolve("test").resolve(name + ".c"), options);
    }

    private static Path program(Path source, String... options)
            throws IOException, InterruptedException {
        Files.createDirectories(PROGRAMS);
        String name = source.getFileName().toString().replaceAll("\\.c$", "");
        Path program = PROGRAMS.resolve(name).toAbsolutePath();
        compile(program, source, options);
        return program;
    }

    private static void compile(Path program, Path source, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("gcc", "-std=c11", "-Wall", "-Wextra",
                "-Werror", "-O2", "-o", program.toString(), source.toString()));
        command.addAll(List.of(options));
        Process compiler = start(command);
        String said = new String(compiler.getInputStream().readAllBytes());
        assertEquals(0, compiler.waitFor(), said);
        assertEquals("", said, "warnings");
    }

    /// {@return the same, together with the library}
    public static Path programOfClient(String name) throws IOException, InterruptedException {
        return program(name, SOURCES + "/ringway.c", "-pthread");
    }

    /// {@return the same, with a defect: in the library a text that is there once is another one}
    ///
    /// @param defect a word for it, part of a file's name
    public static Path programWithDefect(String name, String defect, String text,
            String replacement) throws IOException, InterruptedException {
        String library = Files.readString(SOURCES.resolve("ringway.c"));
        assertEquals(2, library.split(Pattern.quote(text), -1).length, "times: " + text);
        Path folder = Files.createDirectories(PROGRAMS.resolve(defect));
        Path copy = Files.writeString(folder.resolve("ringway.c"),
                library.replace(text, replacement));
        Path program = folder.resolve(name).toAbsolutePath();
        compile(program, SOURCES.resolve("test").resolve(name + ".c"), copy.toString(),
                "-I" + SOURCES, "-Wno-unused");
        return program;
    }

    /// {@return the program that the folder's README shows, with the library}
    static Path programOfReadme() throws IOException, InterruptedException {
        Matcher shown = PROGRAM.matcher(Files.readString(SOURCES.resolve("README.md")));
        assertTrue(shown.find(), "a program");
        Files.createDirectories(PROGRAMS);
        Path source = Files.writeString(PROGRAMS.resolve("readme.c"), shown.group(1));
        return program(source, SOURCES + "/ringway.c", "-I" + SOURCES);
    }

    private static Process start(List<String> command) {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException absent) {
            return Program.missing(
                    "gcc is not installed (Debian: apt-get install gcc libc6-dev)");
        }
    }
}
