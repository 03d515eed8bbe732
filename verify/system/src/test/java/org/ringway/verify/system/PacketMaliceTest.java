// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.BusException;
import org.ringway.BusTimeoutException;
import org.ringway.PeerLostException;
import org.ringway.ProtocolException;
import org.ringway.RingCorruptException;
import org.ringway.channel.BusChannel;
import org.ringway.channel.CompletionHandler;
import org.ringway.channel.IncomingPacket;
import org.ringway.pipe.MessagePipe;
import org.ringway.wire.OfferContent;
import org.ringway.wire.UserData;

@DisplayName("a malicious child process, and what it puts into a ring")
final class PacketMaliceTest extends VictimCase {
    @Test
    @DisplayName("P14: a length rewritten while we read is read once, and checked on our copy")
    void lengthsAreFetchedOnce() throws Exception {
        Set<Integer> legal = Set.of(Records.PAYLOAD, 8);
        BusChannel channel = channel(RingTrick.LENGTHS);
        assertBreaks(RingCorruptException.class, channel, packet -> {
            count(packet);
            assertTrue(legal.contains(packet.payloadBytes()), () -> "" + packet.payloadBytes());
            assertEquals(packet.payloadBytes(), packet.payload().byteSize());
        });
        assertTrue(received >= Records.MANY, () -> "received=" + received);
    }

    @Test
    @DisplayName("P10, P11: a list of pages rewritten while we read ends the channel")
    void rangesAreFetchedOnce() throws Exception {
        BusChannel channel = channel(RingTrick.RANGES);
        assertBreaks(BusException.class, channel, packet -> {
            count(packet);
            long bytes = packet.external().byteSize();
            assertTrue(bytes == 1 || bytes == 4096, () -> "bytes=" + bytes);
            assertEquals(0, packet.external().segment().get(
                    ValueLayout.JAVA_BYTE, bytes - 1));
        });
        assertTrue(received >= Records.AROUND, () -> "received=" + received);
    }

    @Test
    @DisplayName("P12: pages that were never granted end the channel")
    void foreignPagesEndTheChannel() throws Exception {
        BusChannel channel = channel(RingTrick.FOREIGN_PAGES);
        String text = assertThrows(ProtocolException.class,
                () -> channel.receive(IncomingPacket::external, 1, LIMIT)).getMessage();
        assertTrue(text.contains("not granted: pfn=119"), text);
        assertFalse(channel.isOpen());
    }

    @Test
    @DisplayName("granted pages that are taken away read as zeros, and take what we write")
    void lentPagesMayBeTakenAway() throws Exception {
        BusChannel channel = channel(RingTrick.LENT_HOLES);
        while (received < Records.MANY) {
            channel.receive(packet -> {
                count(packet);
                MemorySegment page = packet.external().segment();
                byte before = page.get(ValueLayout.JAVA_BYTE, 0);
                assertTrue(before == 0 || before == 1, () -> "before=" + before);
                page.set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
            }, REQUESTS, LIMIT);
        }
        assertTrue(channel.isOpen());
    }

    @Test
    @DisplayName("P16: the header of a message rewritten while we read ends the pipe")
    void pipeHeadersAreFetchedOnce() throws Exception {
        BusChannel channel = channel(RingTrick.PIPE_HEADERS, OfferContent.NAMED_PIPE,
                UserData.ofPipe(UserData.PIPE_MESSAGES));
        MessagePipe pipe = MessagePipe.over(channel);
        Set<Integer> legal = Set.of(0, 1, Records.MESSAGE);
        String text = assertThrows(ProtocolException.class, () -> {
            while (true) {
                byte[] message = Objects.requireNonNull(pipe.receive(LIMIT));
                assertTrue(legal.contains(message.length), () -> "bytes=" + message.length);
                received++;
            }
        }).getMessage();
        assertTrue(text.matches("pipe data longer than its packet: bytes=\\d+ room=224"), text);
        assertTrue(received >= Records.AROUND, () -> "received=" + received);
    }

    @Test
    @DisplayName("P17: completions that nobody asked for are counted and ignored")
    void unknownCompletionsAreIgnored() throws Exception {
        BusChannel channel = channel(RingTrick.UNKNOWN_COMPLETIONS);

        receive(channel, Records.FEW);

        assertEquals(Records.MANY, channel.statistics().unknownCompletions());
        assertTrue(channel.isOpen());
    }

    @Test
    @DisplayName("P17: a second completion of the same request is ignored")
    void secondCompletionIsIgnored() throws Exception {
        BusChannel channel = channel(RingTrick.DOUBLE_COMPLETIONS);
        MemorySegment answer = MemorySegment.ofArray(new byte[Records.PAYLOAD]);
        for (int i = 0; i < Records.FEW; i++) {
            assertEquals(Records.PAYLOAD, channel.request(PACKET, answer));
        }
        assertEquals("done", villain.says());
        channel.receive(this::count, 1, SHORT);
        assertEquals(Records.FEW, channel.statistics().unknownCompletions());
    }

    @Test
    @DisplayName("P19: who never completes costs a bounded number of requests, until its end")
    void missingCompletionsAreBounded() throws Exception {
        BusChannel channel = channel(RingTrick.DEAF);
        BlockingQueue<BusException> failures = new LinkedBlockingQueue<>();
        for (int i = 0; i < REQUESTS; i++) {
            assertTrue(channel.tryStart(null, PACKET, failing(failures)));
        }

        assertFalse(channel.tryStart(null, PACKET, failing(failures)));
        assertThrows(BusTimeoutException.class,
                () -> channel.request(null, PACKET, PACKET, SHORT));
        villain.close();

        assertThrows(PeerLostException.class, () -> channel.receive(this::count, 1, LIMIT));
        for (int i = 0; i < REQUESTS; i++) {
            assertInstanceOf(PeerLostException.class, failures.take());
        }
    }

    private static CompletionHandler failing(BlockingQueue<BusException> failures) {
        return new CompletionHandler() {
            @Override
            public void completed(MemorySegment answer) {
                failures.add(new ProtocolException("nobody completes here"));
            }

            @Override
            public void failed(BusException why) {
                failures.add(why);
            }
        };
    }
}
