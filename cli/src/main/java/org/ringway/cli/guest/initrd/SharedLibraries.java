// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest.initrd;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringway.cli.CommandFailure;

/// What a program of this host needs to run elsewhere, as the host's loader says.
final class SharedLibraries {
    private static final Pattern LINE = Pattern.compile("\\s*(?:\\S+ => )?(/\\S+) \\(0x.*");
    private static final Pattern MISSING = Pattern.compile("\\s*(\\S+) => not found");

    private SharedLibraries() {}

    /// {@return its libraries, and the loader; nothing if it is linked statically, or a script}
    ///
    /// @throws CommandFailure if this host lacks one
    static List<Path> of(Path program) throws IOException, InterruptedException {
        Process ldd = new ProcessBuilder("ldd", program.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        List<Path> all = new ArrayList<>();
        for (String line : ldd.inputReader().lines().toList()) {
            Matcher missing = MISSING.matcher(line);
            if (missing.matches()) {
                throw new CommandFailure("a program needs a library that this host lacks:"
                        + " program=" + program + " library=" + missing.group(1),
                        "see `ldd " + program + "`, and install it");
            }
            Matcher found = LINE.matcher(line);
            if (found.matches()) {
                all.add(Path.of(found.group(1)));
            }
        }
        ldd.waitFor();
        return all;
    }
}
