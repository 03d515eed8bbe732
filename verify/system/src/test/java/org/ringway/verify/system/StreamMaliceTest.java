// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringway.child.ChildPartition;
import org.ringway.sockets.HvChannel;
import org.ringway.sockets.HvServerChannel;
import org.ringway.sockets.HvSocketAddress;

@DisplayName("a malicious child process at the other end of a stream")
final class StreamMaliceTest extends MaliceCase {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int HONEST = Records.FEW * Records.MESSAGE;

    private ChildPartition victim;
    private HvServerChannel listening;

    @BeforeEach
    void listen() throws Exception {
        victim = ChildPartition.join(socket, "victim");
        listening = HvServerChannel.listen(victim,
                HvSocketAddress.of(HvSocketAddress.WILDCARD, StreamTrick.SERVICE));
    }

    @AfterEach
    void leave() throws IOException {
        listening.close();
        victim.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "UNKNOWN_KIND        | pipe ",
        "BEYOND_ITS_PACKET   | bytes=16 max=8",
        "BYTES_AFTER_THE_END | data after the end of the stream",
        "INDEX_OUTSIDE       | writeIndex=",
    })
    @DisplayName("H1, H2: what came before is read, then the stream ends, and says why")
    void brokenStreamsEnd(StreamTrick trick, String reason) throws Exception {
        try (Villain villain = villain(trick); HvChannel stream = listening.accept(LIMIT)) {
            assertEquals(HONEST, readAll(stream, HONEST));
            villain.cue();
            assertBroken(stream, reason);
            villain.cue();
            assertEquals(0, villain.awaitEnd());
        }
    }

    @Test
    @DisplayName("H1: headers that are rewritten while we read yield bytes of theirs, or an error")
    void rewrittenHeadersEndTheStream() throws Exception {
        try (Villain villain = villain(StreamTrick.REWRITTEN_HEADERS);
                HvChannel stream = listening.accept(LIMIT)) {
            assertEquals(HONEST, readAll(stream, HONEST));
            villain.cue();
            assertBroken(stream, "connection reset: ");
        }
    }

    /// Reads until there is so much, or the stream has ended.
    private static int readAll(HvChannel stream, int most) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(most);
        while (target.hasRemaining() && stream.read(target) >= 0) {
            continue;
        }
        assertArrayEquals(new byte[target.position()],
                Arrays.copyOf(target.array(), target.position()), "nothing but the payload");
        return target.position();
    }

    private static void assertBroken(HvChannel stream, String reason) {
        SocketException broken = assertThrows(SocketException.class, () -> {
            while (true) {
                readAll(stream, Records.MESSAGE);
            }
        });
        assertTrue(broken.getMessage().contains(reason), broken::getMessage);
    }

    @Test
    @DisplayName("M16: who opens nothing that it is offered is refused the seventeenth connection")
    void unopenedConnectionsAreBounded() throws Exception {
        try (Villain villain = villain(StreamTrick.UNOPENED)) {
            String said = villain.says();
            assertTrue(said.startsWith("16 quota exceeded"), said);
        }
    }
}
