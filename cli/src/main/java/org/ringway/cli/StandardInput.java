// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import java.io.IOException;

/// The end of standard input as a sign that whoever started this process is gone, however it went.
public final class StandardInput {
    private StandardInput() {}

    /// Reads to the end on a thread of its own, and then acts.
    ///
    /// @param action runs once
    public static void whenItEnds(Runnable action) {
        Thread.ofPlatform().daemon().name("stdin").start(() -> {
            skip();
            action.run();
        });
    }

    private static void skip() {
        try {
            while (System.in.read() >= 0) {
                // What is said does not matter.
            }
        } catch (IOException gone) {
            // As good as the end.
        }
    }
}
