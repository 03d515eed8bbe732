// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench.page;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// A logarithmic axis from one number of pixels to another.
///
/// @param least the value at `from`
/// @param most the value at `to`
/// @param from pixels
/// @param to pixels, perhaps fewer
record LogScale(double least, double most, double from, double to) {
    LogScale {
        if (!(least > 0 && most > least)) {
            throw new IllegalArgumentException(
                    "no range for logarithms: least=" + least + " most=" + most);
        }
    }

    /// An axis a little longer than values need.
    ///
    /// @param values at least one, all positive
    static LogScale around(List<Double> values, double from, double to) {
        double least = values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        double most = values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        double spare = Math.max(1.25, Math.sqrt(10 * least / most));
        return new LogScale(least / spare, most * spare, from, to);
    }

    double at(double value) {
        double fraction = Math.log(Math.clamp(value, least, most) / least)
                / Math.log(most / least);
        return from + fraction * (to - from);
    }

    /// {@return the powers of ten on the axis}
    List<Double> decades() {
        int first = (int) Math.ceil(Math.log10(least));
        int last = (int) Math.floor(Math.log10(most));
        return IntStream.rangeClosed(first, last).mapToObj(each -> Math.pow(10, each)).toList();
    }

    /// {@return what lies between them, in equal steps}
    List<Double> steps() {
        int first = (int) Math.floor(Math.log10(least));
        int last = (int) Math.floor(Math.log10(most));
        return IntStream.rangeClosed(first, last).boxed()
                .flatMap(each -> IntStream.range(2, 10).mapToObj(i -> i * Math.pow(10, each)))
                .filter(step -> step >= least && step <= most)
                .toList();
    }

    /// {@return a power of ten as people write it: 0.01, 100, 10 k, 1 M}
    static String label(double decade) {
        if (decade >= 0.999e6) {
            return String.format(Locale.ROOT, "%.0f M", decade / 1e6);
        }
        if (decade >= 0.999e4) {
            return String.format(Locale.ROOT, "%.0f k", decade / 1e3);
        }
        int places = Math.max(0, (int) Math.round(-Math.log10(decade)));
        return String.format(Locale.ROOT, "%." + places + "f", decade);
    }
}
