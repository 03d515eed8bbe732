// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest;

import java.util.concurrent.Callable;
import org.ringway.cli.CommonOptions;
import org.ringway.cli.Json;
import org.ringway.cli.SocketOption;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Says it to the driver in the guest's kernel, which begins at once and takes its time.
@Command(name = "stop", description = "Ask a guest to switch itself off in good order.")
final class GuestStopCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private SocketOption socket;

    @Parameters(paramLabel = "NAME", description = "What the guest is called.")
    private String name;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        ControlSocket.order(socket.path(), name, "stop");
        if (common.json()) {
            spec.commandLine().getOut().println(Json.text(Json.object("stopping", name)));
        }
        return CommandLine.ExitCode.OK;
    }
}
