// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.programs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the JDK's web server in one partition, web clients in another")
final class WebTest extends ProgramCase {
    private static final String SERVICE = "hv://web/80";

    private String address;

    @BeforeAll
    void start() throws Exception {
        HttpServer server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        ExecutorService threads = keep(Executors.newVirtualThreadPerTaskExecutor());
        server.setExecutor(threads);
        server.createContext("/large", exchange -> answer(exchange, WebClients.PIECES));
        server.createContext("/small", exchange -> answer(exchange, 0));
        server.start();
        keep(() -> server.stop(0));
        forward(SERVICE, "tcp://127.0.0.1:" + server.getAddress().getPort());
        address = "http://127.0.0.1:" + portTo(SERVICE);
    }

    /// @param pieces how much to say; none is a short text
    private static void answer(HttpExchange exchange, int pieces) throws IOException {
        long bytes = pieces == 0 ? 100 : (long) pieces * WebClients.PIECE.length;
        exchange.sendResponseHeaders(200, bytes);
        try (OutputStream body = exchange.getResponseBody()) {
            if (pieces == 0) {
                body.write(WebClients.PIECE, 0, (int) bytes);
            }
            for (int piece = 0; piece < pieces; piece++) {
                body.write(WebClients.PIECE);
            }
        }
    }

    @Test
    @DisplayName("curl gets 1 GiB, every byte as it was")
    void download() throws Exception {
        WebClients.download(address + "/large");
    }

    @Test
    @DisplayName("wrk with 50 connections: every request is answered")
    void manyRequests() throws Exception {
        WebClients.ask(address + "/small", 3);
    }
}
