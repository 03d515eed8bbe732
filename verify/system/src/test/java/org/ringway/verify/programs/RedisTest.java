// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Redis in one partition, its tools in another, forwarding on both sides")
final class RedisTest extends ProgramCase {
    private static final String SERVICE = "hv://cache/redis";

    private String port;

    @BeforeAll
    void start() throws Exception {
        Path socket = folder().resolve("redis.sock");
        Process server = new ProcessBuilder(Program.find("redis-server", "redis-server").command(
                "--port", "0", "--unixsocket", socket.toString(), "--save", "", "--dir",
                folder().toString())).redirectErrorStream(true).start();
        keep(() -> server.destroyForcibly().waitFor());
        awaitReady(server);
        forward(SERVICE, "unix:" + socket);
        port = portTo(SERVICE);
    }

    private static void awaitReady(Process server) throws IOException {
        BufferedReader log = server.inputReader();
        String line = "";
        while (!line.toLowerCase().contains("ready to accept connections")) {
            line = log.readLine();
            assertTrue(line != null, "redis-server has ended");
        }
    }

    @Test
    @DisplayName("redis-benchmark, 50 connections at a time, pipelined and not")
    void benchmark() throws Exception {
        Program benchmark = Program.find("redis-benchmark", "redis-tools");
        for (String pipelined : new String[] {"1", "16"}) {
            Program.Outcome run = benchmark.run("-h", "127.0.0.1", "-p", port, "-n", "20000",
                    "-c", "50", "-P", pipelined, "-d", "1000", "-t", "set,get,lpush,lrange_100",
                    "--csv");

            assertEquals(0, run.exitCode(), run.said());
            assertEquals(5, run.said().lines().filter(line -> line.matches(
                    "\"(SET|GET|LPUSH|LPUSH \\(.*|LRANGE_100 .*)\".*")).count(), run.said());
            assertFalse(run.said().contains("rror"), run.said());
        }
    }
}
