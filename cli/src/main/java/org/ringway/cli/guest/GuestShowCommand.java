// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest;

import java.util.List;
import java.util.concurrent.Callable;
import org.ringway.cli.CommonOptions;
import org.ringway.cli.Json;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// What a guest says about itself: its heartbeat, and what its key-value daemon knows.
@Command(name = "show", description = "Show whether a guest is alive, and what it says it is.")
final class GuestShowCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private NamedGuest guest;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<String> lines = guest.order("show");
        if (common.json()) {
            spec.commandLine().getOut().println(
                    Json.text(HealthReport.json(guest.name(), lines)));
        } else {
            lines.forEach(spec.commandLine().getOut()::println);
        }
        return CommandLine.ExitCode.OK;
    }
}
