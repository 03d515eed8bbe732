// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench.page;

import java.util.List;
import org.ringway.cli.bench.Figures;
import org.ringway.cli.bench.Measurement;
import org.ringway.cli.bench.Results;
import org.ringway.cli.bench.Round;
import org.ringway.cli.bench.Workload;

/// All numbers, one table for each kind and size: medians, with the least and the most.
final class PageTables {
    private static final List<String> COUNTED =
            List.of("CPU s/GiB", "signals each", "sleeps each", "system calls each",
                    "allocated B each", "disturbed");

    private final Results results;

    PageTables(Results results) {
        this.results = results;
    }

    void appendTo(StringBuilder page) {
        page.append("<details>\n<summary>All numbers</summary>\n<p class=\"quiet\">"
                + "Median (least to most) of the rounds. Signals are wake-ups of the other side;"
                + " for sockets and pipes, calls."
                + " System calls are those of all threads of both sides.</p>\n");
        results.workloads().forEach(workload -> table(page, workload));
        page.append("</details>\n");
    }

    private void table(StringBuilder page, Workload workload) {
        page.append("<h2>").append(Svg.escaped(workload.title()))
                .append("</h2>\n<div class=\"wide\"><table>\n");
        boolean trips = workload.kind().isTrip();
        row(page, "th", "", trips ? List.of("p50 µs", "p99 µs", "p99.9 µs")
                : List.of("messages/s", "GiB/s"), COUNTED);
        for (String name : results.contenders(workload)) {
            row(page, "td", Names.of(name),
                    trips ? trips(workload, name) : stream(workload, name),
                    counted(workload, name));
        }
        page.append("</table></div>\n");
    }

    private static void row(StringBuilder page, String cell, String first, List<String> more,
            List<String> most) {
        page.append("<tr>");
        for (List<String> cells : List.of(List.of(first), more, most)) {
            for (String text : cells) {
                page.append('<').append(cell).append('>').append(Svg.escaped(text))
                        .append("</").append(cell).append('>');
            }
        }
        page.append("</tr>\n");
    }

    private List<String> trips(Workload workload, String name) {
        return List.of(results.spread(workload, name, each -> each.p50() / 1e3).text(),
                results.spread(workload, name, each -> each.p99() / 1e3).text(),
                results.spread(workload, name, each -> each.p999() / 1e3).text());
    }

    private List<String> stream(Workload workload, String name) {
        return List.of(results.spread(workload, name, Measurement::perSecond).text(),
                results.spread(workload, name, Measurement::gibPerSecond).text());
    }

    private List<String> counted(Workload workload, String name) {
        Double calls = results.systemCalls(workload, name);
        long disturbed = results.rounds(workload, name).stream()
                .filter(Round::isDisturbed).count();
        return List.of(results.spread(workload, name, Measurement::cpuSecondsPerGib).text(),
                Figures.text(results.spread(workload, name,
                        each -> each.perMessage(each.signals())).median()),
                Figures.text(results.spread(workload, name,
                        each -> each.perMessage(each.switches())).median()),
                calls == null ? "–" : Figures.text(calls),
                Figures.text(results.spread(workload, name,
                        each -> each.perMessage(each.allocatedBytes())).median()),
                disturbed + " of " + results.rounds(workload, name).size());
    }
}
