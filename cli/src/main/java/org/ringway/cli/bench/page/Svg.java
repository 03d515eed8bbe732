// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench.page;

import java.util.Locale;

/// A picture in the making.
final class Svg {
    private final StringBuilder text = new StringBuilder();

    /// @param title what it shows, for those who cannot see it
    Svg(String title, double width, double height) {
        text.append(String.format(Locale.ROOT,
                "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"%s\">%n",
                width, height, escaped(title)));
    }

    static String escaped(String plain) {
        return plain.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    void line(String style, double x1, double y1, double x2, double y2) {
        add("<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
                style, x1, y1, x2, y2);
    }

    /// @param path as SVG wants it
    void path(String style, String path) {
        add("<path class=\"%s\" d=\"%s\"/>", style, path);
    }

    /// @param hint shown while the pointer is on it
    void dot(String style, double x, double y, double radius, String hint) {
        add("<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"><title>%s</title></circle>",
                style, x, y, radius, escaped(hint));
    }

    /// @param anchor `start`, `middle` or `end`
    void text(String style, String anchor, double x, double y, String words) {
        add("<text class=\"%s\" text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>",
                style, anchor, x, y, escaped(words));
    }

    private void add(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    /// {@return the whole element}
    String end() {
        return text + "</svg>\n";
    }
}
