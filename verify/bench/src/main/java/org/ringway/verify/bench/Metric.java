// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

import java.util.function.ToDoubleFunction;
import org.ringway.cli.bench.Measurement;

/// A number of a round that a goal is about.
enum Metric {
    /// Half of the round trips took no longer.
    P50("µs", each -> each.p50() / 1e3),
    /// 999 of 1,000 took no longer.
    P999("µs", each -> each.p999() / 1e3),
    /// Messages per second.
    MESSAGES("M/s", each -> each.perSecond() / 1e6),
    /// Bytes per second.
    BYTES("GiB/s", Measurement::gibPerSecond),
    /// CPU time of both sides for what was carried.
    CPU("s/GiB", Measurement::cpuSecondsPerGib),
    /// CPU time of both sides as a share of one processor.
    CPU_SHARE("of a core", Measurement::cpuShare),
    /// Wake-ups of the other side.
    SIGNALS("each", each -> each.perMessage(each.signals())),
    /// Bytes on the heaps of both sides.
    ALLOCATED("B each", each -> each.perMessage(each.allocatedBytes()));

    private final String unit;
    private final ToDoubleFunction<Measurement> of;

    Metric(String unit, ToDoubleFunction<Measurement> of) {
        this.unit = unit;
        this.of = of;
    }

    String unit() {
        return unit;
    }

    ToDoubleFunction<Measurement> of() {
        return of;
    }
}
