// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.stream;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.ringway.child.ChildPartition;
import org.ringway.cli.CommandFailure;
import org.ringway.cli.CommonOptions;
import org.ringway.cli.Json;
import org.ringway.cli.SocketOption;
import org.ringway.sockets.HvChannel;
import org.ringway.sockets.HvServerChannel;
import org.ringway.sockets.HvSocketAddress;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Serves a service by standard input and output, or by a program.
@Command(name = "listen",
        description = "Become a partition and serve one of its services by standard input and"
                + " output, or by a program.",
        footer = {"", "Says on standard error when others can connect. Ends with the first"
            + " connection, unless --keep."})
public final class ListenCommand implements Callable<Integer> {
    private static final int MOST_PROGRAMS = 100;

    @Mixin
    private CommonOptions common;

    @Mixin
    private SocketOption socket;

    @Mixin
    private TalkOptions talk;

    @Parameters(paramLabel = "ADDRESS", converter = AddressConverter.class,
            description = "Which partition to be, and its service: hv://docs-server/postgres. With"
                    + " * as partition it has no name of its own.")
    private HvSocketAddress address;

    @Option(names = "--from", paramLabel = "PARTITION", defaultValue = "*",
            description = "Who may connect: a partition's name, children, loopback, or * for"
                    + " anybody (default: ${DEFAULT-VALUE}). The root's policy comes first.")
    private String from;

    @Option(names = {"-k", "--keep"},
            description = "Take one connection after the other until SIGTERM; with --exec up to"
                    + " 100 at a time. With --json the one object says that others can connect.")
    private boolean keep;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        talk.check(common.json(), spec);
        CommandLine command = spec.commandLine();
        HvSocketAddress local = local(command);
        return OwnName.listening(socket, address, command, self -> {
            try (HvServerChannel server = HvServerChannel.listen(self, local);
                    WritableByteChannel target = talk.open()) {
                sayReady(self, command);
                serve(server, target, command);
            } catch (IOException cannot) {
                throw StreamFailures.of(address, cannot);
            }
            return CommandLine.ExitCode.OK;
        });
    }

    /// A listener's address says who may connect.
    private HvSocketAddress local(CommandLine command) {
        try {
            return HvSocketAddress.of(from, address.serviceText());
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(command, "--from: " + wrong.getMessage());
        }
    }

    private void sayReady(ChildPartition self, CommandLine command) {
        if (keep && common.json()) {
            command.getOut().println(Json.text(Json.object("ready", true, "address", address,
                    "partition", self.id().value(), "pid", ProcessHandle.current().pid())));
        } else {
            command.getErr().println("ringway listen: ready, address=" + address + " pid="
                    + ProcessHandle.current().pid());
        }
    }

    private void serve(HvServerChannel server, WritableByteChannel target, CommandLine command)
            throws InterruptedException, IOException {
        InputFeed input = talk.input();
        if (!keep) {
            talk.have(accept(server), input, target, common.json(), command);
            return;
        }
        Program program = talk.program();
        Semaphore places = new Semaphore(MOST_PROGRAMS);
        while (true) {
            places.acquire();
            HvChannel channel = accept(server);
            if (program == null) {
                survive(() -> talk.have(channel, input, target, false, command), command, places);
                continue;
            }
            Thread.ofPlatform().daemon().name("connection").start(() -> survive(
                    () -> program.serve(channel).requireSuccess(), command, places));
        }
    }

    private static HvChannel accept(HvServerChannel server) throws IOException {
        @Nullable HvChannel channel = server.accept();
        if (channel == null) {
            throw new AssertionError("a channel that blocks has accepted nothing");
        }
        return channel;
    }

    private interface Service {
        void run() throws InterruptedException, IOException;
    }

    /// One connection that breaks is no reason not to take the next.
    private static void survive(Service service, CommandLine command, Semaphore places) {
        try {
            service.run();
        } catch (CommandFailure | IOException broken) {
            command.getErr().println("ringway: " + broken.getMessage());
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        } finally {
            places.release();
        }
    }
}
