// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.ringway.child.ChildPartition;
import org.ringway.child.JoinOptions;
import org.ringway.cli.HostPlatform;
import org.ringway.cli.guest.HostHypervisor;
import org.ringway.guest.GuestMachine;
import org.ringway.guest.GuestOptions;
import org.ringway.guest.GuestReach;
import org.ringway.hypervisor.MachineSize;
import org.ringway.platform.ListenOptions;
import org.ringway.platform.Platform;
import org.ringway.root.RootOptions;
import org.ringway.root.RootPartition;
import org.ringway.wire.Name;

/// What a scenario works with: a root, a partition of the test's own, and a guest.
final class LabBus implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(240);
    /// Where the archives of [LabArchives] put things.
    static final Path KERNEL = Path.of("/kernel");
    private static final Path PACKED_KERNEL = Path.of("/vmlinuz");
    static final Path INITRD = Path.of("/guest");
    /// The guest's first program, in its archive, where scenarios drive it.
    static final String LAB_INIT = "lab-init";
    private static final String LAB_OPTIONS =
            " panic=1 mitigations=off rdinit=/" + LAB_INIT;
    private static final Path HOSTILE = Path.of("/hostile");
    private static final GuestReach REACH = GuestReach.ALL.withPorts(
            List.of(GuestStreams.FILES, GuestStreams.OTHER_GUEST));
    private static final int OWNER_ONLY = 0600;
    private static final long PAGES = (192L << 20) / 4096;

    private static final long HOSTILE_PAGES = (32L << 20) / 4096;

    private final Platform platform = HostPlatform.find();
    private final LabLog log;
    private final Path socket;
    private RootPartition root;
    private final ChildPartition self;

    /// @param log takes what the root and guests say
    LabBus(LabLog log) throws InterruptedException, IOException {
        this.log = log;
        socket = Files.createTempDirectory("lab").resolve("root.sock");
        root = startRoot();
        self = ChildPartition.join(JoinOptions.of(platform, socket, "lab"));
    }

    private RootPartition startRoot() {
        return RootPartition.start(platform, RootOptions.DEFAULT
                .listeningAt(new ListenOptions(socket, OWNER_ONLY, OptionalInt.empty()))
                .withLog(log::line));
    }

    /// Ends the root, and starts another one in its place.
    void startAnotherRoot() {
        root.close();
        root = startRoot();
    }

    LabLog log() {
        return log;
    }

    Path socket() {
        return socket;
    }

    ChildPartition self() {
        return self;
    }

    /// Boots a guest and waits until it takes commands.
    ///
    /// @param isPacked whether it unpacks its kernel itself
    GuestMachine boot(GuestShell shell, String name, boolean isPacked)
            throws InterruptedException {
        return ready(shell, start(shell, name, new MachineSize(PAGES, isPacked ? 2 : 1),
                isPacked ? PACKED_KERNEL : KERNEL, INITRD, REACH));
    }

    /// As [#boot(GuestShell, String, boolean)], with other limits.
    GuestMachine boot(GuestShell shell, String name, GuestReach reach)
            throws InterruptedException {
        return ready(shell,
                start(shell, name, new MachineSize(PAGES, 1), KERNEL, INITRD, reach));
    }

    private static GuestMachine ready(GuestShell shell, GuestMachine guest)
            throws InterruptedException {
        try {
            shell.awaitReady(LIMIT);
            return guest;
        } catch (RuntimeException | InterruptedException e) {
            guest.close();
            throw e;
        }
    }

    /// Boots the kernel that keeps no rule.
    GuestMachine bootHostile(GuestShell shell, String name) throws InterruptedException {
        return start(shell, name, new MachineSize(HOSTILE_PAGES, 1), HOSTILE, null,
                REACH);
    }

    private GuestMachine start(GuestShell shell, String name, MachineSize size, Path kernel,
            @Nullable Path initrd, GuestReach reach) throws InterruptedException {
        return GuestMachine.start(platform, HostHypervisor.find(), new GuestOptions(
                new Name(name), socket, size, kernel, initrd,
                GuestOptions.USUAL_COMMAND_LINE + LAB_OPTIONS,
                reach), shell);
    }

    @Override
    public void close() {
        self.close();
        root.close();
    }
}
