// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest.lab;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.ringway.cli.CommandFailure;
import org.ringway.cli.CommonOptions;
import org.ringway.cli.Json;
import org.ringway.cli.guest.initrd.KernelFile;
import org.ringway.cli.guest.lab.EmulatedMachine.Ending;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Boots guests where there is no virtualization, and tries what they should be able to do.
@Command(name = "lab", abbreviateSynopsis = true, sortOptions = false,
        description = "Try guests on a host without virtualization, in an emulated machine.",
        footer = {"", "Fetches nothing. Exits with 0 if every scenario passed."})
public final class LabCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Option(names = "--packages", paramLabel = "DIR",
            description = "Where Debian packages lie that are not installed. Default:"
                    + " $XDG_CACHE_HOME/ringway/lab, else ~/.cache/ringway/lab.")
    private @Nullable Path packages;

    @Option(names = "--log", paramLabel = "FILE",
            description = "Keeps the console of the emulated machine.")
    private @Nullable Path log;

    @Option(names = "--tries", paramLabel = "N", defaultValue = "2",
            description = "Emulated machines hang at times: how often to begin"
                    + " (default: ${DEFAULT-VALUE}).")
    private int tries;

    @Option(names = "--limit", paramLabel = "SECONDS", defaultValue = "1440",
            description = "How long all tries may take (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--short", description = "Leaves out what takes longer than a minute or two.")
    private boolean isShort;

    @Option(names = "--only", paramLabel = "WORD",
            description = "Beside the first and the last, only scenarios with this word.")
    private @Nullable String only;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        try {
            Path scratch = Files.createTempDirectory("ringway-lab");
            try {
                return run(scratch);
            } finally {
                delete(scratch);
            }
        } catch (IOException e) {
            throw new CommandFailure("the lab cannot be set up: " + e, "free some disk space", e);
        }
    }

    private int run(Path scratch) throws IOException, InterruptedException {
        LabParts parts = LabParts.find(packages(), Files.createDirectory(scratch.resolve("root")));
        say("building the emulated machine, kernel=" + parts.release() + " …");
        EmulatedMachine machine =
                new EmulatedMachine(parts.kernel(), build(parts, scratch), scenarios());
        Path console = log == null ? scratch.resolve("console.log") : log;
        List<ScenarioResult> results = new ArrayList<>();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(limit);
        Ending ending = Ending.BROKEN;
        int attempt = 0;
        while (ending != Ending.OVER && ending != Ending.LATE && attempt < tries) {
            attempt++;
            results.clear();
            ending = machine.run(deadline, attempt == 1 ? console
                    : console.resolveSibling(console.getFileName() + "." + attempt),
                    result -> heard(results, result));
            if (ending != Ending.OVER) {
                say("the emulated machine " + ending + ": attempt=" + attempt);
            }
        }
        return report(results, ending, attempt);
    }

    private String scenarios() {
        if (only == null) {
            return isShort ? "--short" : "";
        }
        if (!only.matches("[A-Za-z0-9]+")) {
            throw new ParameterException(
                    spec.commandLine(), "--only takes one word: text=" + only);
        }
        return "--only=" + only;
    }

    private Path packages() {
        if (packages != null) {
            return packages;
        }
        String cache = System.getenv("XDG_CACHE_HOME");
        return (cache == null ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(cache)).resolve("ringway/lab");
    }

    private static Path build(LabParts parts, Path scratch)
            throws IOException, InterruptedException {
        Path java = scratch.resolve("java");
        JavaRuntime.link(java);
        Path kernel = scratch.resolve("kernel");
        KernelFile.read(parts.kernel()).unpack(kernel, scratch);
        LabArchives archives = new LabArchives(parts);
        Path guest = scratch.resolve("guest");
        archives.guest(guest, List.of(GuestProgram.RINGS.compile(scratch),
                GuestProgram.CLIENT.compile(scratch)));
        Path machine = scratch.resolve("machine.cpio");
        archives.machine(machine, java,
                List.of(kernel, guest, GuestProgram.HOSTILE.compile(scratch)),
                LabArchives.ownModules());
        return machine;
    }

    private void heard(List<ScenarioResult> results, ScenarioResult result) {
        results.add(result);
        say("%-4s %-40s %6.1f s  %s".formatted(result.passed() ? "ok" : "FAIL", result.name(),
                result.millis() / 1000.0, result.detail()));
    }

    private void say(String line) {
        if (!common.json()) {
            PrintWriter out = spec.commandLine().getOut();
            out.println(line);
            out.flush();
        }
    }

    private int report(List<ScenarioResult> results, Ending ending, int attempts) {
        boolean passed = ending == Ending.OVER && !results.isEmpty()
                && results.stream().allMatch(ScenarioResult::passed);
        if (common.json()) {
            spec.commandLine().getOut().println(Json.text(Json.object("passed", passed,
                    "attempts", attempts, "machine", ending.toString(),
                    "scenarios", results.stream()
                            .map(each -> Json.object("name", each.name(), "passed", each.passed(),
                                    "millis", each.millis(), "detail", each.detail()))
                            .toList())));
        }
        return passed ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                    throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path each, @Nullable IOException failure)
                    throws IOException {
                Files.delete(each);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
