// SPDX-License-Identifier: Apache-2.0
package org.ringway.pipe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.Channels;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringway.BusException;
import org.ringway.ChannelClosedException;
import org.ringway.PeerLostException;
import org.ringway.ProtocolException;
import org.ringway.channel.ChannelSide;
import org.ringway.platform.Platform;
import org.ringway.platform.Poller;

/// What a stream promises against a peer that does what it likes, on any platform.
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@SuppressWarnings("exports") // JUnit is on the class path, not in the module
public abstract class RingStreamContract {
    private static final long LONG = TimeUnit.SECONDS.toNanos(60);

    /// For the platforms' own tests.
    protected RingStreamContract() {}

    /// {@return a host of its own}
    protected abstract Platform platform();

    private RawPeer peer() {
        return new RawPeer(platform(), 17, false);
    }

    private static MemorySegment room(int bytes) {
        return MemorySegment.ofArray(new byte[bytes]);
    }

    private static String read(RingStream stream, int most) {
        byte[] bytes = new byte[most];
        long count = stream.read(LONG, MemorySegment.ofArray(bytes));
        return new String(bytes, 0, (int) count);
    }

    private static void assertBroken(RawPeer peer, String words) {
        ProtocolException broken = assertThrows(ProtocolException.class,
                () -> peer.stream.read(LONG, room(9)));
        assertTrue(broken.getMessage().contains(words), broken.getMessage());
        assertThrows(ProtocolException.class, () -> peer.stream.read(0, room(9)), "for ever");
        assertThrows(ProtocolException.class, () -> peer.stream.write(0, room(9)));
    }

    @Test
    @DisplayName("speaks the framing of Hyper-V sockets: header and bytes, a header alone as the"
            + " end")
    void speaksTheFraming() {
        try (RawPeer peer = peer()) {
            assertEquals(3, peer.stream.write(LONG,
                    MemorySegment.ofArray(new byte[] {7, 8}),
                    MemorySegment.ofArray(new byte[] {9})));
            assertArrayEquals(new byte[] {1, 0, 0, 0, 3, 0, 0, 0, 7, 8, 9, 0, 0, 0, 0, 0},
                    peer.next());
            peer.stream.shutdownOutput();
            assertArrayEquals(new byte[] {1, 0, 0, 0, 0, 0, 0, 0}, peer.next());
            peer.stream.shutdownOutput();
            assertNull(peer.next(), "once");
        }
    }

    @Test
    @DisplayName("a plain peer gets frames of 16,384 bytes at most, one of ours a quarter of the"
            + " ring")
    void framesAreAsLongAsAgreed() {
        for (boolean isLong : new boolean[] {false, true}) {
            try (RawPeer peer = new RawPeer(platform(), 65, isLong)) {
                peer.stream.write(0, room(200_000));
                int bytes = assertNotNullNext(peer).length - 8;
                assertEquals(isLong ? 65_536 : 16_384, bytes);
            }
        }
    }

    private static byte[] assertNotNullNext(RawPeer peer) {
        byte[] next = peer.next();
        assertNotNull(next);
        return next;
    }

    @ParameterizedTest
    @ValueSource(longs = {
        0x0000_0009_0000_0001L, 0x0000_0008_0000_0000L, 0x0000_0008_0000_0003L, -1L,
        0xFFFF_FFFF_0000_0001L, 0x0000_4001_0000_0001L, 0x0000_0000_0000_0002L,
        0x0008_0008_0000_0002L, 0x0009_0008_0000_0002L, 0xFFFF_0001_0000_0002L})
    @DisplayName("H1: a header of an unknown type, or with more bytes than its packet, ends the"
            + " stream")
    void h1WrongHeaders(long header) {
        try (RawPeer peer = peer()) {
            peer.sendBytes("before");
            peer.send(header, 0);
            assertEquals("before", read(peer.stream, 6), "what came before can be read");
            assertBroken(peer, "pipe ");
        }
    }

    @Test
    @DisplayName("H1: more than 16,384 bytes from a plain peer end the stream, from ours not")
    void h1LongFrames() {
        long[] packet = new long[2050];
        packet[0] = 1 | 16_392L << 32;
        try (RawPeer peer = peer()) {
            peer.send(packet);
            assertBroken(peer, "pipe data longer than its packet: bytes=16392 max=16384");
        }
        try (RawPeer peer = new RawPeer(platform(), 17, true)) {
            peer.send(packet);
            assertEquals(16_392, peer.stream.read(LONG, room(20_000)));
        }
    }

