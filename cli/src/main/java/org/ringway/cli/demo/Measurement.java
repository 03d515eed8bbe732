// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.demo;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringway.cli.Json;

/// What one transport has cost.
///
/// @param bytes transferred while the clock ran
/// @param nanos the clock
/// @param cpuNanos CPU time of both sides meanwhile
/// @param signals wake-ups of both sides meanwhile
/// @param rttP50Nanos half of the round trips of a small message were faster
/// @param rttP99Nanos 99 of 100 were faster
record Measurement(long bytes, long nanos, long cpuNanos, long signals, long rttP50Nanos,
        long rttP99Nanos) {
    private static final double GIB = 1L << 30;
    private static final double MIB = 1L << 20;

    double gibPerSecond() {
        return bytes / GIB / (nanos / 1e9);
    }

    double cpuSecondsPerGib() {
        return cpuNanos / 1e9 / (bytes / GIB);
    }

    double signalsPerMib() {
        return signals / (bytes / MIB);
    }

    Map<String, @Nullable Object> json() {
        return Json.object("gibPerSecond", gibPerSecond(), "cpuSecondsPerGib", cpuSecondsPerGib(),
                "rttP50Nanos", rttP50Nanos, "rttP99Nanos", rttP99Nanos, "signals", signals,
                "signalsPerMib", signalsPerMib(), "bytes", bytes, "seconds", nanos / 1e9);
    }

    /// The numbers on one line, for another process.
    String text() {
        return bytes + " " + nanos + " " + cpuNanos + " " + signals + " " + rttP50Nanos + " "
                + rttP99Nanos;
    }

    static Measurement parse(String text) {
        String[] numbers = text.split(" ");
        return new Measurement(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]),
                Long.parseLong(numbers[2]), Long.parseLong(numbers[3]), Long.parseLong(numbers[4]),
                Long.parseLong(numbers[5]));
    }
}
