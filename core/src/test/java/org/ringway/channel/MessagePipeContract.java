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
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringway.ProtocolException;
import org.ringway.RingCorruptException;
import org.ringway.pipe.MessagePipe;
import org.ringway.wire.Guid;
import org.ringway.wire.OfferContent;
import org.ringway.wire.UserData;

/// What a message pipe promises, on any platform.
public abstract class MessagePipeContract extends ChannelCase {
    /// For the platforms' own tests.
    protected MessagePipeContract() {}

    private ChannelPair pair(int pipeType) {
        ChannelOptions options = ChannelOptions.DEFAULT.withPages(3, 3);
        return new ChannelPair(platform(), options, options, new OfferContent(Guid.ZERO,
                Guid.ZERO, OfferContent.NAMED_PIPE, UserData.ofPipe(pipeType)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 2_000, 2_024, 2_048, 8_192, 100_003, 3_000_000})
    @DisplayName("keeps exact lengths, and sends messages larger than the ring")
    void keepsExactLengths(int bytes) throws Exception {
        try (ChannelPair pair = pair(UserData.PIPE_FRAGMENTS)) {
            MessagePipe out = MessagePipe.over(pair.left);
            MessagePipe in = MessagePipe.over(pair.right);
            FutureTask<byte[]> received = new FutureTask<>(() -> in.receive(LONG));
            Thread.ofPlatform().daemon().start(received);
            byte[] message = ChannelPair.bytes(bytes, 3).toArray(ValueLayout.JAVA_BYTE);
            out.send(MemorySegment.ofArray(message));
            assertArrayEquals(message, received.get());
        }
    }

    @Test
    @DisplayName("keeps messages of several senders apart")
    void keepsMessagesApart() throws Exception {
        try (ChannelPair pair = pair(UserData.PIPE_FRAGMENTS)) {
            MessagePipe out = MessagePipe.over(pair.left);
            MessagePipe in = MessagePipe.over(pair.right);
            List<Thread> senders = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                byte fill = (byte) t;
                senders.add(Thread.ofVirtual().start(() -> sendMany(out, fill)));
            }
            for (int i = 0; i < 4 * 20; i++) {
                byte[] message = in.receive(LONG);
                for (byte b : message) {
                    assertEquals(message[0], b);
                }
            }
            assertNull(in.receive(Duration.ofMillis(1)));
        }
    }

    private static void sendMany(MessagePipe pipe, byte fill) {
        MemorySegment message = MemorySegment.ofArray(new byte[20_000]).fill(fill);
        try {
            for (int i = 0; i < 20; i++) {
                pipe.send(message);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @DisplayName("says how long a message is before it is received, and refuses a target too short")
    void saysHowLongAMessageIs() throws Exception {
        try (ChannelPair pair = pair(UserData.PIPE_FRAGMENTS)) {
            MessagePipe.over(pair.left).send(ChannelPair.bytes(100, 1));
            MessagePipe in = MessagePipe.over(pair.right);
            assertEquals(100, in.awaitBytes(LONG));
            assertThrows(IllegalArgumentException.class,
                    () -> in.receive(MemorySegment.ofArray(new byte[99]), LONG));
            assertEquals(100, in.receive(MemorySegment.ofArray(new byte[100]), LONG));
            MessagePipe.over(pair.left).send(ChannelPair.bytes(50, 1));
            assertThrows(IllegalArgumentException.class,
                    () -> in.receive(MemorySegment.ofArray(new byte[49]), LONG));
            assertEquals(50, in.receive(MemorySegment.ofArray(new byte[50]), LONG));
        }
    }

    @Test
    @DisplayName("finishes a message that has begun although its receiver is interrupted")
    void finishesWhatHasBegun() throws Exception {
        try (ChannelPair pair = pair(UserData.PIPE_FRAGMENTS)) {
            MessagePipe out = MessagePipe.over(pair.left);
            MessagePipe in = MessagePipe.over(pair.right);
            FutureTask<Boolean> receiver = new FutureTask<>(() -> {
                assertEquals(1_000_000, in.awaitBytes(LONG));
                Thread.currentThread().interrupt();
                byte[] message = new byte[1_000_000];
                Thread.interrupted();
                in.receive(MemorySegment.ofArray(message), LONG);
                return Thread.interrupted() || message[999_999] != 0;
            });
            Thread thread = Thread.ofPlatform().daemon().start(receiver);
            out.send(MemorySegment.ofArray(new byte[1_000_000]).fill((byte) 5));
            thread.interrupt();
            assertTrue(receiver.get());
        }
    }

    @Test
    @DisplayName("speaks VMBus's framing on a plain message pipe, 16,384 bytes at most")
    void speaksVmbusFraming() throws Exception {
        ChannelOptions options = ChannelOptions.DEFAULT;
        try (ChannelPair pair = new ChannelPair(platform(), options, options,
                new OfferContent(Guid.ZERO, Guid.ZERO, OfferContent.NAMED_PIPE,
                        UserData.ofPipe(UserData.PIPE_MESSAGES)))) {
            MessagePipe out = MessagePipe.over(pair.left);
            out.send(MemorySegment.ofArray(new byte[] {1, 2, 3}));
            byte[] seen = pair.right.receive(LONG).payload().toArray(ValueLayout.JAVA_BYTE);
            assertArrayEquals(
                    new byte[] {1, 0, 0, 0, 3, 0, 0, 0, 1, 2, 3, 0, 0, 0, 0, 0}, seen);
            assertEquals(16_384, out.largestMessage());
            out.send(MemorySegment.ofArray(new byte[16_384]));
            assertThrows(IllegalArgumentException.class,
                    () -> out.send(MemorySegment.ofArray(new byte[16_385])));
            assertEquals(16_384, MessagePipe.over(pair.right).receive(LONG).length);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {
        0x0000_0009_0000_0001L, 0x0000_0000_0000_0002L, -1L, 0xFFFF_FFFF_0000_0001L})
    @DisplayName("P16: ends the channel on a pipe header of an unknown type or a wrong size")
    void p16WrongPipeHeadersEndTheChannel(long header) throws Exception {
        try (ChannelPair pair = pair(UserData.PIPE_MESSAGES)) {
            pair.left.send(MemorySegment.ofArray(new long[] {header, 0}));
            MessagePipe in = MessagePipe.over(pair.right);
            assertThrows(ProtocolException.class, () -> in.receive(LONG));
            assertThrows(RingCorruptException.class, () -> in.receive(LONG));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"10,0,20", "8,8,16", "0,0,8", "8,0,-1", "8,-8,16", "8,0,4"})
    @DisplayName("P16: ends the channel on fragments outside their message or out of sequence")
    void p16WrongFragmentsEndTheChannel(String numbers) throws Exception {
        long[] n = java.util.Arrays.stream(numbers.split(",")).mapToLong(Long::parseLong).toArray();
        try (ChannelPair pair = pair(UserData.PIPE_FRAGMENTS)) {
            long word = UserData.PIPE_FRAGMENTS | n[0] << 32;
            MemorySegment packet = MemorySegment.ofArray(new long[] {word, n[2], n[1], 0});
            pair.left.send(packet);
            pair.left.send(packet);
            MessagePipe in = MessagePipe.over(pair.right);
            assertThrows(ProtocolException.class, () -> in.receive(LONG));
            assertThrows(RingCorruptException.class, () -> in.receive(LONG));
        }
    }
}
