// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A stock kernel as a partition, in an emulated machine. It takes minutes, so it runs only where
/// it is asked for: by name, or with everything else if `RINGWAY_LAB=required`. The console stays
/// in the folder `target`.
@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class GuestLab {
    private static final Path LOG = Path.of("target", "guest-lab.log");

    @TempDir
    Path folder;

    @Test
    void everyScenarioOfTheLabPasses() throws Exception {
        Ringway.Outcome lab = new Ringway(folder, Map.of())
                .run("guest", "lab", "--json", "--log", LOG.toAbsolutePath().toString());

        String failed = lab.out().isEmpty() ? lab.err() : Ringway.value(lab.out(),
                "[each for each in it['scenarios'] if not each['passed']]");
        assertEquals("[]", failed, () -> "console: " + LOG.toAbsolutePath());
        assertEquals(0, lab.exitCode(), lab::out);
        assertEquals("True", Ringway.value(lab.out(), "len(it['scenarios']) >= 10"));
    }
}
