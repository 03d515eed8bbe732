// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.programs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A PostgreSQL server with an empty database, on a Unix socket only. It refuses to run as the
/// superuser, so then it runs as the user that its package has made.
final class Postgres implements AutoCloseable {
    static final String USER = "app";

    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
    private static final List<String> AS_USER = List.of(
            "setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups");
    private static final String READY = "ready to accept connections";

    private final Path folder;
    private final Process server;

    private Postgres(Path folder, Process server) {
        this.folder = folder;
        this.server = server;
    }

    /// @param within where its files go
    static Postgres start(Path within) throws IOException, InterruptedException {
        Path folder = Files.createDirectory(within.resolve("postgres"));
        makeVisible(within, "rwxr-xr-x");
        makeVisible(folder, "rwxrwxrwx");
        Path data = folder.resolve("data");
        Process making = start(folder, "initdb", "--pgdata=" + data, "--username=" + USER,
                "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync");
        String said = new String(making.getInputStream().readAllBytes());
        if (making.waitFor() != 0) {
            throw new IOException("initdb: " + said);
        }
        Process server = start(folder, "postgres", "-D", data.toString(), "-k", folder.toString(),
                "-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_wal_size=1GB");
        awaitReady(server);
        return new Postgres(folder, server);
    }

    private static void makeVisible(Path folder, String permissions) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
    }

    private static Process start(Path folder, String name, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        if (Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
            command.addAll(AS_USER);
        }
        command.addAll(program(name).command(arguments));
        return new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .start();
    }

    /// {@return a program of the newest version that is installed}
    static Program program(String name) throws IOException {
        if (Files.isDirectory(VERSIONS)) {
            try (Stream<Path> versions = Files.list(VERSIONS)) {
                var newest = versions.map(version -> version.resolve("bin").resolve(name))
                        .filter(Files::isExecutable).max(Comparator.naturalOrder());
                if (newest.isPresent()) {
                    return new Program(newest.get());
                }
            }
        }
        return Program.missing(name + " is not installed (Debian: apt-get install postgresql)");
    }

    /// What it says afterwards is of no interest, but has to go somewhere.
    private static void awaitReady(Process server) throws IOException {
        BufferedReader log = server.inputReader();
        List<String> said = new ArrayList<>();
        while (said.isEmpty() || !said.getLast().contains(READY)) {
            String line = log.readLine();
            if (line == null) {
                throw new IOException("postgres: " + said);
            }
            said.add(line);
        }
        Thread.ofVirtual().start(() -> {
            try {
                log.transferTo(Writer.nullWriter());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    Path socket() {
        return folder.resolve(".s.PGSQL.5432");
    }

    /// Ends it without waiting for its clients.
    @Override
    public void close() throws IOException {
        new ProcessBuilder("kill", "-s", "INT", Long.toString(server.pid())).start();
        server.onExit().join();
    }
}
