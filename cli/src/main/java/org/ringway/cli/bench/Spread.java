// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench;

import java.util.stream.DoubleStream;

/// What rounds have in common.
///
/// @param median of them; for an even count the mean of the middle two
/// @param min of them
/// @param max of them
public record Spread(double median, double min, double max) {
    /// @param values of the rounds, at least one
    /// @return their spread
    public static Spread of(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("no rounds");
        }
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1
                ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    /// {@return for instance `1.25 (1.10 to 1.40)`}
    public String text() {
        return Figures.text(median) + " (" + Figures.text(min) + " to " + Figures.text(max) + ")";
    }
}
