// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ringway.cli.CommandFailure;
import org.ringway.cli.CommonOptions;
import org.ringway.cli.Json;
import org.ringway.cli.ProgressBar;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Shows what Ringway is for, and what it costs.
@Command(name = "demo", sortOptions = false,
        description = "Move a directory tree between two processes, over Ringway and over TCP.",
        footer = {"",
            "Starts a root and two children. One serves DIR, the other pulls it: over a channel, by"
                + " pages it grants, then over TCP on loopback. Each runs once to warm up, then for"
                + " 3 s on the clock. Every byte of every run is checked by SHA-256."})
public final class DemoCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Parameters(arity = "0..1", paramLabel = "DIR",
            description = "What to move (default: the lib folder of the running JDK).")
    private @Nullable Path source;

    @Option(names = "--to", paramLabel = "DIR",
            description = "Make a copy of the tree there; must be empty or not exist.")
    private @Nullable Path copy;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path tree = source == null ? Path.of(System.getProperty("java.home"), "lib") : source;
        if (!Files.isReadable(tree)) {
            throw new CommandFailure("cannot read " + tree, "name a folder you may read");
        }
        if (copy != null) {
            TreeWriter.requireOutside(tree.toRealPath(), copy);
            TreeWriter.makeEmpty(copy);
        }
        DemoResult result = conduct(tree.toRealPath());
        if (common.json()) {
            spec.commandLine().getOut().println(Json.text(result.json()));
        } else {
            result.print(spec.commandLine().getOut());
            spec.commandLine().getOut().flush();
        }
        return CommandLine.ExitCode.OK;
    }

    private DemoResult conduct(Path tree) throws IOException, InterruptedException {
        try (ProgressBar bar = new ProgressBar(System.err);
                Conductor conductor = new Conductor(bar)) {
            Thread ending = new Thread(() -> closeQuietly(conductor), "end");
            Runtime.getRuntime().addShutdownHook(ending);
            DemoResult result = conductor.run(tree, copy == null ? null : copy.toAbsolutePath());
            Runtime.getRuntime().removeShutdownHook(ending);
            return result;
        }
    }

    private static void closeQuietly(Conductor conductor) {
        try {
            conductor.close();
        } catch (IOException nothingToBeDone) {
            // The temporary folder stays; everything else is gone.
        }
    }
}
