// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench;

import java.util.Locale;

/// Numbers for people: three digits that count.
public final class Figures {
    private Figures() {}

    /// {@return for instance `0.0123`, `1.23`, `123` or `12,300`}
    ///
    /// @param value any
    public static String text(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return value == 0 ? "0" : "–";
        }
        int exponent = (int) Math.floor(Math.log10(Math.abs(value)));
        if (exponent < -4) {
            return "< 0.0001";
        }
        double unit = Math.pow(10, exponent - 2);
        double rounded = Math.round(value / unit) * unit;
        return String.format(Locale.ROOT, "%,." + Math.max(0, 2 - exponent) + "f", rounded);
    }
}
