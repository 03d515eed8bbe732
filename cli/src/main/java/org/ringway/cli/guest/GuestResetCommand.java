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

/// The kernel is not asked: what it has not written is lost.
@Command(name = "reset", description = "Have a guest begin anew at once, as a button would.")
final class GuestResetCommand implements Callable<Integer> {
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
        ControlSocket.order(socket.path(), name, "reset");
        if (common.json()) {
            spec.commandLine().getOut().println(Json.text(Json.object("reset", name)));
        }
        return CommandLine.ExitCode.OK;
    }
}
