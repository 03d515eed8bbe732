// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench.page;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.ringway.cli.bench.Spread;

/// A row for each contender, with a few dots on a logarithmic axis.
final class DotChart {
    /// The dots of one contender, in the order of the chart's legend.
    ///
    /// @param name for people
    /// @param style of the dots, a class of the style sheet
    record Row(String name, String style, List<Spread> values) {}

    private static final double WIDTH = 860;
    private static final double LEFT = 230;
    private static final double RIGHT = 820;
    private static final double TOP = 44;
    private static final double ROW = 30;
    private static final List<Double> RADII = List.of(6.0, 4.5, 3.4);

    private final String title;
    private final String unit;
    private final List<String> legend;
    private final List<Row> rows;
    private final LogScale across;

    /// @param title what it shows
    /// @param unit of the values
    /// @param legend what the dots mean, at most three
    /// @param rows from top to bottom
    DotChart(String title, String unit, List<String> legend, List<Row> rows) {
        this.title = title;
        this.unit = unit;
        this.legend = legend;
        this.rows = rows;
        Stream<Double> values = rows.stream().flatMap(row -> row.values.stream())
                .map(Spread::median);
        this.across = LogScale.around(values.toList(), LEFT, RIGHT);
    }

    /// {@return the picture}
    String svg() {
        double bottom = TOP + rows.size() * ROW;
        Svg svg = new Svg(title, WIDTH, bottom + 46);
        grid(svg, bottom);
        legend(svg);
        for (int i = 0; i < rows.size(); i++) {
            row(svg, rows.get(i), TOP + (i + 0.5) * ROW);
        }
        return svg.end();
    }

    private void grid(Svg svg, double bottom) {
        across.steps().forEach(step ->
                svg.line("faint", across.at(step), TOP, across.at(step), bottom));
        for (double decade : across.decades()) {
            double x = across.at(decade);
            svg.line("grid", x, TOP, x, bottom);
            svg.text("tick", "middle", x, bottom + 18, LogScale.label(decade));
        }
        svg.text("unit", "middle", (LEFT + RIGHT) / 2, bottom + 38, unit);
    }

    private void legend(Svg svg) {
        double x = LEFT;
        for (int i = 0; i < legend.size(); i++) {
            svg.dot("dot plain dot" + i, x + 6, TOP - 22, RADII.get(i), legend.get(i));
            svg.text("tick", "start", x + 18, TOP - 17, legend.get(i));
            x += 40 + 7.2 * legend.get(i).length();
        }
    }

    private void row(Svg svg, Row row, double y) {
        svg.text("name " + row.style, "end", LEFT - 14, y + 5, row.name);
        svg.line("leader " + row.style, across.at(row.values.getFirst().median()), y,
                across.at(row.values.getLast().median()), y);
        for (int i = row.values.size() - 1; i >= 0; i--) {
            Spread value = row.values.get(i);
            svg.dot("dot " + row.style + " dot" + i, across.at(value.median()), y, RADII.get(i),
                    String.format(Locale.ROOT, "%s, %s: %s %s", row.name, legend.get(i),
                            value.text(), unit));
        }
    }
}
