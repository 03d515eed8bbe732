// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

import java.math.BigDecimal;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.ringway.cli.Json;
import org.ringway.cli.bench.Results;
import org.ringway.cli.bench.Results.Entry;
import org.ringway.cli.bench.Round;
import org.ringway.cli.bench.Spread;
import org.ringway.cli.bench.Workload;

/// What is to be reached, and how it is judged.
sealed interface Goal {
    /// Fewer turns that are alike say less than all turns do.
    int LEAST_ALIKE = 3;

    /// Which values are good.
    ///
    /// @param least the least good one
    /// @param most the most
    record Bound(double least, double most) {
        static Bound atMost(double limit) {
            return new Bound(Double.NEGATIVE_INFINITY, limit);
        }

        static Bound atLeast(double limit) {
            return new Bound(limit, Double.POSITIVE_INFINITY);
        }

        static Bound between(double least, double most) {
            return new Bound(least, most);
        }

        boolean isMet(double value) {
            return least <= value && value <= most;
        }

        String text() {
            if (Double.isInfinite(least)) {
                return "≤ " + plain(most);
            }
            return Double.isInfinite(most) ? "≥ " + plain(least)
                    : plain(least) + " to " + plain(most);
        }

        private static String plain(double value) {
            return BigDecimal.valueOf(value).toPlainString();
        }
    }

    /// What was found.
    ///
    /// @param value that the bound is for
    /// @param ours what we had
    /// @param theirs what the other side had; null where there is none
    /// @param rounds which ones were taken
    record Finding(Spread value, double ours, @Nullable Double theirs, String rounds) {}

    String what();

    String against();

    Bound bound();

    String unit();

    /// @return null if it was not measured
    @Nullable Finding find(Results results);

    /// One contender against another, at the same workload, turn by turn.
    record Ratio(String what, String against, Bound bound, Workload workload, String one,
            String other, Metric metric) implements Goal {
        @Override
        public String unit() {
            return metric.unit();
        }

        @Override
        public @Nullable Finding find(Results results) {
            return ratio(results, new Entry(workload, one), new Entry(workload, other), metric);
        }
    }

    /// One contender at one workload against itself at another.
    record Scaling(String what, String against, Bound bound, Workload one, Workload other,
            String contender, Metric metric) implements Goal {
        @Override
        public String unit() {
            return metric.unit();
        }

        @Override
        public @Nullable Finding find(Results results) {
            return ratio(results, new Entry(one, contender), new Entry(other, contender), metric);
        }
    }

    /// Of turns that are alike, if there are some; else of all.
    private static @Nullable Finding ratio(
            Results results, Entry one, Entry other, Metric metric) {
        double[] all = results.ratios(one, other, metric.of(), false);
        double[] alike = results.ratios(one, other, metric.of(), true);
        if (all.length == 0) {
            return null;
        }
        boolean enough = alike.length >= Math.min(LEAST_ALIKE, all.length);
        return new Finding(Spread.of(DoubleStream.of(enough ? alike : all)),
                results.spread(one.workload(), one.contender(), metric.of()).median(),
                results.spread(other.workload(), other.contender(), metric.of()).median(),
                enough ? alike.length + " of " + all.length : "all " + all.length);
    }

    private static String all(Results results, Workload workload, String contender) {
        return "all " + results.rounds(workload, contender).size();
    }

    /// One contender less another.
    record Difference(String what, String against, Bound bound, Workload workload, String one,
            String other, Metric metric) implements Goal {
        @Override
        public String unit() {
            return metric.unit();
        }

        @Override
        public @Nullable Finding find(Results results) {
            if (results.rounds(workload, one).isEmpty()
                    || results.rounds(workload, other).isEmpty()) {
                return null;
            }
            Spread ours = results.spread(workload, one, metric.of());
            Spread theirs = results.spread(workload, other, metric.of());
            return new Finding(new Spread(ours.median() - theirs.median(),
                    ours.min() - theirs.max(), ours.max() - theirs.min()),
                    ours.median(), theirs.median(), all(results, workload, one));
        }
    }

    /// One contender alone.
    record Value(String what, Bound bound, Workload workload, String one, Metric metric)
            implements Goal {
        @Override
        public String against() {
            return "–";
        }

        @Override
        public String unit() {
            return metric.unit();
        }

        @Override
        public @Nullable Finding find(Results results) {
            if (results.rounds(workload, one).isEmpty()) {
                return null;
            }
            Spread spread = results.spread(workload, one, metric.of());
            return new Finding(spread, spread.median(), null, all(results, workload, one));
        }
    }

    /// The root while others exchange payload, beyond what it takes when nobody does.
    record Broker(String what, Bound bound, Workload workload, Workload idle, String one)
            implements Goal {
        @Override
        public String against() {
            return "an idle bus";
        }

        @Override
        public String unit() {
            return "of a core";
        }

        @Override
        public @Nullable Finding find(Results results) {
            if (results.rounds(workload, one).isEmpty() || results.rounds(idle, one).isEmpty()) {
                return null;
            }
            Spread busy = share(results, workload);
            Spread base = share(results, idle);
            return new Finding(new Spread(busy.median() - base.median(), busy.min() - base.max(),
                    busy.max() - base.min()), busy.median(), base.median(),
                    all(results, workload, one));
        }

        private Spread share(Results results, Workload what) {
            return Spread.of(
                    results.rounds(what, one).stream().mapToDouble(Round::brokerShare));
        }
    }

    /// {@return the goal and what was found, for a program}
    static Map<String, @Nullable Object> json(Goal goal, @Nullable Finding found) {
        Map<String, @Nullable Object> json = Json.object("what", goal.what(),
                "against", goal.against(), "goal", goal.bound().text());
        if (found != null) {
            Spread value = found.value();
            json.putAll(Json.object("median", value.median(), "min", value.min(),
                    "max", value.max(), "unit", goal.unit(), "ours", found.ours(),
                    "theirs", found.theirs(), "rounds", found.rounds(),
                    "met", goal.bound().isMet(value.median())));
        }
        return json;
    }
}
