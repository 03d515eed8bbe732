// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.ringway.cli.process.ProcessCpu;

/// How long a hundred million bytes take out of PostgreSQL by COPY, over each way that a JDBC URL
/// says. `verify/bench/copy` runs it with the URLs, in turns; all are compared with the first.
final class DatabaseCopy {
    private static final int TURNS = 9;
    private static final int WARM_UPS = 2;
    private static final long BYTES = 100_000_000;

    private DatabaseCopy() {}

    public static void main(String[] urls) throws SQLException {
        prepare(urls[0]);
        double[][] seconds = new double[urls.length][TURNS];
        double[] cpu = new double[urls.length];
        for (int turn = -WARM_UPS; turn < TURNS; turn++) {
            for (int way = 0; way < urls.length; way++) {
                long own = ProcessCpu.ownNanos();
                double taken = copy(urls[way]);
                if (turn >= 0) {
                    seconds[way][turn] = taken;
                    cpu[way] += (ProcessCpu.ownNanos() - own) / 1e9 / TURNS;
                }
            }
        }
        System.out.println("| way | wall time, median | of the first (min to max) | CPU here |");
        System.out.println("|---|---|---|---|");
        for (int way = 0; way < urls.length; way++) {
            double[] own = seconds[way];
            double[] first = seconds[0];
            double[] ratios = IntStream.range(0, TURNS).mapToDouble(i -> own[i] / first[i])
                    .sorted().toArray();
            System.out.printf("| %s | %.3f s | %.2f (%.2f to %.2f) × | %.3f s |%n",
                    urls[way].replaceAll("[?&](user|password)=[^&]*", ""),
                    Arrays.stream(own).sorted().toArray()[TURNS / 2], ratios[TURNS / 2],
                    ratios[0], DoubleStream.of(ratios).max().orElseThrow(), cpu[way]);
        }
    }

    private static void prepare(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS ringway_bench");
            statement.execute("CREATE UNLOGGED TABLE ringway_bench AS SELECT"
                    + " repeat(md5(i::text), 31) || '0123456' AS line"
                    + " FROM generate_series(1, 100000) AS i");
        }
    }

    private static double copy(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            long start = System.nanoTime();
            CopyOut out = connection.unwrap(PGConnection.class).getCopyAPI()
                    .copyOut("COPY ringway_bench TO STDOUT");
            long bytes = 0;
            for (byte[] row = out.readFromCopy(); row != null; row = out.readFromCopy()) {
                bytes += row.length;
            }
            if (bytes != BYTES) {
                throw new SQLException("bytes=" + bytes + " expected=" + BYTES);
            }
            return (System.nanoTime() - start) / 1e9;
        }
    }
}
