// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.ProtocolException;
import org.ringway.channel.ChannelOptions.PacketLimits;
import org.ringway.platform.Access;

/// What a side takes at most, on any platform.
public abstract class PacketLimitsContract extends ChannelCase {
    /// For the platforms' own tests.
    protected PacketLimitsContract() {}

    private ChannelPair pair(PacketLimits limits) {
        return pair(SMALL.withLimits(limits));
    }

    @Test
    @DisplayName("P15 a payload of the declared maximum is taken, a larger one ends the channel")
    void p15LargerPacketsEndTheChannel() throws Exception {
        try (ChannelPair pair = pair(new PacketLimits(64, 0, 0))) {
            pair.left.send(ChannelPair.bytes(64, 1));
            assertEquals(1, pair.right.receive(packet -> { }, 1, LONG));
            pair.left.send(ChannelPair.bytes(72, 1));
            ProtocolException why = assertThrows(ProtocolException.class,
                    () -> pair.right.receive(packet -> { }, 1, LONG));
            assertEquals("packet is larger than this side takes: payloadBytes=72 most=64",
                    why.getMessage());
            assertFalse(pair.right.isOpen());
        }
    }

    @Test
    @DisplayName("P15 an answer larger than the declared maximum ends the channel, too")
    void p15LargerAnswersEndTheChannel() throws Exception {
        try (ChannelPair pair = pair(new PacketLimits(64, 0, 0))) {
            FutureTask<Integer> server = inThread(() -> pair.right.receive(
                    packet -> packet.complete(ChannelPair.bytes(72, 1)), 1, LONG));
            assertThrows(ProtocolException.class,
                    () -> pair.left.request(null, COMMAND, NOTHING, LONG));
            assertEquals(1, server.get());
            assertFalse(pair.left.isOpen());
        }
    }

    @Test
    @DisplayName("external data of the declared maximum is taken, more or in more pieces is not")
    void moreExternalDataEndsTheChannel() throws Exception {
        for (boolean tooLong : List.of(true, false)) {
            try (ChannelPair pair = pair(new PacketLimits(64, 4096, 2))) {
                SharedBuffer buffer = pair.allocate(8192, Access.READ_ONLY);
                SharedBuffer.Slice word = buffer.slice(0, 8);
                pair.left.start(SharedBuffer.Chain.of(word, buffer.slice(16, 4088)), COMMAND,
                        new Recorder());
                assertEquals(1, pair.right.receive(packet -> { }, 1, LONG));
                pair.left.start(tooLong ? buffer.slice(0, 4097)
                        : SharedBuffer.Chain.of(word, word, word), COMMAND, new Recorder());
                assertThrows(ProtocolException.class,
                        () -> pair.right.receive(packet -> { }, 1, LONG));
                assertFalse(pair.right.isOpen());
            }
        }
    }

    @Test
    @DisplayName("packets that are kept while nobody receives are held to the same limits")
    void keptPacketsAreHeldToTheLimits() throws Exception {
        try (ChannelPair pair = pair(new PacketLimits(64, 8, 1))) {
            SharedBuffer buffer = pair.allocate(4096, Access.READ_ONLY);
            pair.left.start(buffer.slice(0, 9), COMMAND, new Recorder());
            assertThrows(ProtocolException.class,
                    () -> pair.right.request(null, COMMAND, NOTHING, LONG));
        }
    }

    @Test
    @DisplayName("a limit is not negative")
    void limitsAreNotNegative() {
        assertThrows(IllegalArgumentException.class, () -> new PacketLimits(-1, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new PacketLimits(0, -1, 0));
        assertThrows(IllegalArgumentException.class, () -> new PacketLimits(0, 0, -1));
    }
}
