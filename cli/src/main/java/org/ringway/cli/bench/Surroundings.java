// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.ringway.cli.process.ProcessCpu;

/// How much others on this host work while we measure.
final class Surroundings {
    /// Fields of the first line of `/proc/stat` that mean work: user, nice, system, steal. What
    /// interrupts take is often work for us.
    private static final int[] WORK = {1, 2, 3, 8};
    /// The kernel counts in hundredths of a second, whatever its clock does.
    private static final long TICK_NANOS = 10_000_000;

    private final LongSupplier ours;
    private final long start = System.nanoTime();
    private final long allBefore;
    private final long oursBefore;

    /// Begins to look.
    ///
    /// @param ours CPU nanoseconds so far of all processes that belong to the measurement, but for
    ///     this one
    Surroundings(LongSupplier ours) throws IOException {
        this.ours = ours;
        this.oursBefore = oursNow();
        this.allBefore = allNow();
    }

    /// {@return the share of one processor that everybody else has used since}
    double others() throws IOException {
        long all = allNow() - allBefore;
        long own = oursNow() - oursBefore;
        return Math.max(0, all - own) / (double) (System.nanoTime() - start);
    }

    private long oursNow() {
        return ours.getAsLong() + ProcessCpu.ownNanos();
    }

    private static long allNow() throws IOException {
        String[] fields = Files.readString(Path.of("/proc/stat")).split("\n", 2)[0].split(" +");
        return Arrays.stream(WORK).mapToLong(i -> Long.parseLong(fields[i])).sum() * TICK_NANOS;
    }
}
