// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.ringway.cli.Json;
import org.ringway.guest.integration.GuestHealth;

/// What a guest says about itself, as lines. Its pairs are whatever it likes, so each is marked:
/// `pair KEY=VALUE`, and never looks like a line of ours.
///
/// - **Thread:** any.
final class HealthReport {
    private static final String PAIR = "pair ";

    private HealthReport() {}

    /// {@return the lines, each a name, `=` and a value}
    static List<String> lines(GuestHealth health) {
        return lines(health.beats(), health.sinceBeat(), health.pairs());
    }

    static List<String> lines(
            long beats, @Nullable Duration sinceBeat, Map<String, String> pairs) {
        List<String> lines = new ArrayList<>();
        lines.add(GuestHealth.BEATS + "=" + beats);
        lines.add(GuestHealth.MILLIS_SINCE_BEAT + "="
                + (sinceBeat == null ? "" : sinceBeat.toMillis()));
        new TreeMap<>(pairs).forEach(
                (key, value) -> lines.add(PAIR + key.replace('=', '?') + "=" + value));
        return lines;
    }

    /// {@return the lines as an object, whose `pairs` are one of their own; of two pairs with the
    /// same key the last one counts}
    ///
    /// @param guest how its owner calls it
    /// @param lines of another process; what has no `=` is passed over
    static Map<String, @Nullable Object> json(String guest, List<String> lines) {
        Map<String, @Nullable Object> all = Json.object("name", guest);
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String line : lines) {
            int cut = line.indexOf('=');
            if (cut >= 0 && line.startsWith(PAIR)) {
                pairs.put(line.substring(PAIR.length(), cut), line.substring(cut + 1));
            } else if (cut >= 0) {
                all.putIfAbsent(line.substring(0, cut), line.substring(cut + 1));
            }
        }
        all.put("pairs", pairs);
        return all;
    }
}
