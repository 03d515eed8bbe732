// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench.page;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.ringway.cli.bench.Figures;
import org.ringway.cli.bench.Machine;
import org.ringway.cli.bench.Measurement;
import org.ringway.cli.bench.Results;
import org.ringway.cli.bench.Results.Entry;
import org.ringway.cli.bench.Round;
import org.ringway.cli.bench.Spread;
import org.ringway.cli.bench.Workload;
import org.ringway.cli.bench.Workload.Kind;

/// The page: what was found in three numbers, then in plots, then in full.
public final class BenchPage {
    /// What the virtual network card of the story can do, 25 Gbit/s, in GiB/s.
    private static final LineChart.Reference NETWORK =
            new LineChart.Reference("25 Gbit/s, a virtual network card", 25e9 / 8 / (1L << 30));
    private static final String RINGWAY = "ringway/plain/usual";
    private static final String TCP = "tcp/plain/usual";
    private static final long KIB_64 = 64 << 10;
    private static final int SMALL = 32;
    private static final Pattern HANDED_OVER = Pattern.compile("/(handoff|poolhandoff|standing)/");

    private static final Comparator<DotChart.Row> FASTEST_FIRST =
            Comparator.comparingDouble(row -> row.values().getFirst().median());
    private static final Comparator<DotChart.Row> AS_PLANNED = (_, _) -> 0;

    private final Results results;
    private final Machine machine;
    private final StringBuilder page = new StringBuilder();

    private BenchPage(Results results, Machine machine) {
        this.results = results;
        this.machine = machine;
    }

    /// Makes the page.
    ///
    /// @param results all rounds
    /// @param machine where they were done
    /// @return HTML
    public static String of(Results results, Machine machine) {
        return new BenchPage(results, machine).html();
    }

    private String html() {
        page.append("""
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>Ringway bench</title>
                <style>
                %s</style>
                <h1>What it costs to pass bytes from one process to another</h1>
                """.formatted(styleSheet()));
        head();
        cards();
        throughput();
        latency();
        cpu();
        new PageTables(results).appendTo(page);
        return page.append("</html>\n").toString();
    }

