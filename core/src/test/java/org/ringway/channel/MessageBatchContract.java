// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringway.ProtocolException;
import org.ringway.RingCorruptException;
import org.ringway.pipe.MessageBatch;
import org.ringway.pipe.MessagePipe;
import org.ringway.wire.Guid;
import org.ringway.wire.OfferContent;
import org.ringway.wire.UserData;

/// What messages that share packets promise, on any platform.
public abstract class MessageBatchContract extends ChannelCase {
    private static final long PACK = 0x5257_0002L;

    /// For the platforms' own tests.
    protected MessageBatchContract() {}

    private ChannelPair pair(int pipeType) {
        ChannelOptions options = ChannelOptions.DEFAULT.withPages(5, 5);
        return new ChannelPair(platform(), options, options, new OfferContent(Guid.ZERO,
                Guid.ZERO, OfferContent.NAMED_PIPE, UserData.ofPipe(pipeType)));
    }

    private static void send(MessagePipe out, List<byte[]> messages) throws InterruptedException {
        try (MessageBatch batch = out.batch()) {
            for (byte[] message : messages) {
                batch.add(MemorySegment.ofArray(message));
            }
        }
    }

    @Test
    @DisplayName("packs small messages into one packet, as documented")
    void packsAsDocumented() throws Exception {
        try (ChannelPair pair = pair(UserData.PIPE_FRAGMENTS)) {
            send(MessagePipe.over(pair.left), List.of(new byte[] {1, 2, 3}, new byte[0],
                    new byte[] {4}));
            byte[] seen = pair.right.receive(LONG).payload().toArray(ValueLayout.JAVA_BYTE);
            assertArrayEquals(new byte[] {2, 0, 0x57, 0x52, 16, 0, 0, 0,
                3, 0, 0, 0, 1, 2, 3, 0, 0, 0, 0, 1, 0, 0, 0, 4}, seen);
            assertEquals(1, pair.left.statistics().packetsSent());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {UserData.PIPE_FRAGMENTS, UserData.PIPE_MESSAGES})
    @DisplayName("keeps lengths, bytes and order of many messages, whatever their size")
    void keepsAll(int pipeType) throws Exception {
        Random random = new Random(7);
        List<byte[]> messages = new ArrayList<>();
        int most = pipeType == UserData.PIPE_FRAGMENTS ? 30_000 : 2_000;
        for (int i = 0; i < 3_000; i++) {
            byte[] message = new byte[random.nextInt(random.nextInt(50) == 0 ? most : 60)];
            random.nextBytes(message);
            messages.add(message);
        }
        try (ChannelPair pair = pair(pipeType)) {
            MessagePipe out = MessagePipe.over(pair.left);
            FutureTask<Void> sent = new FutureTask<>(() -> {
                send(out, messages.subList(0, 1_000));
                out.send(MemorySegment.ofArray(messages.get(1_000)));
                send(out, messages.subList(1_001, messages.size()));
                return null;
            });
            Thread.ofPlatform().daemon().start(sent);
            receiveAll(MessagePipe.over(pair.right), messages);
            sent.get();
        }
    }

    /// In all the ways there are.
    private static void receiveAll(MessagePipe in, List<byte[]> messages) throws Exception {
        List<byte[]> seen = new ArrayList<>();
        while (seen.size() < messages.size()) {
            byte[] next = messages.get(seen.size());
            switch (seen.size() % 3) {
                case 0 -> in.receive((memory, offset, bytes) -> seen.add(memory
                        .asSlice(offset, bytes).toArray(ValueLayout.JAVA_BYTE)), 5, LONG);
                case 1 -> seen.add(in.receive(LONG));
                default -> {
                    assertEquals(next.length, in.awaitBytes(LONG));
                    byte[] target = new byte[next.length];
                    assertEquals(next.length, in.receive(MemorySegment.ofArray(target), LONG));
                    seen.add(target);
                }
            }
        }
        for (int i = 0; i < messages.size(); i++) {
            assertArrayEquals(messages.get(i), seen.get(i), "message " + i);
        }
        assertNull(in.receive(Duration.ofMillis(1)));
    }

    @Test
    @DisplayName("a message longer than the target stays in its pack")
    void refusesATargetTooShort() throws Exception {
        try (ChannelPair pair = pair(UserData.PIPE_FRAGMENTS)) {
            send(MessagePipe.over(pair.left), List.of(new byte[9], new byte[2]));
            MessagePipe in = MessagePipe.over(pair.right);
            assertThrows(IllegalArgumentException.class,
                    () -> in.receive(MemorySegment.ofArray(new byte[8]), LONG));
            assertEquals(9, in.receive(MemorySegment.ofArray(new byte[9]), LONG));
            assertEquals(2, in.receive(MemorySegment.ofArray(new byte[2]), LONG));
        }
    }

    @Test
    @DisplayName("what a handler throws comes out, and the rest of the pack can still be received")
    void survivesAHandler() throws Exception {
        try (ChannelPair pair = pair(UserData.PIPE_FRAGMENTS)) {
            send(MessagePipe.over(pair.left), List.of(new byte[1], new byte[2]));
            MessagePipe in = MessagePipe.over(pair.right);
            assertThrows(UnsupportedOperationException.class, () -> in.receive((_, _, _) -> {
                throw new UnsupportedOperationException();
            }, 2, LONG));
            assertEquals(2, in.receive(LONG).length);
        }
    }

    @Test
    @DisplayName("a closed batch takes no more, and others can send")
    void endsWithClose() throws Exception {
        try (ChannelPair pair = pair(UserData.PIPE_FRAGMENTS)) {
            MessagePipe out = MessagePipe.over(pair.left);
            MessageBatch batch = out.batch();
            batch.add(MemorySegment.ofArray(new byte[3]));
            batch.close();
            batch.close();
            assertThrows(IllegalStateException.class,
                    () -> batch.add(MemorySegment.ofArray(new byte[3])));
            FutureTask<Void> other = new FutureTask<>(() -> {
                out.send(MemorySegment.ofArray(new byte[4]));
                return null;
            });
            Thread.ofPlatform().daemon().start(other);
            other.get();
            MessagePipe in = MessagePipe.over(pair.right);
            assertEquals(3, in.receive(LONG).length);
            assertEquals(4, in.receive(LONG).length);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {
        PACK,                           // nothing in it
        PACK | 17L << 32,               // longer than the packet
        PACK | 0xFFFF_FFFFL << 32,
        PACK | 3L << 32,                // no room for a length
        PACK | 5L << 32,                // a message of two bytes where one is left
        PACK | 14L << 32})              // a second length that is cut short
    @DisplayName("P16: ends the channel on a pack whose lengths do not agree")
    void p16WrongPacksEndTheChannel(long header) throws Exception {
        try (ChannelPair pair = pair(UserData.PIPE_FRAGMENTS)) {
            pair.left.send(MemorySegment.ofArray(new long[] {header, 2L | 6L << 48, 0}));
            MessagePipe in = MessagePipe.over(pair.right);
            String text = assertThrows(ProtocolException.class, () -> in.receive(LONG))
                    .getMessage();
            assertTrue(text.contains("longer than its pack"), text);
            assertThrows(RingCorruptException.class, () -> in.receive(LONG));
        }
    }

    @Test
    @DisplayName("P16: ends the channel on a pack in the middle of a message")
    void p16APackWithinAMessageEndsTheChannel() throws Exception {
        try (ChannelPair pair = pair(UserData.PIPE_FRAGMENTS)) {
            long word = UserData.PIPE_FRAGMENTS | 8L << 32;
            pair.left.send(MemorySegment.ofArray(new long[] {word, 16, 0, 0}));
            pair.left.send(MemorySegment.ofArray(new long[] {PACK | 8L << 32, 4, 0}));
            MessagePipe in = MessagePipe.over(pair.right);
            assertThrows(ProtocolException.class, () -> in.receive(LONG));
        }
    }
}