    @Test
    @DisplayName("H1: no header at all, and a packet of another kind, end the stream")
    void h1NoHeader() {
        try (RawPeer peer = peer()) {
            peer.send();
            assertBroken(peer, "pipe packet without a header: payloadBytes=0");
        }
        try (RawPeer peer = peer()) {
            peer.out.tryComplete(4, MemorySegment.ofArray(new long[] {1L << 32 | 1, 0}));
            peer.out.publish();
            assertBroken(peer, "packet has no place in a stream: type=COMPLETION");
        }
        try (RawPeer peer = peer()) {
            peer.out.tryWrite(4, true, MemorySegment.ofArray(new long[] {1L << 32 | 1, 0}));
            peer.out.publish();
            assertBroken(peer, "completionRequested=true");
        }
    }

    @Test
    @DisplayName("H2: data after the end of the stream ends it with an error, also another end")
    void h2DataAfterTheEnd() {
        for (long bytes : new long[] {0, 3}) {
            try (RawPeer peer = peer()) {
                peer.sendBytes("last");
                peer.send(1);
                assertEquals("last", read(peer.stream, 4));
                assertEquals(-1, peer.stream.read(LONG, room(1)));
                peer.send(1 | bytes << 32, 0);
                assertBroken(peer, "data after the end of the stream");
            }
        }
    }

    @Test
    @DisplayName("H3: what stands behind an end of the stream is padding, whatever it is")
    void h3GarbageInTheEnd() {
        try (RawPeer peer = peer()) {
            peer.send(1, -1, 0x4141_4141_4141_4141L);
            assertEquals(-1, peer.stream.read(LONG, room(1)));
            assertEquals(4, peer.stream.write(LONG, room(4)), "the other way goes on");
        }
    }

    @Test
    @DisplayName("indices that are none end the stream, for who reads and for who writes")
    void corruptIndices() {
        try (RawPeer peer = peer()) {
            peer.outPages.bytes().set(ValueLayout.JAVA_INT, 0, 33);
            assertBroken(peer, "writeIndex");
        }
    }

    @Test
    @DisplayName("a peer that never reads fills the ring, no more; a close still ends the stream")
    void neverReads() {
        try (RawPeer peer = peer()) {
            long written = peer.stream.write(TimeUnit.MILLISECONDS.toNanos(30), room(1 << 20));
            assertTrue(written > 32_768 && written < 65_536, "written: " + written);
            assertEquals(0, peer.stream.write(0, room(5000)));
            peer.stream.close();
            byte[] last = null;
            for (byte[] next = peer.next(); next != null; next = peer.next()) {
                last = next;
            }
            assertArrayEquals(new byte[] {1, 0, 0, 0, 0, 0, 0, 0}, last);
        }
    }

    @Test
    @DisplayName("who waits for bytes and who waits for room wake at each other's side, and both at"
            + " the end")
    void bothWait() throws Exception {
        try (RawPeer peer = peer()) {
            FutureTask<String> reading = start(() -> read(peer.stream, 9));
            FutureTask<Long> writing =
                    start(() -> peer.stream.write(RingStream.FOR_EVER, room(100_000)));
            int taken = 0;
            while (taken < 100_000) {
                byte[] next = peer.next();
                taken += next == null ? 0 : next.length - 8 & ~7;
                Thread.onSpinWait();
            }
            assertEquals(100_000, writing.get());
            peer.sendBytes("now");
            assertEquals("now", reading.get());

            FutureTask<String> again = start(() -> read(peer.stream, 9));
            FutureTask<Long> stuck =
                    start(() -> peer.stream.write(RingStream.FOR_EVER, room(1 << 20)));
            peer.doorbell.close();
            assertFails(ChannelClosedException.class, again);
            assertFails(ChannelClosedException.class, stuck);
        }
    }

    private static <T> FutureTask<T> start(Callable<T> task) {
        var future = new FutureTask<>(task);
        Thread.ofVirtual().start(future);
        return future;
    }

    private static void assertFails(
            Class<? extends BusException> how, FutureTask<?> task) {
        var failure = assertThrows(ExecutionException.class, task::get);
        assertEquals(how, failure.getCause().getClass(), failure::toString);
    }

    @Test
    @DisplayName("a peer that is lost in the middle: what it wrote is read, then it is lost")
    void peerIsLost() {
        try (RawPeer peer = peer()) {
            peer.sendBytes("half");
            peer.side.end(ChannelSide.End.PEER_LOST);
            assertEquals("half", read(peer.stream, 9));
            assertThrows(PeerLostException.class, () -> peer.stream.read(LONG, room(1)));
            assertThrows(PeerLostException.class, () -> peer.stream.write(LONG, room(1)));
            assertEquals(0, peer.stream.available());
        }
    }

