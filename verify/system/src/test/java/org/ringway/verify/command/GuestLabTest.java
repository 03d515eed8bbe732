// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A stock kernel as a partition, in an emulated machine: the short set, and everything if
/// `RINGWAY_LAB=required`. Without QEMU or the kernel's packages it is skipped, and says so.
///
/// The console stays in the folder `target`; its end is a part of what a failure says.
@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class GuestLabTest {
    private static final boolean IS_WHOLE =
            "required".equals(System.getenv("RINGWAY_LAB"));
    /// Both tries of the short set.
    private static final String SHORT_SECONDS = "225";
    private static final int SCENARIOS = IS_WHOLE ? 25 : 13;
    private static final int LAST_LINES = 60;
    private static final Path LOG = Path.of("target", "guest-lab.log").toAbsolutePath();

    @TempDir
    Path folder;

    @Test
    void everyScenarioOfTheLabPasses() throws Exception {
        List<String> command = new ArrayList<>(
                List.of("guest", "lab", "--json", "--log", LOG.toString()));
        if (!IS_WHOLE) {
            command.addAll(List.of("--short", "--limit", SHORT_SECONDS));
        }
        Ringway.Outcome lab =
                new Ringway(folder, Map.of()).run(command.toArray(String[]::new));

        boolean isIncomplete = lab.err().contains("the lab needs packages");
        if (isIncomplete && !IS_WHOLE) {
            System.out.println("skipped: " + lab.err());
        }
        assumeFalse(isIncomplete && !IS_WHOLE, lab.err());
        assertEquals(0, lab.exitCode(), () -> lab.out() + lab.err() + console());
        assertEquals("[]", Ringway.value(lab.out(),
                "[each for each in it['scenarios'] if not each['passed']]"));
        assertEquals("True", Ringway.value(lab.out(),
                "len(it['scenarios']) >= " + SCENARIOS));
    }

    /// {@return the end of the console, which nobody else will see where a build runs}
    private static String console() {
        try {
            List<String> lines = Files.readAllLines(LOG, StandardCharsets.ISO_8859_1);
            return "\nconsole: " + LOG + "\n" + String.join("\n",
                    lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "\nno console: " + e;
        }
    }
}
