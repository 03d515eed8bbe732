// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringway.cli.Json;
import org.ringway.cli.bench.Results;
import org.ringway.cli.bench.Round;
import org.ringway.cli.bench.Spread;
import org.ringway.cli.bench.Workload;

/// What is to be reached, and how it is judged.
sealed interface Goal {
    /// Which values are good.
    ///
    /// @param most whether smaller ones are
    /// @param limit the last good one
    record Bound(boolean most, double limit) {
        static Bound atMost(double limit) {
            return new Bound(true, limit);
        }

        static Bound atLeast(double limit) {
            return new Bound(false, limit);
        }

        boolean isMet(double value) {
            return most ? value <= limit : value >= limit;
        }

        String text() {
            return (most ? "≤ " : "≥ ") + limit;
        }
    }

    /// What was found.
    ///
    /// @param value that the bound is for
    /// @param ours what we had
    /// @param theirs what the other side had; null where there is none
    record Finding(Spread value, double ours, @Nullable Double theirs) {}

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
            Spread ratio = results.ratio(workload, one, other, metric.of());
            return ratio == null ? null : new Finding(ratio,
                    results.spread(workload, one, metric.of()).median(),
                    results.spread(workload, other, metric.of()).median());
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
            Spread ratio = results.ratio(one, other, contender, metric.of());
            return ratio == null ? null : new Finding(ratio,
                    results.spread(one, contender, metric.of()).median(),
                    results.spread(other, contender, metric.of()).median());
        }
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
                    ours.median(), theirs.median());
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
            return new Finding(spread, spread.median(), null);
        }
    }

    /// The root while others exchange payload.
    record Broker(String what, Bound bound, Workload workload, String one) implements Goal {
        @Override
        public String against() {
            return "–";
        }

        @Override
        public String unit() {
            return "of a core";
        }

        @Override
        public @Nullable Finding find(Results results) {
            if (results.rounds(workload, one).isEmpty()) {
                return null;
            }
            Spread spread = Spread.of(results.rounds(workload, one).stream()
                    .mapToDouble(Round::brokerShare));
            return new Finding(spread, spread.median(), null);
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
                    "theirs", found.theirs(), "met", goal.bound().isMet(value.median())));
        }
        return json;
    }
}
