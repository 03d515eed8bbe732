// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import java.io.PrintStream;

/// One line on standard error that shows how far a phase is; nothing if that is no terminal.
public final class ProgressBar implements AutoCloseable {
    private static final int WIDTH = 30;

    private final PrintStream out;
    private final boolean visible;
    private boolean shown;

    /// @param out standard error
    public ProgressBar(PrintStream out) {
        this.out = out;
        this.visible = Terminal.ERRORS.isThere();
    }

    /// Shows how far a phase is.
    ///
    /// @param phase its name
    /// @param fraction 0 to 1
    public void show(String phase, double fraction) {
        if (visible) {
            int full = (int) Math.round(WIDTH * Math.clamp(fraction, 0, 1));
            out.printf("\r\033[K%-12s %s%s %3d %%", phase, "█".repeat(full),
                    "░".repeat(WIDTH - full), Math.round(100 * fraction));
            out.flush();
            shown = true;
        }
    }

    /// Clears the line.
    @Override
    public void close() {
        if (shown) {
            out.print("\r\033[K");
            out.flush();
        }
    }
}
