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
/// @param modulePath the same without what is no module: these tests
record ProgramJars(String classPath, String modulePath) {
    /// @param folder gets a jar for each folder of classes
    static ProgramJars of(Path folder) {
        List<String> places = new ArrayList<>();
        List<String> modules = new ArrayList<>();
        for (String place : System.getProperty("java.class.path").split(File.pathSeparator)) {
            boolean isFolder = Files.isDirectory(Path.of(place));
            String jar = isFolder
                    ? jar(folder.resolve("part" + places.size() + ".jar"), place) : place;
            places.add(jar);
            if (!isFolder || Files.exists(Path.of(place, "module-info.class"))) {
                modules.add(jar);
            }
        }
        return new ProgramJars(String.join(File.pathSeparator, places),
                String.join(File.pathSeparator, modules));
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
        for (String word : command) {
            String path = changed.getLast().equals("-p") ? modulePath : classPath;
            changed.add(word.equals(here) ? path : word);
        }
        return changed;
    }
}
