// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.programs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the JDK's web server in one partition, web clients in another")
final class WebTest extends ProgramCase {
    private static final String SERVICE = "hv://web/80";
    private static final int PIECES = 1024;
    private static final byte[] PIECE = new byte[1 << 20];

    private String address;

    @BeforeAll
    void start() throws Exception {
        new Random(3).nextBytes(PIECE);
        HttpServer server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        ExecutorService threads = keep(Executors.newVirtualThreadPerTaskExecutor());
        server.setExecutor(threads);
        server.createContext("/large", exchange -> answer(exchange, PIECES));
        server.createContext("/small", exchange -> answer(exchange, 0));
        server.start();
        keep(() -> server.stop(0));
        forward(SERVICE, "tcp://127.0.0.1:" + server.getAddress().getPort());
        address = "http://127.0.0.1:" + portTo(SERVICE);
    }

    /// @param pieces how much to say; none is a short text
    private static void answer(HttpExchange exchange, int pieces) throws IOException {
        long bytes = pieces == 0 ? 100 : (long) pieces * PIECE.length;
        exchange.sendResponseHeaders(200, bytes);
        try (OutputStream body = exchange.getResponseBody()) {
            if (pieces == 0) {
                body.write(PIECE, 0, (int) bytes);
            }
            for (int piece = 0; piece < pieces; piece++) {
                body.write(PIECE);
            }
        }
    }

    @Test
    @DisplayName("curl gets 1 GiB, every byte as it was")
    void download() throws Exception {
        MessageDigest expected = MessageDigest.getInstance("SHA-256");
        for (int piece = 0; piece < PIECES; piece++) {
            expected.update(PIECE);
        }
        Process curl = new ProcessBuilder(Program.find("curl", "curl").command(
                "--silent", "--show-error", "--fail", address + "/large"))
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        MessageDigest got = MessageDigest.getInstance("SHA-256");
        try (InputStream in = new DigestInputStream(curl.getInputStream(), got)) {
            in.transferTo(OutputStream.nullOutputStream());
        } finally {
            curl.destroy();
        }

        assertEquals(0, curl.waitFor());
        assertArrayEquals(expected.digest(), got.digest());
    }

    @Test
    @DisplayName("wrk with 50 connections: every request is answered")
    void manyRequests() throws Exception {
        Program.Outcome run = Program.find("wrk", "wrk").run(
                "--threads", "2", "--connections", "50", "--duration", "6s", "--timeout",
                "60s", address + "/small");

        assertEquals(0, run.exitCode(), run.said());
        assertTrue(run.said().matches("(?s).*[1-9][0-9]* requests in .*"), run.said());
        assertFalse(run.said().contains("Socket errors") || run.said().contains("Non-2xx"),
                run.said());
    }
}
