// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Whether somebody looks at what this process prints.
public enum Terminal {
    /// Standard output.
    OUTPUT(1),
    /// Standard error.
    ERRORS(2);

    private final int descriptor;

    Terminal(int descriptor) {
        this.descriptor = descriptor;
    }

    /// {@return whether it is a terminal, and no file or pipe}
    public boolean isThere() {
        try {
            String target =
                    Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException unknown) {
            return false;
        }
    }
}
