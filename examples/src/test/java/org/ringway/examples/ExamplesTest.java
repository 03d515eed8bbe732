// SPDX-License-Identifier: Apache-2.0
package org.ringway.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringway.platform.ListenOptions;
import org.ringway.platform.Platform;
import org.ringway.root.RootOptions;
import org.ringway.root.RootPartition;

@Timeout(180)
@DisplayName("the examples, each a process of its own")
final class ExamplesTest {
    @TempDir
    private Path folder;
    private RootPartition root;

    @BeforeEach
    void startRoot() {
        Platform platform = ServiceLoader.load(Platform.class).findFirst().orElseThrow();
        root = RootPartition.start(platform, RootOptions.DEFAULT.listeningAt(
                new ListenOptions(socket(), 0600, OptionalInt.empty())));
    }

    @AfterEach
    void stopRoot() {
        root.close();
    }

    private Path socket() {
        return folder.resolve("root.sock");
    }

    private Process start(String example) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                "org.ringway.examples." + example).redirectErrorStream(true);
        builder.environment().put("RINGWAY_SOCKET", socket().toString());
        return builder.start();
    }

    private static List<String> linesOf(Process process) throws Exception {
        try (Stream<String> lines = process.inputReader().lines()) {
            List<String> all = lines.toList();
            assertEquals(0, process.waitFor(), () -> String.join("\n", all));
            return all;
        }
    }

    @Test
    @DisplayName("Ping finds Pong, and gets ten answers")
    void pingFindsPong() throws Exception {
        Process pong = start("Pong");
        List<String> lines = linesOf(start("Ping"));
        assertEquals(10, lines.size());
        assertTrue(lines.get(9).startsWith("9 came back after "), lines.get(9));
        assertEquals(List.of("serving ping", "done"), linesOf(pong));
    }

    @Test
    @DisplayName("Offers prints what comes and goes")
    void offersPrintsWhatComesAndGoes() throws Exception {
        Process offers = start("Offers");
        Process pong = start("Pong");
        assertEquals("+ ping by pong", offers.inputReader().readLine());
        pong.destroyForcibly();
        assertEquals("- ping", offers.inputReader().readLine());
        offers.getOutputStream().close();
        assertEquals(List.of(), linesOf(offers));
    }

    @Test
    @DisplayName("StreamClient gets back what it says to StreamServer")
    void streams() throws Exception {
        Process server = start("StreamServer");
        assertEquals("listening on hv://stream-server/echo", server.inputReader().readLine());
        assertEquals(List.of("stream-server (pid " + server.pid() + ") says: hello"),
                linesOf(start("StreamClient")));
        server.destroyForcibly();
    }

    @Test
    @DisplayName("GrpcClient calls GrpcServer")
    void grpc() throws Exception {
        Process server = start("GrpcServer");
        assertEquals("serving hv://grpc-server/hello", server.inputReader().readLine());
        assertEquals(List.of("hello world"), linesOf(start("GrpcClient")));
        server.destroyForcibly();
    }

    @Test
    @DisplayName("BulkGrant sees what the other side has written into its pages")
    void bulkGrantSeesWhatTheOtherSideHasWritten() throws Exception {
        assertEquals(List.of("42"), linesOf(start("BulkGrant")));
    }

    @Test
    @DisplayName("PageMessage finds what the owner has written into the page it named")
    void pageMessageFindsThePage() throws Exception {
        assertEquals(List.of("42"), linesOf(start("PageMessage")));
    }

    @Test
    @DisplayName("RequestResponse gets the answer to a message larger than a packet")
    void requestResponseGetsTheAnswer() throws Exception {
        assertEquals(List.of("bytes=1000001"), linesOf(start("RequestResponse")));
    }

    @Test
    @DisplayName("Subchannels has three channels more")
    void subchannelsHasThreeMore() throws Exception {
        assertEquals(List.of("0: ok", "1: ok", "2: ok", "3: ok"), linesOf(start("Subchannels")));
    }

    @Test
    @DisplayName("each has fewer than 40 lines")
    void eachHasFewerThan40Lines() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                assertTrue(Files.readAllLines(file).size() < 40, file::toString);
            }
        }
    }
}
