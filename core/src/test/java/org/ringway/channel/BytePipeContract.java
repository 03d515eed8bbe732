// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringway.ChannelClosedException;
import org.ringway.ProtocolException;
import org.ringway.RingCorruptException;
import org.ringway.pipe.BytePipe;
import org.ringway.wire.Guid;
import org.ringway.wire.OfferContent;
import org.ringway.wire.UserData;

/// What a byte pipe promises, on any platform.
public abstract class BytePipeContract extends ChannelCase {
    /// For the platforms' own tests.
    protected BytePipeContract() {}

    private ChannelPair pair(int pages, int pipeType) {
        ChannelOptions options = ChannelOptions.DEFAULT.withPages(pages, pages);
        return new ChannelPair(platform(), options, options, new OfferContent(Guid.ZERO,
                Guid.ZERO, OfferContent.NAMED_PIPE, UserData.ofPipe(pipeType)));
    }

    private ChannelPair pipes() {
        return pair(256, UserData.PIPE_BYTES);
    }

    private static MemorySegment room(int bytes) {
        return MemorySegment.ofArray(new byte[bytes]);
    }

    private static byte[] read(BytePipe pipe, int most) throws InterruptedException {
        MemorySegment target = room(most);
        long count = pipe.read(target, LONG);
        return target.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE);
    }

    @Test
    @DisplayName("writes VMBus's header before the bytes, and nothing after it at the end")
    void speaksVmbusFraming() throws Exception {
        try (ChannelPair pair = pipes()) {
            BytePipe out = BytePipe.over(pair.left);
            assertEquals(3, out.write(MemorySegment.ofArray(new byte[] {1, 2, 3})));
            assertEquals(0, out.write(room(0)));
            out.end();
            assertArrayEquals(new byte[] {1, 0, 0, 0, 3, 0, 0, 0, 1, 2, 3, 0, 0, 0, 0, 0},
                    payload(pair));
            assertArrayEquals(new byte[] {1, 0, 0, 0, 0, 0, 0, 0}, payload(pair));
            assertThrows(IllegalStateException.class, () -> out.write(room(1)));
            assertThrows(IllegalStateException.class, out::end);
        }
    }

    private static byte[] payload(ChannelPair pair) throws InterruptedException {
        return pair.right.receive(LONG).payload().toArray(ValueLayout.JAVA_BYTE);
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "2, 2", "3, 3", "16, 4", "256, 5"})
    @DisplayName("carries a stream of any length, written and read in pieces of any size")
    void carriesAStream(int pages, long seed) throws Exception {
        try (ChannelPair pair = pair(pages, UserData.PIPE_BYTES)) {
            BytePipe out = BytePipe.over(pair.left);
            BytePipe in = BytePipe.over(pair.right);
            byte[] sent = new byte[2_000_000];
            new Random(seed).nextBytes(sent);
            FutureTask<Void> writer = new FutureTask<>(() -> writeAll(out, sent, seed));
            Thread.ofPlatform().daemon().start(writer);
            Random sizes = new Random(~seed);
            byte[] received = new byte[sent.length];
            int next = 0;
            for (byte[] piece = read(in, size(sizes)); piece.length > 0;
                    piece = read(in, size(sizes))) {
                System.arraycopy(piece, 0, received, next, piece.length);
                next += piece.length;
                if (next == sent.length) {
                    break;
                }
            }
            assertArrayEquals(sent, received);
            writer.get();
            assertEquals(-1, in.read(room(1), LONG));
            assertEquals(-1, in.read(room(1), LONG), "for ever");
        }
    }

    private static int size(Random sizes) {
        return 1 + sizes.nextInt(sizes.nextInt(4) == 0 ? 100_000 : 3_000);
    }

    private static Void writeAll(BytePipe out, byte[] bytes, long seed) throws Exception {
        Random sizes = new Random(seed);
        MemorySegment left = MemorySegment.ofArray(bytes);
        while (left.byteSize() > 0) {
            long piece = Math.min(left.byteSize(), size(sizes));
            left = left.asSlice(out.write(left.asSlice(0, piece)));
        }
        out.end();
        return null;
    }

    @Test
    @DisplayName("remembers for itself how much of a packet was read, and leaves the ring alone")
    void readsAPacketInParts() throws Exception {
        try (ChannelPair pair = pipes()) {
            BytePipe.over(pair.left).write(ChannelPair.bytes(100, 1));
            BytePipe in = BytePipe.over(pair.right);
            byte[] expected = ChannelPair.bytes(100, 1).toArray(ValueLayout.JAVA_BYTE);
            byte[] received = new byte[100];
            for (int i = 0; i < 100; i += 4) {
                System.arraycopy(read(in, 4), 0, received, i, 4);
            }
            assertArrayEquals(expected, received);
            assertEquals(0, in.read(room(1), Duration.ZERO));
            assertEquals(0, pair.right.statistics().packetsKept());
        }
    }

    @Test
    @DisplayName("reads what another reader has left of a packet: VMBus's partial packet")
    void readsPartialPackets() throws Exception {
        try (ChannelPair pair = pipes()) {
            pair.left.send(MemorySegment.ofArray(new byte[] {
                2, 0, 0, 0, 7, 0, 4, 0, 10, 11, 12, 13, 14, 15, 16, 0}));
            assertArrayEquals(new byte[] {14, 15, 16}, read(BytePipe.over(pair.right), 100));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {
        0x0000_0009_0000_0001L, 0x0000_0008_0000_0000L, 0x0000_0008_0000_0003L, -1L,
        0xFFFF_FFFF_0000_0001L, 0x0000_4001_0000_0001L, 0x0000_0000_0000_0002L,
        0x0008_0008_0000_0002L, 0x0009_0008_0000_0002L, 0x0000_0009_0000_0002L,
        0xFFFF_0001_0000_0002L})
    @DisplayName("P16: ends the channel on a header of an unknown type, size or offset")
    void p16WrongHeadersEndTheChannel(long header) throws Exception {
        try (ChannelPair pair = pipes()) {
            BytePipe in = BytePipe.over(pair.right);
            BytePipe.over(pair.left).write(ChannelPair.bytes(5, 1));
            pair.left.send(MemorySegment.ofArray(new long[] {header, 0}));
            assertEquals(5, in.read(room(100_000), LONG), "what came before is delivered");
            assertThrows(RingCorruptException.class, () -> in.read(room(1), LONG));
        }
    }

    @Test
    @DisplayName("P16: ends the channel on more than 16,384 bytes, and on no header at all")
    void p16PacketsOfTheWrongSize() throws Exception {
        long[] large = new long[2050];
        large[0] = 1 | 16_385L << 32;
        for (long[] packet : new long[][] {large, {}}) {
            try (ChannelPair pair = pipes()) {
                pair.left.send(MemorySegment.ofArray(packet));
                BytePipe in = BytePipe.over(pair.right);
                assertThrows(ProtocolException.class, () -> in.read(room(1), LONG));
                assertThrows(RingCorruptException.class, () -> in.read(room(1), LONG));
            }
        }
    }

    @Test
    @DisplayName("says after what was written that the writer is gone, unless the stream had ended")
    void endWithoutEndOfStream() throws Exception {
        try (ChannelPair pair = pipes()) {
            BytePipe in = BytePipe.over(pair.right);
            BytePipe.over(pair.left).write(ChannelPair.bytes(5, 1));
            pair.left.close();
            assertEquals(5, in.read(room(100), LONG));
            assertThrows(ChannelClosedException.class, () -> in.read(room(100), LONG));
        }
        try (ChannelPair pair = pipes()) {
            BytePipe in = BytePipe.over(pair.right);
            BytePipe.over(pair.left).end();
            pair.left.close();
            assertEquals(-1, in.read(room(100), LONG));
        }
    }

    @Test
    @DisplayName("is a pipe only where the offer says so")
    void wantsAByteOffer() {
        try (ChannelPair pair = pair(2, UserData.PIPE_MESSAGES)) {
            assertTrue(assertThrows(IllegalArgumentException.class,
                    () -> BytePipe.over(pair.left)).getMessage().contains("pipeType=0x4"));
        }
    }
}
