// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What programs of this host need to run elsewhere, as the host's loader says.
final class SharedLibraries {
    private static final Pattern LINE = Pattern.compile("\\s*\\S+ => (/\\S+) \\(0x.*");

    private SharedLibraries() {}

    static List<Path> of(List<Path> programs) throws IOException, InterruptedException {
        List<Path> all = new ArrayList<>();
        for (Path program : programs) {
            Process ldd = new ProcessBuilder("ldd", program.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            ldd.inputReader().lines().map(LINE::matcher).filter(Matcher::matches)
                    .map(match -> Path.of(match.group(1))).forEach(all::add);
            ldd.waitFor();
        }
        return all;
    }
}
