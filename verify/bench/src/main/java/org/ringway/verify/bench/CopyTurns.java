// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ringway.cli.process.ProcessCpu;

/// Has the same bytes copied over several ways, in turns, and compares all with the first.
final class CopyTurns {
    private static final int TURNS = 31;
    private static final int WARM_UPS = 10;

    private CopyTurns() {}

    /// A way that bytes come.
    interface Copy {
        /// {@return how many seconds it took}
        double seconds() throws Exception;
    }

    /// @param name for the table
    record Way(String name, Copy copy) {}

    static void compare(List<Way> ways) throws Exception {
        double[][] seconds = new double[ways.size()][TURNS];
        double[] cpu = new double[ways.size()];
        for (int turn = -WARM_UPS; turn < TURNS; turn++) {
            for (int way = 0; way < ways.size(); way++) {
                long own = ProcessCpu.ownNanos();
                double taken = ways.get(way).copy().seconds();
                if (turn >= 0) {
                    seconds[way][turn] = taken;
                    cpu[way] += (ProcessCpu.ownNanos() - own) / 1e9 / TURNS;
                }
            }
        }
        System.out.println("| way | wall time, median | of the first (min to max) | CPU here |");
        System.out.println("|---|---|---|---|");
        for (int way = 0; way < ways.size(); way++) {
            print(ways.get(way).name(), seconds[way], seconds[0], cpu[way]);
        }
    }

    private static void print(String name, double[] own, double[] first, double cpu) {
        double[] ratios = IntStream.range(0, TURNS).mapToDouble(i -> own[i] / first[i])
                .sorted().toArray();
        System.out.printf("| %s | %.3f s | %.2f (%.2f to %.2f) × | %.3f s |%n", name,
                Arrays.stream(own).sorted().toArray()[TURNS / 2], ratios[TURNS / 2], ratios[0],
                ratios[TURNS - 1], cpu);
    }
}
