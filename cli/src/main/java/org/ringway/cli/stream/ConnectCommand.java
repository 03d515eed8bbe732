// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.stream;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ringway.child.ChildPartition;
import org.ringway.cli.CommonOptions;
import org.ringway.cli.SocketOption;
import org.ringway.cli.Visit;
import org.ringway.sockets.HvChannel;
import org.ringway.sockets.HvSocketAddress;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Connects standard input and output to a service.
@Command(name = "connect", description = "Connect standard input and output to a service.",
        footer = {"", "The end of standard input ends the stream that way only. The command ends"
            + " when both sides have ended theirs."})
public final class ConnectCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private SocketOption socket;

    @Mixin
    private TalkOptions talk;

    @Parameters(paramLabel = "ADDRESS", converter = AddressConverter.class,
            description = "Whose service, as in hv://docs-server/postgres or hv://docs-server/80.")
    private HvSocketAddress address;

    @Option(names = "--as", paramLabel = "NAME",
            description = "What to be called on the bus (default: connect- and the process id).")
    private @Nullable String name;

    @Option(names = {"-w", "--timeout"}, paramLabel = "SECONDS", defaultValue = "10",
            description = "How long to wait for the connection (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        talk.check(common.json(), spec);
        Duration atMost = Times.ofSeconds("--timeout", seconds, spec);
        CommandLine command = spec.commandLine();
        return Visit.to(socket, name == null ? OwnName.of(command) : name, self -> {
            try (WritableByteChannel target = talk.open()) {
                talk.have(connect(self, atMost), talk.input(), target, common.json(), command);
            } catch (IOException cannot) {
                throw StreamFailures.of(address, cannot);
            }
            return CommandLine.ExitCode.OK;
        });
    }

    private HvChannel connect(ChildPartition self, Duration atMost) throws IOException {
        HvChannel channel = HvChannel.open(self);
        channel.connect(address, atMost);
        return channel;
    }
}
