// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ringway.cli.bench.Spread;
import org.ringway.cli.bench.Workload;

/// Lines over message sizes, both axes logarithmic, each line with its name at its end.
final class LineChart {
    /// A measured size.
    record Point(long bytes, Spread value) {}

    /// The points of one contender.
    ///
    /// @param name for people
    /// @param style of the line, a class of the style sheet
    record Series(String name, String style, List<Point> points) {}

    /// A value to compare with.
    record Reference(String name, double value) {}

    private static final double WIDTH = 860;
    private static final double HEIGHT = 430;
    private static final double LEFT = 64;
    private static final double RIGHT = 640;
    private static final double TOP = 34;
    private static final double BOTTOM = 380;
    private static final double LABEL_HEIGHT = 17;
    private static final double SAMPLE = 34;

    private final String title;
    private final String unit;
    private final List<Series> series;
    private final @Nullable Reference reference;
    private final LogScale across;
    private final LogScale up;

    /// @param title what it shows
    /// @param unit of the values
    /// @param series at least one, with two sizes among them
    /// @param reference a line of its own, or null
    LineChart(String title, String unit, List<Series> series, @Nullable Reference reference) {
        this.title = title;
        this.unit = unit;
        this.series = series;
        this.reference = reference;
        List<Long> sizes = sizes();
        this.across = new LogScale(sizes.getFirst(), sizes.getLast(), LEFT, RIGHT);
        Stream<Double> values = points().flatMap(each ->
                Stream.of(each.value.min(), each.value.max()));
        this.up = LogScale.around(values.toList(), BOTTOM, TOP);
    }

    private Stream<Point> points() {
        return series.stream().flatMap(each -> each.points.stream());
    }

    private List<Long> sizes() {
        return points().map(Point::bytes).distinct().sorted().toList();
    }

    /// {@return the picture}
    String svg() {
        Svg svg = new Svg(title, WIDTH, HEIGHT);
        grid(svg);
        if (reference != null) {
            reference(svg, reference);
        }
        series.forEach(each -> line(svg, each));
        labels(svg);
        return svg.end();
    }

    private void grid(Svg svg) {
        up.steps().forEach(step -> svg.line("faint", LEFT, up.at(step), RIGHT, up.at(step)));
        for (double decade : up.decades()) {
            double y = up.at(decade);
            svg.line("grid", LEFT, y, RIGHT, y);
            svg.text("tick", "end", LEFT - 8, y + 4, LogScale.label(decade));
        }
        for (long bytes : sizes()) {
            svg.line("grid", across.at(bytes), TOP, across.at(bytes), BOTTOM);
            svg.text("tick", "middle", across.at(bytes), BOTTOM + 20, Workload.size(bytes));
        }
        svg.text("unit", "start", LEFT - 8, TOP - 14, unit);
        svg.text("unit", "middle", (LEFT + RIGHT) / 2, BOTTOM + 42, "message size");
    }

    /// Its name stands above the plot, where no line of a contender crosses it.
    private void reference(Svg svg, Reference to) {
        double y = up.at(to.value);
        svg.line("reference", LEFT, y, RIGHT, y);
        svg.line("reference", RIGHT - SAMPLE, TOP - 18, RIGHT, TOP - 18);
        svg.text("note", "end", RIGHT - SAMPLE - 8, TOP - 14, to.name);
    }

    private void line(Svg svg, Series one) {
        StringBuilder path = new StringBuilder();
        for (Point point : one.points) {
            double x = across.at(point.bytes);
            path.append(String.format(Locale.ROOT, "%s%.1f %.1f", path.isEmpty() ? "M" : " L",
                    x, up.at(point.value.median())));
            svg.line("whisker " + one.style,
                    x, up.at(point.value.min()), x, up.at(point.value.max()));
        }
        svg.path("series " + one.style, path.toString());
        for (Point point : one.points) {
            svg.dot("dot " + one.style, across.at(point.bytes), up.at(point.value.median()), 4,
                    one.name + ", " + Workload.size(point.bytes) + ": "
                            + point.value.text() + " " + unit);
        }
    }

    /// Names stand where their lines end, and make room for each other.
    private void labels(Svg svg) {
        List<Series> byHeight = series.stream()
                .sorted(Comparator.comparingDouble(this::endOf)).toList();
        List<Double> heights = new ArrayList<>();
        for (Series one : byHeight) {
            double wanted = endOf(one);
            heights.add(heights.isEmpty() ? wanted
                    : Math.max(wanted, heights.getLast() + LABEL_HEIGHT));
        }
        double tooLow = heights.getLast() - BOTTOM;
        for (int i = heights.size() - 1; i >= 0 && tooLow > 0; i--) {
            heights.set(i, heights.get(i) - tooLow);
            tooLow = i > 0 ? heights.get(i - 1) + LABEL_HEIGHT - heights.get(i) : 0;
        }
        for (int i = 0; i < byHeight.size(); i++) {
            Series one = byHeight.get(i);
            double x = across.at(one.points.getLast().bytes());
            svg.line("leader " + one.style, x + 5, endOf(one), RIGHT + 14, heights.get(i));
            svg.text("name " + one.style, "start", RIGHT + 18, heights.get(i) + 5, one.name);
        }
    }

    private double endOf(Series one) {
        return up.at(one.points.getLast().value.median());
    }
}
