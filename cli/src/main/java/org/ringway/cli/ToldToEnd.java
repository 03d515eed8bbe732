// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import java.io.Closeable;
import java.io.IOException;

/// SIGTERM and SIGINT for a command that runs until it is told to end: that is no failure.
///
/// A JVM that a signal ends exits with 128 and more; here it exits with 0 once something is closed.
public final class ToldToEnd implements AutoCloseable {
    private final Thread hook;

    private ToldToEnd(Thread hook) {
        this.hook = hook;
    }

    /// Has something closed when the signal comes, and the process ended.
    ///
    /// @param what must not wait long
    /// @return to be closed when the command ends by itself
    public static ToldToEnd close(Closeable what) {
        Thread hook = new Thread(() -> {
            try {
                what.close();
            } catch (IOException gone) {
                // What is left of it ends with the process.
            }
            Runtime.getRuntime().halt(0);
        }, "end");
        Runtime.getRuntime().addShutdownHook(hook);
        return new ToldToEnd(hook);
    }

    /// {@return whether no signal has come; from now on one is a signal as any other}
    public boolean withdraw() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
            return true;
        } catch (IllegalStateException shuttingDown) {
            return false;
        }
    }

    @Override
    public void close() {
        withdraw();
    }
}