    @Test
    @DisplayName("after its end of the stream a peer may go: the end stays the end")
    void peerEndsAndGoes() {
        try (RawPeer peer = peer()) {
            peer.sendBytes("all");
            peer.send(1);
            peer.doorbell.close();
            assertEquals("all", read(peer.stream, 9));
            assertEquals(-1, peer.stream.read(LONG, room(1)));
        }
    }

    @Test
    @DisplayName("a frame read in parts stays in the ring until its last byte is taken")
    void readsInParts() {
        try (RawPeer peer = peer()) {
            peer.sendBytes("abcdefgh");
            assertEquals("abc", read(peer.stream, 3));
            assertEquals(5, peer.stream.available());
            assertTrue(peer.out.occupiedBytes() > 0);
            assertEquals("defgh", read(peer.stream, 9));
            assertEquals(0, peer.out.occupiedBytes());
            assertEquals(0, peer.stream.available());
        }
    }

    @Test
    @DisplayName("memory goes once, when nobody works in it any more: a reader keeps it")
    void closesUnderAReader() throws Exception {
        try (RawPeer peer = peer()) {
            peer.sendBytes("abc");
            CountDownLatch inside = new CountDownLatch(1);
            CountDownLatch closed = new CountDownLatch(1);
            FutureTask<Long> reading = start(() -> peer.stream.readLent(LONG, lent -> {
                inside.countDown();
                await(closed);
                return lent.get(ValueLayout.JAVA_BYTE, 0) == 'a' ? 3 : 0;
            }));
            inside.await();
            peer.stream.close();
            assertEquals(0, peer.unmapped.get());
            assertArrayEquals(new byte[] {1, 0, 0, 0, 0, 0, 0, 0}, peer.next(), "the end is told");
            closed.countDown();
            assertEquals(3, reading.get());
            assertEquals(1, peer.unmapped.get());
            peer.stream.close();
            assertEquals(1, peer.unmapped.get());
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @DisplayName("an interrupt ends no wait, and is there afterwards")
    void interruptsAreKept() throws Exception {
        try (RawPeer peer = peer()) {
            Thread[] reader = new Thread[1];
            CountDownLatch known = new CountDownLatch(1);
            FutureTask<Boolean> reading = start(() -> {
                reader[0] = Thread.currentThread();
                known.countDown();
                assertEquals("late", read(peer.stream, 9));
                return Thread.interrupted();
            });
            known.await();
            reader[0].interrupt();
            peer.sendBytes("late");
            assertTrue(reading.get());
        }
    }

    @Test
    @DisplayName("says what could be done, and has a poller tell when that may have changed")
    void tellsWhenReady() {
        try (RawPeer peer = peer(); Poller poller = platform().poller()) {
            int[] told = new int[1];
            int both = RingStream.READABLE | RingStream.WRITABLE;
            assertEquals(RingStream.WRITABLE, peer.stream.readyOr(both, poller, () -> told[0]++));
            assertEquals(0, peer.stream.readyOr(RingStream.READABLE, poller, () -> told[0]++));
            peer.sendBytes("x");
            assertTrue(poller.poll(Duration.ofNanos(LONG)));
            assertEquals(1, told[0]);
            assertEquals(RingStream.READABLE,
                    peer.stream.readyOr(RingStream.READABLE, poller, () -> told[0]++));
            peer.stream.write(0, room(1 << 20));
            assertEquals(0, peer.stream.readyOr(RingStream.WRITABLE, poller, () -> told[0]++));
            while (peer.next() != null) {
                continue;
            }
            assertTrue(poller.poll(Duration.ofNanos(LONG)));
            assertEquals(both, peer.stream.readyOr(both, poller, () -> told[0]++));
        }
    }

    @Test
    @DisplayName("what is reserved and not used does not leak: a short frame is padded with zeros")
    void shortFramesArePadded() throws Exception {
        try (RawPeer peer = peer()) {
            byte[] first = new byte[30_000];
            Arrays.fill(first, (byte) 0x55);
            for (int i = 0; i < 4; i++) {
                peer.stream.write(LONG, MemorySegment.ofArray(first));
                while (peer.next() != null) {
                    continue;
                }
            }
            assertEquals(3, peer.stream.transferFrom(LONG,
                    Channels.newChannel(
                            new ByteArrayInputStream(new byte[] {1, 2, 3})), 10_000));
            assertArrayEquals(new byte[] {1, 0, 0, 0, 3, 0, 0, 0, 1, 2, 3, 0, 0, 0, 0, 0},
                    peer.next());
        }
    }
}
