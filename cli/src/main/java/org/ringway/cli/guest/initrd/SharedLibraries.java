// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest.initrd;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a program of this host needs to run elsewhere, as the host's loader says.
final class SharedLibraries {
    private static final Pattern LINE = Pattern.compile("\\s*(?:\\S+ => )?(/\\S+) \\(0x.*");

    private SharedLibraries() {}

    /// {@return its libraries, and the loader; nothing if it is linked statically, or a script}
    static List<Path> of(Path program) throws IOException, InterruptedException {
        Process ldd = new ProcessBuilder("ldd", program.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        List<Path> all = ldd.inputReader().lines().map(LINE::matcher).filter(Matcher::matches)
                .map(match -> Path.of(match.group(1))).toList();
        ldd.waitFor();
        return all;
    }
}
