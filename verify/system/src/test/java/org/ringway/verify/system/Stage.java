// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;

/// What a villain's process sees of the test: the root's socket, cues, and an ear.
///
/// @param socket where the root listens
/// @param cues one per line
/// @param provides whether the villain, of the two, offers the service
record Stage(Path socket, BufferedReader cues, boolean provides) {
    /// The name of the service that a victim, or a villain, offers.
    static final String SERVICE = "hostile";

    RawPartition join() {
        return RawPartition.join(socket, "villain");
    }

    /// Tells the test something.
    void say(String line) {
        System.out.println(line);
    }

    /// Waits for the test; whoever started this process being gone is a cue, too.
    void awaitCue() throws IOException {
        cues.readLine();
    }
}
