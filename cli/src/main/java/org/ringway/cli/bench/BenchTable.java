// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.ringway.cli.Table;

/// Results for people, one table for each kind and size.
public final class BenchTable {
    private final Results results;
    private final Workload workload;

    private BenchTable(Results results, Workload workload) {
        this.results = results;
        this.workload = workload;
    }

    /// Prints medians.
    ///
    /// @param results all rounds
    /// @param out where to
    public static void print(Results results, PrintWriter out) {
        for (Workload workload : results.workloads()) {
            out.println(workload.title());
            new BenchTable(results, workload).table().print(out);
            out.println();
        }
    }

    private Table table() {
        boolean trips = workload.kind().isTrip();
        Table table = trips
                ? new Table("", "p50, µs", "p99, µs", "p99.9, µs", "sleeps each",
                        "system calls each", "disturbed")
                : new Table("", "messages/s", "GiB/s", "CPU s/GiB", "signals each",
                        "system calls each", "disturbed");
        for (String name : results.contenders(workload)) {
            if (trips) {
                table.row(name, text(name, "%.2f", each -> each.p50() / 1e3),
                        text(name, "%.2f", each -> each.p99() / 1e3),
                        text(name, "%.2f", each -> each.p999() / 1e3),
                        text(name, "%.3f", each -> each.perMessage(each.switches())),
                        systemCalls(name), disturbed(name));
            } else {
                table.row(name, text(name, "%,.0f", Measurement::perSecond),
                        text(name, "%.2f", Measurement::gibPerSecond),
                        text(name, "%.3f", Measurement::cpuSecondsPerGib),
                        text(name, "%.4f", each -> each.perMessage(each.signals())),
                        systemCalls(name), disturbed(name));
            }
        }
        return table;
    }

    private String text(String name, String format, ToDoubleFunction<Measurement> metric) {
        return String.format(Locale.ROOT, format, results.spread(workload, name, metric).median());
    }

    private String systemCalls(String name) {
        Double calls = results.systemCalls(workload, name);
        return calls == null ? "–" : String.format(Locale.ROOT, "%.4f", calls);
    }

    private String disturbed(String name) {
        var rounds = results.rounds(workload, name);
        long disturbed = rounds.stream().filter(Round::isDisturbed).count();
        return disturbed == 0 ? "" : disturbed + " of " + rounds.size();
    }
}
