// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest;

import java.util.concurrent.Callable;
import org.ringway.cli.CommonOptions;
import org.ringway.cli.Json;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// An order to the machine of a running guest, which has nothing to tell but that it is obeyed.
abstract class GuestOrder implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private NamedGuest guest;

    @Spec
    private CommandSpec spec;

    @Override
    public final Integer call() {
        guest.order(spec.name());
        if (common.json()) {
            spec.commandLine().getOut().println(
                    Json.text(Json.object("order", spec.name(), "name", guest.name())));
        }
        return CommandLine.ExitCode.OK;
    }
}
