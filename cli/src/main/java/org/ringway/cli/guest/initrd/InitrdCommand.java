// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest.initrd;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ringway.cli.CommandFailure;
import org.ringway.cli.CommonOptions;
import org.ringway.cli.Json;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Makes what a distribution's kernel needs beside itself to be a guest.
@Command(name = "initrd", abbreviateSynopsis = true, sortOptions = false,
        description = "Make a first file system for guests: the bus's drivers, a shell, socat.",
        footer = {"", "Takes everything from this host and fetches nothing."})
public final class InitrdCommand implements Callable<Integer> {
    private static final Path RUNNING = Path.of("/proc/sys/kernel/osrelease");
    private static final Pattern PLAIN = Pattern.compile("[\\w./+-]+");
    private static final String SOCAT = "socat";
    /// Tells the host of the guest's system, where it is installed.
    private static final String KEY_VALUE_DAEMON = "hv_kvp_daemon";

    @Mixin
    private CommonOptions common;

    @Option(names = "--kernel", paramLabel = "FILE",
            description = "What it is for. Default: /boot/vmlinuz-RELEASE of this host's kernel.")
    private @Nullable Path kernel;

    @Option(names = "--modules", paramLabel = "DIR",
            description = "The kernel's modules. Default: lib/modules/RELEASE beside the folder of"
                    + " --kernel, else /lib/modules/RELEASE.")
    private @Nullable Path modules;

    @Option(names = "--add", paramLabel = "FILE",
            description = "One more program for /bin, and the libraries that it needs; can be"
                    + " given many times.")
    private List<Path> programs = List.of();

    @Option(names = "--output", paramLabel = "FILE", defaultValue = "initrd.img",
            description = "Where to (default: ${DEFAULT-VALUE}). What is there is replaced.")
    private Path output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        List<Path> added = programs();
        try {
            Path from = kernel == null ? kernelOfThisHost() : kernel;
            KernelModules found =
                    KernelModules.in(modules == null ? modulesOf(from) : modules);
            List<String> wanted = Initrd.BUS_MODULES.stream().filter(name ->
                    found.has(name) || !name.equals(Initrd.RING_MODULE)).toList();
            SequencedMap<String, byte[]> drivers = found.load(wanted);
            write(drivers, added);
            report(from, drivers, wanted.contains(Initrd.RING_MODULE), added);
            return CommandLine.ExitCode.OK;
        } catch (IOException e) {
            throw new CommandFailure("no first file system can be made: " + e,
                    "look at the file that it names", e);
        }
    }

    private List<Path> programs() {
        List<Path> all = new ArrayList<>(programs);
        addUnlessGiven(all, SOCAT);
        addUnlessGiven(all, KEY_VALUE_DAEMON);
        if (all.stream().noneMatch(each -> each.endsWith(SOCAT))) {
            throw new CommandFailure("there is no socat, by which guests have streams",
                    "apt-get install --no-install-recommends busybox-static " + SOCAT);
        }
        return all;
    }

    private static void addUnlessGiven(List<Path> all, String name) {
        Path found = HostProgram.find(name);
        if (found != null && all.stream().noneMatch(each -> each.endsWith(name))) {
            all.add(found);
        }
    }

    private static Path kernelOfThisHost() throws IOException {
        Path file = Path.of("/boot/vmlinuz-" + Files.readString(RUNNING).strip());
        if (!Files.exists(file)) {
            throw new CommandFailure("the kernel that runs here is not where it should be: file="
                    + file, "say which one to take: --kernel FILE");
        }
        return file;
    }

    private static Path modulesOf(Path kernel) throws IOException {
        String release = KernelFile.read(kernel).release();
        Path folder = Path.of("lib", "modules", release);
        Path beside = kernel.toRealPath().getParent().resolveSibling(folder);
        return Files.isDirectory(beside) ? beside : Path.of("/").resolve(folder);
    }

    /// Whoever looks on sees the old file or the new one.
    private void write(SequencedMap<String, byte[]> drivers, List<Path> added)
            throws IOException, InterruptedException {
        Path half = output.resolveSibling(output.getFileName() + ".part");
        try {
            try (Initrd initrd = new Initrd(half)) {
                initrd.shell().modules(drivers);
                for (Path program : added) {
                    initrd.program(program);
                }
            }
            Files.move(half, output, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(half);
        }
    }

    private void report(Path from, SequencedMap<String, byte[]> drivers, boolean drivesRings,
            List<Path> added) throws IOException {
        List<String> names = added.stream().map(each -> each.getFileName().toString()).toList();
        PrintWriter out = spec.commandLine().getOut();
        if (common.json()) {
            out.println(Json.text(Json.object("file", output.toString(),
                    "bytes", Files.size(output), "kernel", from.toString(),
                    "modules", List.copyOf(drivers.keySet()), "drivesRings", drivesRings,
                    "programs", names)));
            return;
        }
        out.println(output + ": bytes=" + Files.size(output) + " modules="
                + String.join(",", drivers.keySet()) + " programs=" + String.join(",", names));
        if (!drivesRings) {
            out.println("This kernel has no " + Initrd.RING_MODULE
                    + ": programs of the guest have streams, and drive no rings.");
        }
        out.println("Next: ringway guest run --kernel " + quoted(from)
                + " --initrd " + quoted(output));
    }

    /// {@return a path that a shell takes as it is}
    private static String quoted(Path path) {
        String text = path.toString();
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
