// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringway.cli.Json;

/// What the numbers were measured on.
///
/// @param processor its model, as the kernel says
/// @param processors how many this process may use
/// @param system name and version
/// @param java version of the JVM
/// @param date of the run
public record Machine(
        String processor, int processors, String system, String java, LocalDate date) {
    /// {@return this machine, today}
    public static Machine here() {
        return new Machine(model(), Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                Runtime.version().toString(), LocalDate.now(ZoneOffset.UTC));
    }

    private static String model() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst().orElse(System.getProperty("os.arch"));
        } catch (IOException unknown) {
            return System.getProperty("os.arch");
        }
    }

    /// {@return the facts for a program}
    public Map<String, @Nullable Object> json() {
        return Json.object("processor", processor, "processors", processors, "system", system,
                "java", java, "date", date);
    }

    /// {@return the facts on one line}
    public String text() {
        return processor + ", " + processors + " processors, " + system + ", JDK " + java + ", "
                + date;
    }
}
