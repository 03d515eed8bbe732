// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A stock kernel as a partition, in an emulated machine; only where it is asked for. The console
/// stays in the folder `target`.
@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class GuestLabTest {
    private static final String FLAG = "RINGWAY_LAB";
    private static final Path LOG = Path.of("target", "guest-lab.log");

    @TempDir
    Path folder;

    @Test
    void everyScenarioOfTheLabPasses() throws Exception {
        if (!"required".equals(System.getenv(FLAG))) {
            abort("takes minutes: set " + FLAG + "=required");
        }
        Ringway.Outcome lab = new Ringway(folder, Map.of())
                .run("guest", "lab", "--json", "--log", LOG.toAbsolutePath().toString());

        if (lab.err().contains("the lab needs packages")) {
            fail(FLAG + "=required, but " + lab.err());
        }
        String failed = lab.out().isEmpty() ? lab.err() : Ringway.value(lab.out(),
                "[each for each in it['scenarios'] if not each['passed']]");
        assertEquals("[]", failed, () -> "console: " + LOG.toAbsolutePath());
        assertEquals(0, lab.exitCode(), lab::out);
        assertEquals("True", Ringway.value(lab.out(), "len(it['scenarios']) >= 10"));
    }
}
