// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest.lab;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.ringway.cli.CommonOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What runs inside the emulated machine: every scenario, a line each. On a host whose KVM works it
/// could run there, too, if the files lay where the lab puts them.
@Command(name = "lab-scenarios", hidden = true,
        description = "Run the scenarios of the lab; for the lab's own machine.")
public final class LabScenariosCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Option(names = "--short", description = "Without what takes long.")
    private boolean isShort;

    @Option(names = "--only", paramLabel = "WORD", description = "Only those with this word.")
    private @Nullable String only;

    @Override
    public Integer call() throws Exception {
        boolean passed = true;
        try (LabLog log = new LabLog(System.out); LabBus bus = new LabBus(log)) {
            FirstGuest first = new FirstGuest(bus);
            for (Map.Entry<String, Scenario> each : first.scenarios(isShort, only).entrySet()) {
                ScenarioResult result = run(each.getKey(), each.getValue(), log);
                log.line(result.line());
                passed &= result.passed();
            }
            first.close();
        }
        return passed ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private static ScenarioResult run(String name, Scenario scenario, LabLog log)
            throws InterruptedException {
        long start = System.nanoTime();
        boolean passed = false;
        String detail;
        try {
            detail = scenario.run();
            passed = true;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            detail = e.toString();
            log.failure(e);
        }
        return new ScenarioResult(name, passed,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start), detail);
    }
}
