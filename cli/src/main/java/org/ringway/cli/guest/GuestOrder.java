// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest;

import java.util.concurrent.Callable;
import org.ringway.cli.CommonOptions;
import org.ringway.cli.Json;
import org.ringway.cli.SocketOption;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// An order to the machine of a running guest, which has nothing to tell but that it is obeyed.
abstract class GuestOrder implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private SocketOption socket;

    @Parameters(paramLabel = "NAME", description = "What the guest is called.")
    private String name;

    @Spec
    private CommandSpec spec;

    @Override
    public final Integer call() {
        ControlSocket.order(socket.path(), name, spec.name());
        if (common.json()) {
            spec.commandLine().getOut().println(
                    Json.text(Json.object("order", spec.name(), "name", name)));
        }
        return CommandLine.ExitCode.OK;
    }
}
