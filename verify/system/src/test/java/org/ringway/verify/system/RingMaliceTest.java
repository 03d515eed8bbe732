// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ringway.BusException;
import org.ringway.BusTimeoutException;
import org.ringway.PeerLostException;
import org.ringway.ProtocolException;
import org.ringway.RingCorruptException;
import org.ringway.channel.BusChannel;
import org.ringway.channel.ChannelOptions;
import org.ringway.channel.CompletionHandler;
import org.ringway.channel.IncomingPacket;
import org.ringway.channel.MessagePipe;
import org.ringway.channel.PacketHandler;
import org.ringway.child.ChildPartition;
import org.ringway.child.Service;
import org.ringway.child.ServiceOptions;
import org.ringway.wire.Guid;
import org.ringway.wire.OfferContent;
import org.ringway.wire.UserData;

@DisplayName("a malicious child process, and the ring it shares with a victim")
final class RingMaliceTest extends MaliceCase {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final int REQUESTS = 8;
    private static final MemorySegment PACKET = MemorySegment.ofArray(new byte[64]);

    private ChildPartition victim;
    private Villain villain;
    private long received;

    @BeforeEach
    void joinVictim() throws Exception {
        victim = ChildPartition.join(socket, "victim");
        received = 0;
    }

    /// Runs before the base class asks its questions.
    @AfterEach
    void everybodyLeaves() {
        villain.close();
        victim.close();
    }

    private BusChannel channel(RingTrick trick) throws Exception {
        return channel(trick, 0, UserData.EMPTY);
    }

    private BusChannel channel(RingTrick trick, int flags, UserData userData) throws Exception {
        Guid guid = Guid.ofName(Stage.SERVICE);
        ChannelOptions options = ChannelOptions.DEFAULT.withQuotas(REQUESTS, REQUESTS);
        Service service = victim.offer(Stage.SERVICE,
                new OfferContent(guid, guid, flags, userData),
                ServiceOptions.DEFAULT.withChannels(options));
        villain = villain(trick);
        return Objects.requireNonNull(service.accept(LIMIT));
    }

    private void count(IncomingPacket packet) {
        received++;
    }

    private void receive(BusChannel channel, long packets) throws InterruptedException {
        while (received < packets) {
            channel.receive(this::count, REQUESTS, LIMIT);
        }
        assertEquals(packets, received);
    }

    private static <T extends BusException> void assertBreaks(
            Class<T> kind, BusChannel channel, PacketHandler handler) {
        T broken = assertThrows(kind, () -> {
            while (true) {
                channel.receive(handler, REQUESTS, LIMIT);
            }
        });
        assertTrue(broken.getMessage().matches("(?s).*\\w+=-?\\w+.*"), broken::getMessage);
        assertFalse(channel.isOpen());
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"INDEX_OUTSIDE", "INDEX_UNALIGNED"})
    @DisplayName("R1, R2: an index that is no position ends the channel; what came before counts")
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
        assertBreaks(RingCorruptException.class, channel(trick), this::count);
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
        for (int i = 0; i < Records.MANY; i++) {
            channel.send(PACKET);
        }
        assertEquals("done", villain.says());
        // Some hundreds fill a socket.
        assertTrue(channel.statistics().signalsSent() > 1_000,
                () -> channel.statistics().toString());
    }

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
