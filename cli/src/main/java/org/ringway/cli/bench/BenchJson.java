// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.ringway.cli.Json;

/// Results for a program to read.
public final class BenchJson {
    private final Results results;
    private final Workload workload;
    private final String contender;

    private BenchJson(Results results, Workload workload, String contender) {
        this.results = results;
        this.workload = workload;
        this.contender = contender;
    }

    /// {@return the machine, and for each workload and contender the median, least and most of each
    /// number}
    ///
    /// @param results all rounds
    /// @param machine where they were done
    public static Map<String, @Nullable Object> of(Results results, Machine machine) {
        return Json.object("machine", machine.json(), "workloads", workloads(results));
    }

    private static List<Map<String, @Nullable Object>> workloads(Results results) {
        return results.workloads().stream()
                .map(workload -> Json.object("kind", workload.kind().word(),
                        "messageBytes", workload.bytes(),
                        "contenders", results.contenders(workload).stream()
                                .map(name -> new BenchJson(results, workload, name).json())
                                .toList()))
                .toList();
    }

    private Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = Json.object("name", contender,
                "rounds", results.rounds(workload, contender).size(),
                "disturbedRounds", results.rounds(workload, contender).stream()
                        .filter(Round::isDisturbed).count(),
                "othersShareOfProcessor", rounds(Round::others),
                "rootsShareOfProcessor", rounds(Round::brokerShare),
                "cacheLineNanos", rounds(Round::lineNanos),
                "perSecond", spread(Measurement::perSecond),
                "gibPerSecond", spread(Measurement::gibPerSecond),
                "nanosEach", spread(Measurement::nanosEach),
                "cpuShare", spread(Measurement::cpuShare),
                "cpuSecondsPerGib", spread(Measurement::cpuSecondsPerGib),
                "signalsPerMessage", spread(each -> each.perMessage(each.signals())),
                "systemCallsPerMessage", results.systemCalls(workload, contender),
                "sleepsPerMessage", spread(each -> each.perMessage(each.switches())),
                "allocatedBytesPerMessage",
                spread(each -> each.perMessage(each.allocatedBytes())));
        if (workload.kind().isTrip()) {
            json.put("p50Nanos", spread(Measurement::p50));
            json.put("p99Nanos", spread(Measurement::p99));
            json.put("p999Nanos", spread(Measurement::p999));
        }
        return json;
    }

    private Map<String, @Nullable Object> spread(ToDoubleFunction<Measurement> metric) {
        return json(results.spread(workload, contender, metric));
    }

    private Map<String, @Nullable Object> rounds(ToDoubleFunction<Round> metric) {
        return json(Spread.of(results.rounds(workload, contender).stream().mapToDouble(metric)));
    }

    private static Map<String, @Nullable Object> json(Spread spread) {
        return Json.object("median", spread.median(), "min", spread.min(), "max", spread.max());
    }
}
