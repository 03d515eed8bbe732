// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.ringway.cli.CommandFailure;
import org.ringway.cli.bench.Contender;
import org.ringway.cli.bench.Cores;
import org.ringway.cli.bench.Measurement;
import org.ringway.cli.bench.Workload;

/// What the machine can do, by a program in C that the machine's own compiler has built.
final class Floor implements Contender {
    /// Names begin with it.
    static final String FAMILY = "c/";

    private final Path program;
    private final String mode;
    private final Cores cores;
    private long cpuNanos;

    private Floor(Path program, String mode, Cores cores) {
        this.program = program;
        this.mode = mode;
        this.cores = cores;
    }

    /// Compiles the program.
    ///
    /// @param folder where to put it
    /// @return the program
    static Path build(Path folder) throws IOException, InterruptedException {
        Path source = folder.resolve("floor.c");
        Path program = folder.resolve("floor");
        try (InputStream resource = Floor.class.getResourceAsStream("/floor.c")) {
            if (resource == null) {
                throw new IOException("floor.c is missing in the jar");
            }
            Files.copy(resource, source, StandardCopyOption.REPLACE_EXISTING);
        }
        Process compiler = new ProcessBuilder("gcc", "-O3", "-march=native", "-o",
                program.toString(), source.toString()).inheritIO().start();
        if (compiler.waitFor() != 0) {
            throw new CommandFailure("gcc has failed: exit=" + compiler.exitValue(),
                    "the lines above say why");
        }
        return program;
    }

    /// @param program as [#build] makes it
    /// @param name [#FAMILY] and one of its modes
    /// @param cores where it works
    static Floor of(Path program, String name, Cores cores) {
        return new Floor(program, name.substring(FAMILY.length()), cores);
    }

    @Override
    public String name() {
        return FAMILY + mode;
    }

    @Override
    public Measurement run(Workload workload, long nanos)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(program.toString(), mode,
                Long.toString(workload.bytes()), Long.toString(nanos),
                Integer.toString(cores.near()), Integer.toString(cores.far()))
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String line = process.inputReader(StandardCharsets.UTF_8).readLine();
        if (process.waitFor() != 0 || line == null) {
            throw new CommandFailure(name() + " has failed: exit=" + process.exitValue(),
                    "the lines above say why");
        }
        long[] values = Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray();
        cpuNanos += values[2];
        return new Measurement(values[0], values[0] * workload.bytes(), values[1], values[2],
                0, 0, 0, values[3], values[4], values[5]);
    }

    @Override
    public long cpuNanos() {
        return cpuNanos;
    }
}
