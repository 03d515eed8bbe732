// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ringway.PlatformException;
import org.ringway.cli.CommandFailure;
import org.ringway.cli.CommonOptions;
import org.ringway.cli.HostPlatform;
import org.ringway.cli.SocketOption;
import org.ringway.guest.GuestEnd;
import org.ringway.guest.GuestMachine;
import org.ringway.guest.GuestOptions;
import org.ringway.guest.GuestReach;
import org.ringway.guest.PortMapping;
import org.ringway.hypervisor.MachineSize;
import org.ringway.platform.Platform;
import org.ringway.wire.Guid;
import org.ringway.wire.Name;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Boots a kernel and is its machine until it ends.
@Command(name = "run", description = "Boot a kernel as a partition, with its console here.",
        abbreviateSynopsis = true, sortOptions = false,
        footer = {"", "Exits with 0 however the guest ends by itself or is switched off, and with 1"
                + " if it does not start or its machine fails."})
final class GuestRunCommand implements Callable<Integer> {
    private static final int PAGE = 4096;
    private static final String NAMES = "[A-Za-z0-9][A-Za-z0-9.-]{0,39}";

    @Mixin
    private CommonOptions common;

    @Mixin
    private SocketOption socket;

    @Option(names = "--kernel", paramLabel = "FILE", required = true,
            description = "A kernel as distributions ship it, or a vmlinux with a PVH entry.")
    private Path kernel;

    @Option(names = "--initrd", paramLabel = "FILE", description = "Its first file system.")
    private @Nullable Path initrd;

    @Option(names = "--name", paramLabel = "NAME", defaultValue = "guest",
            description = "What the partition is called (default: ${DEFAULT-VALUE}).")
    private String name;

    @Option(names = "--memory", paramLabel = "SIZE", defaultValue = "512M",
            converter = ByteSize.Converter.class,
            description = "Its memory, at most 3G (default: ${DEFAULT-VALUE}).")
    private ByteSize memory;

    @Option(names = "--cpus", paramLabel = "N", defaultValue = "1",
            description = "Its processors (default: ${DEFAULT-VALUE}).")
    private int processors;

    @Option(names = "--append", paramLabel = "TEXT", defaultValue = "",
            description = "More options of the kernel, behind `"
                    + GuestOptions.USUAL_COMMAND_LINE + "`.")
    private String append;

    @Option(names = "--map", paramLabel = "PORT=hv://NAME/SERVICE",
            converter = PortMappingConverter.class,
            description = "What a port of the host means to the guest's programs, which can name"
                    + " nothing else; can be given many times. Any other port is that of whichever"
                    + " partition listens on it.")
    private List<PortMapping> ports = List.of();

    @Option(names = "--allow", paramLabel = "SERVICE", converter = ServiceConverter.class,
            description = "Has the guest be offered only this, and connect only to this: a"
                    + " service's name, its GUID, or a port; can be given many times. What --map"
                    + " names is allowed in any case, and what the root's policy denies is not.")
    private @Nullable Set<Guid> services;

    @Option(names = "--relayed",
            description = "Nobody but the partition beside the guest gets hold of its memory: that"
                    + " copies. The guest connects to what --map and --allow name, and nobody to"
                    + " the guest.")
    private boolean isRelayed;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        GuestOptions options = options();
        Path orders = ControlSocket.of(socket.path(), name);
        try (Console console = new Console(System.out, System.err);
                GuestMachine guest = start(HostPlatform.find(), options, console);
                ControlDoor _ = ControlDoor.open(orders, guest, console);
                Terminal terminal = Terminal.open()) {
            if (terminal.isOne()) {
                console.note("Ctrl-] switches it off at once");
            }
            Runtime.getRuntime().addShutdownHook(new Thread(guest::close, "power off"));
            Thread.ofPlatform().daemon().name("stdin").start(() -> type(terminal, guest));
            GuestEnd end = guest.awaitEnd();
            if (end.reason() == GuestEnd.Reason.FAILED) {
                throw new CommandFailure("the guest's machine has failed: " + end.text(),
                        "see its console above");
            }
            return CommandLine.ExitCode.OK;
        }
    }

    private static void type(Terminal terminal, GuestMachine guest) {
        try {
            if (terminal.type(key -> Console.type(key, guest))) {
                guest.close();
            }
        } catch (IOException _) {
            // Nobody types any more.
        }
    }

    private GuestOptions options() {
        if (!name.matches(NAMES)) {
            throw new ParameterException(spec.commandLine(), "--name must be letters, digits,"
                    + " dots and dashes, 40 at most: name=" + name);
        }
        String line = GuestOptions.USUAL_COMMAND_LINE + (append.isEmpty() ? "" : " " + append);
        try {
            return new GuestOptions(new Name(name), socket.path(),
                    new MachineSize(memory.bytes() / PAGE, processors), kernel, initrd, line,
                    new GuestReach(ports, services, isRelayed));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private static GuestMachine start(Platform platform, GuestOptions options, Console console)
            throws InterruptedException {
        try {
            return GuestMachine.start(platform, HostHypervisor.find(), options, console);
        } catch (PlatformException e) {
            throw new CommandFailure("the guest does not start", e.getMessage(), e);
        }
    }
}
