// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import java.io.PrintWriter;
import org.ringway.cli.bench.BenchCommand;
import org.ringway.cli.bench.PartyCommand;
import org.ringway.cli.demo.ChildCommand;
import org.ringway.cli.demo.DemoCommand;
import org.ringway.cli.guest.GuestCommand;
import org.ringway.cli.inspect.InspectCommand;
import org.ringway.cli.inspect.TopCommand;
import org.ringway.cli.stream.ConnectCommand;
import org.ringway.cli.stream.ForwardCommand;
import org.ringway.cli.stream.ListenCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The entry point: a word for what to do, then its options.
@Command(name = "ringway",
        description =
                "VMBus for the JVM: packets and granted pages between partitions of one host.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {DemoCommand.class, RootCommand.class, LsCommand.class,
            InspectCommand.class, TopCommand.class, ListenCommand.class, ConnectCommand.class,
            ForwardCommand.class, GuestCommand.class, BenchCommand.class,
            DoctorCommand.class, ConformanceCommand.class, VersionCommand.class,
            ChildCommand.class, PartyCommand.class})
public final class Main implements Runnable {
    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    /// Runs one command and exits with its code.
    ///
    /// @param args the command and its options
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        Output output = new Output(System.out);
        ErrorLine errors = new ErrorLine(output);
        return new CommandLine(new Main())
                .setOut(new PrintWriter(output, true))
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }
}
