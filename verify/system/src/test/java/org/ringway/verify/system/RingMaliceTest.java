// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ringway.BusTimeoutException;
import org.ringway.RingCorruptException;
import org.ringway.channel.BusChannel;

@DisplayName("a malicious child process, and the ring it shares with a victim")
final class RingMaliceTest extends VictimCase {
    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"INDEX_OUTSIDE", "INDEX_UNALIGNED"})
    @DisplayName("R1, R2: an index that is no position ends the channel, what came before counts")
    void impossibleIndexEndsTheChannel(RingTrick trick) throws Exception {
        BusChannel channel = channel(trick);
        receive(channel, Records.FEW);

        villain.cue();

        String text = assertThrows(RingCorruptException.class,
                () -> channel.receive(this::count, 1, LIMIT)).getMessage();
        assertTrue(text.matches(".*writeIndex=(65536|772) dataBytes=65536.*"), text);
        assertFalse(channel.isOpen());
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"INDEX_JUMPS", "RANDOM_BYTES"})
    @DisplayName("R3: indices that move while we read end the channel")
    void movingIndicesEndTheChannel(RingTrick trick) throws Exception {
        assertBreaks(RingCorruptException.class, channel(trick), VictimCase::letOthersRun);
    }

    @Test
    @DisplayName("R4: our own indices, overwritten by the other side, mean nothing to us")
    void ownIndicesArePrivate() throws Exception {
        BusChannel channel = channel(RingTrick.VICTIMS_INDICES);
        assertEquals("scribbled", villain.says());

        receive(channel, Records.AROUND - 1);

        for (int i = 0; i < Records.FEW; i++) {
            assertTrue(channel.trySend(PACKET));
        }
    }

    @Test
    @DisplayName("R6: impossible wishes for room cost a signal per packet at most")
    void impossibleWishesAreHarmless() throws Exception {
        BusChannel channel = channel(RingTrick.IMPOSSIBLE_WISHES);

        receive(channel, Records.MANY);

        assertTrue(channel.statistics().signalsSent() <= Records.MANY,
                () -> channel.statistics().toString());
    }

    @Test
    @DisplayName("R9: where both rings are the same pages we hear ourselves, and no worse")
    void aliasedRingsAreAnEcho() throws Exception {
        BusChannel channel = channel(ControlTrick.ALIASED_RINGS);
        assertEquals("ok", villain.says());
        for (int i = 0; i < Records.MANY; i++) {
            channel.send(PACKET);
            channel.receive(this::count, 1, LIMIT);
        }
        assertEquals(Records.MANY, received);
        assertTrue(channel.isOpen());
    }

    @Test
    @DisplayName("R10: a ring whose pages are taken away reads as zeros and ends the channel")
    void holesEndTheChannel() throws Exception {
        BusChannel channel = channel(RingTrick.HOLES);
        receive(channel, Records.FEW);

        villain.cue();

        assertEquals("punched: 0", villain.says());
        assertBreaks(RingCorruptException.class, channel, this::count);
    }

    @Test
    @DisplayName("R11: a storm of signals neither stops the packets nor a wait that has a time")
    void stormIsSurvived() throws Exception {
        BusChannel channel = channel(RingTrick.STORM);

        receive(channel, Records.MANY);

        assertEquals(0, channel.receive(this::count, 1, SHORT));
        channel.close();
        assertFalse(channel.isOpen());
    }

    @Test
    @DisplayName("R11: without any signal a wait ends at its time, and finds what is there")
    void silenceIsSurvived() throws Exception {
        BusChannel channel = channel(RingTrick.SILENCE);
        while (received < Records.MANY) {
            channel.receive(this::count, REQUESTS, SHORT);
        }
        assertEquals(0, channel.receive(this::count, 1, SHORT));
    }

    @Test
    @DisplayName("a doorbell that nobody reads stops nobody who signals")
    void fullDoorbellStopsNobody() throws Exception {
        BusChannel channel = channel(RingTrick.FULL_DOORBELL);
        // Some hundreds fill a socket.
        int requests = 2_000;
        for (int i = 0; i < requests; i++) {
            assertEquals(Records.PAYLOAD, channel.request(PACKET, PACKET));
        }
        assertTrue(channel.statistics().signalsSent() > requests / 2,
                () -> channel.statistics().toString());
    }

    @Test
    @DisplayName("who never reads holds up its own channel and nothing else")
    void whoNeverReadsHoldsUpItsOwnChannel() throws Exception {
        BusChannel channel = channel(RingTrick.DEAF);
        while (channel.trySend(PACKET)) {
            received++;
        }
        assertEquals(Records.AROUND * Records.BYTES / 88, received);

        String text = assertThrows(BusTimeoutException.class,
                () -> channel.send(PACKET, SHORT)).getMessage();

        assertTrue(text.contains("the other side does not read"), text);
        innocents().areUnharmed();
    }
}
