// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import java.util.List;
import org.ringway.platform.Diagnosis;
import org.ringway.platform.Diagnosis.Verdict;

/// What this JVM brings along.
final class JvmChecks {
    private JvmChecks() {}

    static List<Diagnosis> all() {
        return List.of(java(), processors(Runtime.getRuntime().availableProcessors()));
    }

    private static Diagnosis java() {
        return new Diagnosis("java", Verdict.GOOD, Runtime.version() + ", "
                + System.getProperty("java.vm.name") + ", maxHeapMib="
                + Runtime.getRuntime().maxMemory() / (1 << 20), "");
    }

    /// Two partitions that spin for each other need a processor each.
    static Diagnosis processors(int count) {
        return count >= 2
                ? new Diagnosis("processors", Verdict.GOOD, "count=" + count, "")
                : new Diagnosis("processors", Verdict.POOR,
                        "count=" + count + ", so every packet costs a switch of processes",
                        "give this machine or container a second processor");
    }
}
