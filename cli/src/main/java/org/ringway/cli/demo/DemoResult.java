// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.demo;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringway.cli.Json;
import org.ringway.cli.Table;

/// What the demo has shown; there is one only if every digest matched.
///
/// @param files in the tree
/// @param bytes in the tree
/// @param ringway over the channel
/// @param tcp over TCP on loopback
/// @param rootCpuNanos CPU time of the root while files went over the channel
/// @param transferNanos how long that took, checking included
/// @param rootLost whether the root was gone at the end
record DemoResult(int files, long bytes, Measurement ringway, Measurement tcp, long rootCpuNanos,
        long transferNanos, boolean rootLost) {
    Map<String, @Nullable Object> json() {
        return Json.object("verified", true, "files", files, "bytes", bytes,
                "ringway", ringway.json(), "tcp", tcp.json(),
                "ratio", ringway.gibPerSecond() / tcp.gibPerSecond(),
                "rootCpuSecondsDuringTransfer", rootCpuNanos / 1e9,
                "transferSeconds", transferNanos / 1e9, "rootLost", rootLost);
    }

    void print(PrintWriter out) {
        out.printf(Locale.ROOT, "%d file%s, %.1f MiB, every byte checked by SHA-256%n%n", files,
                files == 1 ? "" : "s", bytes / (double) (1 << 20));
        Table table = new Table("", "ringway", "tcp", "ratio");
        row(table, "GiB/s", "%.2f", ringway.gibPerSecond(), tcp.gibPerSecond());
        row(table, "CPU s per GiB, both ends", "%.3f", ringway.cpuSecondsPerGib(),
                tcp.cpuSecondsPerGib());
        row(table, "round trip p50, µs", "%.1f", ringway.rttP50Nanos() / 1e3,
                tcp.rttP50Nanos() / 1e3);
        row(table, "round trip p99, µs", "%.1f", ringway.rttP99Nanos() / 1e3,
                tcp.rttP99Nanos() / 1e3);
        row(table, "signals (tcp: socket calls) per MiB", "%.3f", ringway.signalsPerMib(),
                tcp.signalsPerMib());
        table.print(out);
        out.printf(Locale.ROOT, "%nroot: %.3f s of CPU in %.1f s of transfer (%.2f %%)%s%n",
                rootCpuNanos / 1e9, transferNanos / 1e9, 100.0 * rootCpuNanos / transferNanos,
                rootLost ? "; it was lost on the way, and nothing else was" : "");
    }

    private static void row(Table table, String what, String format, double ours, double theirs) {
        table.row(what, String.format(Locale.ROOT, format, ours),
                String.format(Locale.ROOT, format, theirs),
                theirs == 0 ? "" : String.format(Locale.ROOT, "%.2f ×", ours / theirs));
    }
}
