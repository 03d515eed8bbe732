// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import java.util.List;
import org.ringway.platform.Diagnosis;
import org.ringway.platform.Diagnosis.Verdict;

/// What this host can and cannot do.
final class HostReport {
    private final Headroom headroom;

    HostReport(Headroom headroom) {
        this.headroom = headroom;
    }

    List<Diagnosis> all() {
        MemoryLimit limit = headroom.tightest();
        return List.of(new Diagnosis("memory", Verdict.GOOD,
                "availableBytes=" + limit.availableBytes() + " limit=" + limit.name(), ""));
    }
}
