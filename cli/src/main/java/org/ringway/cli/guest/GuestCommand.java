// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest;

import org.ringway.cli.CommonOptions;
import org.ringway.cli.guest.initrd.InitrdCommand;
import org.ringway.cli.guest.lab.LabCommand;
import org.ringway.cli.guest.lab.LabScenariosCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Virtual machines whose kernels are partitions.
@Command(name = "guest",
        description = "Run a Linux kernel in a virtual machine, as a partition of the bus.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {GuestRunCommand.class, InitrdCommand.class, GuestShowCommand.class,
            GuestConsoleCommand.class, GuestStopCommand.class, GuestRestartCommand.class,
            GuestResetCommand.class, LabCommand.class, LabScenariosCommand.class})
public final class GuestCommand implements Runnable {
    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }
}
