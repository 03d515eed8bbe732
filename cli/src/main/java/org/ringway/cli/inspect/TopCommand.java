// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.inspect;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.ringway.child.BusListing;
import org.ringway.child.ChildPartition;
import org.ringway.cli.CommonOptions;
import org.ringway.cli.Json;
import org.ringway.cli.SocketOption;
import org.ringway.cli.Terminal;
import org.ringway.cli.Visit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Shows how busy the channels are, again and again.
@Command(name = "top",
        description = "Show packets and signals per second and how full the rings are, for each"
                + " channel.")
public final class TopCommand implements Callable<Integer> {
    private static final double LEAST_SECONDS = 0.05;
    private static final double MOST_SECONDS = 3600;
    private static final String CLEAR = "\033[H\033[J";

    @Mixin
    private CommonOptions common;

    @Mixin
    private SocketOption socket;

    @Option(names = "--interval", paramLabel = "SECONDS", defaultValue = "1",
            description = "Time between two looks. Default: 1.")
    private double seconds;

    @Option(names = "--count", paramLabel = "N",
            description = "End after so many samples. Default: 1, on a terminal without end.")
    private @Nullable Integer count;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (!(seconds >= LEAST_SECONDS && seconds <= MOST_SECONDS)) {
            throw new ParameterException(spec.commandLine(), "--interval is out of range: seconds="
                    + seconds + " range=" + LEAST_SECONDS + ".." + MOST_SECONDS);
        }
        if (count != null && count < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--count must be positive: count=" + count);
        }
        return Visit.to(socket, "ringway top", this::watch);
    }

    private int watch(ChildPartition self) throws InterruptedException {
        boolean live = !common.json() && Terminal.OUTPUT.isThere();
        int samples = count != null ? count : live ? Integer.MAX_VALUE : 1;
        List<Map<String, @Nullable Object>> objects = new ArrayList<>();
        PrintWriter out = spec.commandLine().getOut();
        try (Survey survey = new Survey(self)) {
            Meter meter = new Meter();
            look(self, survey, meter);
            long next = System.nanoTime();
            for (int sample = 0; sample < samples; sample++) {
                next += (long) (seconds * TimeUnit.SECONDS.toNanos(1));
                Thread.sleep(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
                RateReport report = look(self, survey, meter);
                if (common.json()) {
                    objects.add(report.json());
                } else {
                    out.print(live ? CLEAR : "");
                    report.print(out);
                    out.flush();
                }
            }
        }
        if (common.json()) {
            out.println(Json.text(Json.object("intervalSeconds", seconds, "samples", objects)));
        }
        return CommandLine.ExitCode.OK;
    }

    private static RateReport look(ChildPartition self, Survey survey, Meter meter)
            throws InterruptedException {
        BusListing listing = self.list();
        List<Sight> sights = survey.ask(Target.all(listing, self.id()));
        return new RateReport(listing, meter.next(listing, sights));
    }
}
