// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.programs;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/// The main class of a process that uses a database by its driver: only the address says that the
/// way there is the bus. It says one line, what came of its job.
final class DatabaseClient {
    private static final int ROWS = 1_000_000;
    private static final int ROWS_OF_A_PIECE = 1_000;
    private static final int NOTIFICATION_MILLIS = 60_000;

    private DatabaseClient() {}

    public static void main(String[] args) throws Exception {
        try (Connection database = DriverManager.getConnection(args[0])) {
            System.out.println(switch (args[1]) {
                case "schema" -> schema(database);
                case "copy" -> copy(database);
                case "cancel" -> cancel(database);
                case "notify" -> notified(database, args[0]);
                case "terminated" -> terminated(database, args[0]);
                case "lost" -> lost(database);
                default -> throw new IllegalArgumentException(args[1]);
            });
        }
    }

    private static int number(Connection database, String query) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static void execute(Connection database, String... commands) throws SQLException {
        try (Statement statement = database.createStatement()) {
            for (String command : commands) {
                statement.execute(command);
            }
        }
    }

    /// Tables with keys, a transaction that is taken back, prepared statements, a large value.
    private static String schema(Connection database) throws SQLException {
        execute(database, """
                create table customer (id serial primary key, name text not null unique)""", """
                create table invoice (id serial primary key, amount numeric(12, 2) not null,
                    customer int not null references customer, picture bytea)""");
        database.setAutoCommit(false);
        byte[] picture = new byte[3_000_000];
        new Random(1).nextBytes(picture);
        try (PreparedStatement customer = database.prepareStatement(
                        "insert into customer (name) values (?)");
                PreparedStatement invoice = database.prepareStatement(
                        "insert into invoice (amount, customer, picture) values (?, ?, ?)")) {
            for (int i = 1; i <= 500; i++) {
                customer.setString(1, "customer " + i);
                customer.addBatch();
            }
            customer.executeBatch();
            for (int i = 1; i <= 500; i++) {
                invoice.setInt(1, i);
                invoice.setInt(2, i);
                invoice.setBytes(3, i == 250 ? picture : new byte[0]);
                invoice.addBatch();
            }
            invoice.executeBatch();
        }
        database.commit();
        execute(database, "delete from invoice");
        database.rollback();
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("""
                        select name, picture from invoice join customer
                            on customer.id = customer where amount = 250""")) {
            row.next();
            boolean same = Arrays.equals(picture, row.getBytes(2));
            return number(database, "select sum(amount)::int from invoice") + " "
                    + row.getString(1) + " " + same;
        }
    }

    /// A million lines of 100 bytes in, and out again.
    private static String copy(Connection database) throws Exception {
        execute(database, "create table bulk (line text)", "set synchronize_seqscans = off");
        CopyManager copying = database.unwrap(PGConnection.class).getCopyAPI();
        MessageDigest in = MessageDigest.getInstance("SHA-256");
        CopyIn writing = copying.copyIn("copy bulk from stdin");
        for (int piece = 0; piece < ROWS / ROWS_OF_A_PIECE; piece++) {
            byte[] lines = lines(piece);
            in.update(lines);
            writing.writeToCopy(lines, 0, lines.length);
        }
        long rows = writing.endCopy();
        MessageDigest out = MessageDigest.getInstance("SHA-256");
        try (OutputStream sink = new DigestOutputStream(OutputStream.nullOutputStream(), out)) {
            copying.copyOut("copy bulk to stdout", sink);
        }
        return rows + " " + Arrays.equals(in.digest(), out.digest());
    }

    private static byte[] lines(int piece) {
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < ROWS_OF_A_PIECE; row++) {
            text.append(1_000_000_000 + piece * ROWS_OF_A_PIECE + row).append(' ')
                    .repeat('a' + row % 26, 88).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /// The driver asks for it over another connection.
    private static String cancel(Connection database) throws Exception {
        try (Statement statement = database.createStatement()) {
            FutureTask<String> sleeping = new FutureTask<>(() -> stateOf(() ->
                    statement.execute("select pg_sleep(600)")));
            Thread.ofPlatform().start(sleeping);
            // A cancel that comes before the query does nothing.
            while (!sleeping.isDone()) {
                statement.cancel();
            }
            return sleeping.get() + " " + number(database, "select 1");
        }
    }

    private static String notified(Connection database, String url) throws SQLException {
        execute(database, "listen news");
        try (Connection other = DriverManager.getConnection(url)) {
            execute(other, "notify news, 'first'", "notify news, 'second'");
        }
        StringBuilder heard = new StringBuilder();
        while (heard.length() < "first second ".length()) {
            for (PGNotification each : database.unwrap(PGConnection.class)
                    .getNotifications(NOTIFICATION_MILLIS)) {
                heard.append(each.getParameter()).append(' ');
            }
        }
        return heard.toString().strip();
    }

    private static String terminated(Connection database, String url) throws SQLException {
        int victim = number(database, "select pg_backend_pid()");
        try (Connection other = DriverManager.getConnection(url)) {
            execute(other, "select pg_terminate_backend(" + victim + ")");
        }
        return stateOf(() -> execute(database, "select 1"));
    }

    /// Waits in a query until whoever started this has cut the way to the server.
    private static String lost(Connection database) {
        System.out.println("connected");
        return stateOf(() -> execute(database, "select pg_sleep(600)"));
    }

    /// What a program does that is expected to fail.
    private interface Action {
        void run() throws SQLException;
    }

    private static String stateOf(Action action) {
        try {
            action.run();
            return "no failure";
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }
}