    private static String styleSheet() {
        try (InputStream sheet = BenchPage.class.getResourceAsStream("page.css")) {
            if (sheet == null) {
                throw new IllegalStateException("page.css is missing in the jar");
            }
            return new String(sheet.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("page.css cannot be read", e);
        }
    }

    private void head() {
        paragraph("quiet", machine.text());
        List<Round> rounds = results.workloads().stream()
                .flatMap(workload -> results.contenders(workload).stream()
                        .flatMap(name -> results.rounds(workload, name).stream()))
                .toList();
        long disturbed = rounds.stream().filter(Round::isDisturbed).count();
        if (disturbed > 0) {
            paragraph("warning", "Other programs disturbed " + disturbed + " of " + rounds.size()
                    + " rounds; run again when the machine is quiet before you trust a number.");
        }
    }

    private void cards() {
        page.append("<div class=\"cards\">\n");
        Workload stream = new Workload(Kind.SEND, KIB_64);
        Workload trip = new Workload(Kind.ROUND_TRIP, SMALL);
        card(stream, Measurement::gibPerSecond, "GiB/s", "in messages of 64 KiB", true);
        card(trip, each -> each.p50() / 1e3, "µs", "there and back, 32 bytes, half of all", false);
        card(stream, Measurement::cpuSecondsPerGib, "CPU s/GiB",
                "both sides, in messages of 64 KiB", false);
        page.append("</div>\n");
    }

    private void card(Workload workload, ToDoubleFunction<Measurement> metric, String unit,
            String what, boolean moreIsBetter) {
        Entry ours = new Entry(workload, RINGWAY);
        Entry theirs = new Entry(workload, TCP);
        double[] alike = results.ratios(ours, theirs, metric, true);
        double[] ratios = alike.length > 0 ? alike : results.ratios(ours, theirs, metric, false);
        if (ratios.length == 0) {
            return;
        }
        double ratio = Spread.of(DoubleStream.of(ratios)).median();
        double times = moreIsBetter ? ratio : 1 / ratio;
        page.append("<div class=\"card\"><b>%s %s</b>%s: %s × better than TCP</div>\n".formatted(
                Figures.text(results.spread(workload, RINGWAY, metric).median()), unit,
                Svg.escaped(what), Figures.text(times)));
    }

    private void throughput() {
        heading("Throughput");
        paragraph("quiet", "Each message is copied in on one side and out on the other, by one call"
                + " each. Dots are medians, bars reach from the slowest round to the fastest.");
        lines("GiB/s", Measurement::gibPerSecond, NETWORK);
        List<DotChart.Row> rows = new ArrayList<>();
        Workload single = new Workload(Kind.SEND, SMALL);
        Workload gathered = new Workload(Kind.GATHER, SMALL);
        for (String name : results.contenders(gathered)) {
            if (results.contenders(single).contains(name)) {
                rows.add(row(name, List.of(
                        results.spread(single, name, Measurement::perSecond),
                        results.spread(gathered, name, Measurement::perSecond))));
            }
        }
        if (!rows.isEmpty()) {
            heading("Many small messages");
            paragraph("quiet", "32 bytes each. Who has many at hand can pass them together: to a"
                    + " socket as one buffer of 64 KiB, to Ringway as one packet or one batch.");
            dots("messages per second", List.of("one call each", "many per call"), rows);
        }
    }

    private void latency() {
        for (Workload workload : results.workloads()) {
            String size = Workload.size(workload.bytes());
            switch (workload.kind()) {
                case ROUND_TRIP -> {
                    trips("Round trip, " + size, workload, name -> !isInCompany(name),
                            FASTEST_FIRST);
                    trips("Round trip, " + size + ", one busy channel among others", workload,
                            BenchPage::isInCompany, AS_PLANNED);
                }
                case OPEN -> trips("Opening, up to the first answer", workload, _ -> true,
                        FASTEST_FIRST);
                case SEND, GATHER, IDLE -> { }
            }
        }
    }

    private static boolean isInCompany(String contender) {
        return contender.startsWith("among/");
    }

    private void trips(String title, Workload workload, Predicate<String> who,
            Comparator<DotChart.Row> order) {
        List<DotChart.Row> rows = results.contenders(workload).stream().filter(who)
                .map(name -> row(name, List.of(
                        results.spread(workload, name, each -> each.p50() / 1e3),
                        results.spread(workload, name, each -> each.p99() / 1e3),
                        results.spread(workload, name, each -> each.p999() / 1e3))))
                .sorted(order).toList();
        if (!rows.isEmpty()) {
            heading(title);
            dots("µs there and back", List.of("p50", "p99", "p99.9"), rows);
        }
    }

    private static DotChart.Row row(String contender, List<Spread> values) {
        return new DotChart.Row(Names.of(contender), Names.style(contender), values);
    }

    private void cpu() {
        heading("CPU time per GiB");
        paragraph("quiet", "User and system time of both processes, for the throughput above.");
        lines("CPU seconds per GiB", Measurement::cpuSecondsPerGib, null);
    }

    /// Those who did all sizes up to the largest; what is handed over without a copy has no place
    /// among bytes per second.
    private void lines(String unit, ToDoubleFunction<Measurement> metric,
            LineChart.@Nullable Reference reference) {
        Map<String, List<LineChart.Point>> points = new LinkedHashMap<>();
        results.workloads().stream()
                .filter(workload -> workload.kind() == Kind.SEND)
                .sorted(Comparator.comparingLong(Workload::bytes))
                .forEach(workload -> results.contenders(workload).stream()
                        .filter(name -> !HANDED_OVER.matcher(name).find())
                        .forEach(name -> points.computeIfAbsent(name, _ -> new ArrayList<>())
                                .add(new LineChart.Point(workload.bytes(),
                                        results.spread(workload, name, metric)))));
        long largest = points.values().stream()
                .mapToLong(its -> its.getLast().bytes()).max().orElse(0);
        List<LineChart.Series> series = new ArrayList<>();
        points.forEach((name, its) -> {
            if (its.getLast().bytes() == largest && its.size() > 1) {
                series.add(new LineChart.Series(Names.of(name), Names.style(name), its));
            }
        });
        if (!series.isEmpty()) {
            figure(new LineChart(unit + " by message size", unit, series, reference).svg());
        }
    }

    private void dots(String unit, List<String> legend, List<DotChart.Row> rows) {
        figure(new DotChart(unit, unit, legend, rows).svg());
    }

    private void figure(String svg) {
        page.append("<figure>\n").append(svg).append("</figure>\n");
    }

    private void heading(String words) {
        page.append("<h2>").append(Svg.escaped(words)).append("</h2>\n");
    }

    private void paragraph(String style, String words) {
        page.append("<p class=\"").append(style).append("\">")
                .append(Svg.escaped(words)).append("</p>\n");
    }
}
