// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/// The program as it is delivered, in jars, whatever the build has made of it so far.
///
/// @param classPath what stands for this process's class path
record ProgramJars(String classPath) {
    /// @param folder gets a jar for each folder of classes
    static ProgramJars of(Path folder) {
        List<String> places = new ArrayList<>();
        for (String place : System.getProperty("java.class.path").split(File.pathSeparator)) {
            places.add(Files.isDirectory(Path.of(place))
                    ? jar(folder.resolve("part" + places.size() + ".jar"), place) : place);
        }
        return new ProgramJars(String.join(File.pathSeparator, places));
    }

    private static String jar(Path jar, String classes) {
        ToolProvider tool = ToolProvider.findFirst("jar").orElseThrow();
        assertEquals(0, tool.run(System.out, System.err,
                "--create", "--no-compress", "--file", jar.toString(), "-C", classes, "."));
        return jar.toString();
    }

    /// {@return a command that runs these jars}
    ///
    /// @param wrapper a program that starts it, and its arguments
    List<String> command(List<String> wrapper, List<String> command) {
        String here = System.getProperty("java.class.path");
        List<String> changed = new ArrayList<>(wrapper);
        command.forEach(word -> changed.add(word.equals(here) ? classPath : word));
        return changed;
    }
}
