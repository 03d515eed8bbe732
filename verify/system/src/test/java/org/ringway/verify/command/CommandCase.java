// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.command;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The command, for a user without a root.
@Timeout(value = 180, unit = TimeUnit.SECONDS)
abstract class CommandCase {
    @TempDir
    Path folder;

    /// Where the user's root would listen.
    Path socket;
    Ringway ringway;

    @BeforeEach
    final void theRuntimeFolderIsEmpty() {
        socket = folder.resolve("ringway/root.sock");
        ringway = new Ringway(folder, Map.of("XDG_RUNTIME_DIR", folder.toString()));
    }
}
