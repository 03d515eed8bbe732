// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.programs;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("nginx in one partition, web clients in another, forwarding on both sides")
final class NginxTest extends ProgramCase {
    private static final String SERVICE = "hv://nginx/web";

    private String address;

    @BeforeAll
    void start() throws Exception {
        Program nginx = Program.find("nginx", "nginx-light");
        Path root = Files.createDirectory(folder().resolve("nginx"));
        // Its workers are another user.
        Files.setPosixFilePermissions(folder(), PosixFilePermissions.fromString("rwxr-xr-x"));
        Path socket = root.resolve("nginx.sock");
        Path configuration = Files.writeString(root.resolve("nginx.conf"), configuration(root));
        try (OutputStream large = Files.newOutputStream(root.resolve("large"))) {
            for (int piece = 0; piece < WebClients.PIECES; piece++) {
                large.write(WebClients.PIECE);
            }
        }
        Files.write(root.resolve("small"), new byte[100]);
        Process server = new ProcessBuilder(nginx.command(
                "-p", root.toString(), "-c", configuration.toString(), "-e", "stderr"))
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        keep(() -> {
            server.destroy();
            server.waitFor();
        });
        awaitSocket(server, socket);
        forward(SERVICE, "unix:" + socket);
        address = "http://127.0.0.1:" + portTo(SERVICE);
    }

    private static String configuration(Path root) {
        return """
                daemon off;
                worker_processes 1;
                pid ROOT/pid;
                events {
                }
                http {
                    access_log off;
                    client_body_temp_path ROOT/body;
                    proxy_temp_path ROOT/proxy;
                    fastcgi_temp_path ROOT/fastcgi;
                    uwsgi_temp_path ROOT/uwsgi;
                    scgi_temp_path ROOT/scgi;
                    sendfile on;
                    server {
                        listen unix:ROOT/nginx.sock;
                        root ROOT;
                    }
                }
                """.replace("ROOT", root.toString());
    }

    /// It listens before it has anything to say that could be waited for.
    private static void awaitSocket(Process server, Path socket) throws IOException {
        while (!Files.exists(socket)) {
            if (!server.isAlive()) {
                throw new IOException("nginx has ended: exitCode=" + server.exitValue());
            }
            Thread.onSpinWait();
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
