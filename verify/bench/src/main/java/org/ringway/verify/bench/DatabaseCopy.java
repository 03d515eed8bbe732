// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/// How long a hundred million bytes take out of PostgreSQL by COPY, over each way that a JDBC URL
/// says. `verify/bench/copy` runs it with the URLs, in turns; all are compared with the first.
final class DatabaseCopy {
    private static final long BYTES = 100_000_000;

    private DatabaseCopy() {}

    public static void main(String[] urls) throws Exception {
        prepare(urls[0]);
        CopyTurns.compare(Arrays.stream(urls).map(url -> new CopyTurns.Way(
                url.replaceAll("[?&](user|password)=[^&]*", ""), () -> copy(url))).toList());
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
