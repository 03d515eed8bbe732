// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.verify.command.RunningCommand;

@DisplayName("PostgreSQL in one partition, its driver and its tools in others")
final class PostgresTest extends ProgramCase {
    private static final String SERVICE = "hv://db/postgres";
    private static final String URL = "jdbc:postgresql://db/postgres?user=" + Postgres.USER
            + "&socketFactory=org.ringway.sockets.HvSocketFactory&socketFactoryArg=" + SERVICE;

    private Postgres server;
    private RunningCommand way;

    @BeforeAll
    void start() throws Exception {
        server = keep(Postgres.start(folder()));
        open();
    }

    private void open() throws IOException {
        way = forward(SERVICE, "unix:" + server.socket());
        assertTrue(way.ready().startsWith("ringway forward: ready"), way.ready());
    }

    /// A program that uses the database, in a JVM of its own.
    private record Client(Process process, BufferedReader lines) implements AutoCloseable {
        static Client of(Process process) {
            return new Client(process, process.inputReader());
        }

        String says() throws IOException {
            return lines.readLine();
        }

        @Override
        public void close() throws IOException {
            process.destroyForcibly();
            lines.close();
        }
    }

    private Client client(String job) throws IOException {
        return Client.of(new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED", "-Dringway.socket=" + socket(),
                "-cp", System.getProperty("java.class.path"), DatabaseClient.class.getName(),
                URL, job)).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    private String whatComesOf(String job) throws Exception {
        try (Client client = client(job)) {
            String line = client.says();
            assertEquals(0, client.process().waitFor());
            return line;
        }
    }

    @Test
    @DisplayName("a schema, prepared statements, a large value and a transaction taken back")
    void schema() throws Exception {
        assertEquals("125250 customer 250 true", whatComesOf("schema"));
    }

    @Test
    @DisplayName("100 MB by COPY in, and out again as they were")
    void copy() throws Exception {
        assertEquals("1000000 true", whatComesOf("copy"));
    }

    @Test
    @DisplayName("a query is cancelled, and the connection goes on")
    void cancel() throws Exception {
        assertEquals("57014 1", whatComesOf("cancel"));
    }

    @Test
    @DisplayName("who listens is notified")
    void notification() throws Exception {
        assertEquals("first second", whatComesOf("notify"));
    }

    @Test
    @DisplayName("who is thrown out by the server hears why")
    void terminated() throws Exception {
        assertEquals("57P01", whatComesOf("terminated"));
    }

    @Test
    @DisplayName("who loses the way to the server is told at once, and finds the next one")
    void lost() throws Exception {
        try (Client client = client("lost")) {
            assertEquals("connected", client.says());
            way.process().destroyForcibly().waitFor();

            assertEquals("08006", client.says());
            open();
            assertEquals("first second", whatComesOf("notify"));
        }
    }

    @Test
    @DisplayName("pgbench through TCP, the bus and a Unix socket: no transaction fails")
    void pgbench() throws Exception {
        Program pgbench = Postgres.program("pgbench");
        String port = portTo(SERVICE);
        Program.Outcome made = pgbench.run("--host=127.0.0.1", "--port=" + port,
                "--username=" + Postgres.USER, "--initialize", "--quiet", "postgres");
        assertEquals(0, made.exitCode(), made.said());

        Program.Outcome run = pgbench.run("--host=127.0.0.1", "--port=" + port,
                "--username=" + Postgres.USER, "--client=8", "--jobs=2", "--transactions=200",
                "--connect", "postgres");

        assertEquals(0, run.exitCode(), run.said());
        assertTrue(run.said().contains("actually processed: 1600/1600"), run.said());
        assertTrue(run.said().contains("failed transactions: 0 "), run.said());
    }
}
