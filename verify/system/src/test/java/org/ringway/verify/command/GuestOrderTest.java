// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.verify.command.Ringway.Outcome;

/// The machine of a guest is this test, for it needs no guest. Its root is somebody else's.
@DisplayName("an order to a guest's machine")
final class GuestOrderTest extends CommandCase {
    private static final String ROOT = "/nowhere/root.sock";

    private ServerSocketChannel machine;

    @BeforeEach
    void aMachineListens() throws Exception {
        Path own = socket.resolveSibling("guest-g.sock");
        Files.createDirectories(own.getParent());
        machine = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(own));
    }

    @AfterEach
    void theMachineEnds() throws Exception {
        machine.close();
    }

    private Outcome order(String answer, String... order) throws Exception {
        FutureTask<String> heard = new FutureTask<>(() -> answer(answer));
        Thread.ofPlatform().daemon().start(heard);
        Outcome outcome = ringway.run(order);
        assertEquals(order[1], heard.get());
        return outcome;
    }

    private String answer(String answer) throws IOException {
        try (SocketChannel client = machine.accept()) {
            StringBuilder heard = new StringBuilder();
            for (int value = Channels.newInputStream(client).read(); value != '\n';
                    value = Channels.newInputStream(client).read()) {
                heard.append((char) value);
            }
            Channels.newOutputStream(client).write(answer.getBytes(StandardCharsets.UTF_8));
            return heard.toString();
        }
    }

    @Test
    @DisplayName("shows what it says, and cannot be made to say more than it does")
    void pairsAreTheGuests() throws Exception {
        String answer = "ok\nheartbeats=3\nmillisSinceHeartbeat=5\n"
                + "pair a?b=one\npair a?b=two\npair heartbeats=9\npair name=other\n";

        assertEquals(answer.substring("ok\n".length()),
                order(answer, "guest", "show", "--socket", ROOT, "g").out());
        assertEquals("{\"name\":\"g\",\"heartbeats\":\"3\",\"millisSinceHeartbeat\":\"5\","
                + "\"pairs\":{\"a?b\":\"two\",\"heartbeats\":\"9\",\"name\":\"other\"}}\n",
                order(answer, "guest", "show", "--socket", ROOT, "--json", "g").out());
    }

    @Test
    @DisplayName("fails, and says why, if the machine says no")
    void noIsNo() throws Exception {
        for (String order : List.of("stop", "console")) {
            Outcome outcome = order("no it does not want to\n",
                    "guest", order, "--socket", ROOT, "g");
            assertEquals(1, outcome.exitCode(), order);
            assertTrue(outcome.err().contains("no it does not want to"), outcome.err());
        }
    }

    @Test
    @DisplayName("names both places where no machine is found")
    void nobodyIsNobody() throws Exception {
        Outcome outcome = ringway.run("guest", "stop", "--socket", ROOT, "x");

        assertEquals(1, outcome.exitCode());
        assertTrue(outcome.err().contains("/nowhere/guest-x.sock"), outcome.err());
        assertTrue(outcome.err().contains(
                socket.resolveSibling("guest-x.sock").toString()), outcome.err());
    }
}
