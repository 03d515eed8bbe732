// SPDX-License-Identifier: Apache-2.0
package org.ringway.sockets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.platform.Platform;

/// What a channel does, on every platform.
abstract class HvChannelContract extends SocketCase {
    private static final int MANY = 3_000_000;

    HvChannelContract(Platform platform) {
        super(platform);
    }

    @Test
    @DisplayName("bytes go both ways, and each side knows who the other is")
    void carriesBothWays() throws Exception {
        Ends ends = connect();

        assertCarries(ends.client(), ends.server(), "there");
        assertCarries(ends.server(), ends.client(), "and back");
        assertEquals("client", ends.server().peer().name().value());
        assertEquals(client.id(), ends.server().peer().partition());
        assertEquals("server", ends.client().peer().name().value());
        assertEquals(ProcessHandle.current().pid(), ends.client().peer().pid());
        assertEquals(ECHO, ends.client().getRemoteAddress());
        assertEquals("hv://*/echo", String.valueOf(ends.server().getLocalAddress()));
    }

    @Test
    @DisplayName("what does not fit into the rings arrives in order, whole and once")
    void carriesMuch() throws Exception {
        Ends ends = connect();
        byte[] sent = random(MANY);
        FutureTask<Integer> writing =
                inThread(() -> ends.client().write(ByteBuffer.wrap(sent)));

        assertArrayEquals(sent, read(ends.server(), MANY));
        assertEquals(MANY, resultOf(writing));
    }

    @Test
    @DisplayName("the same by virtual threads, with buffers of every kind")
    void carriesMuchByVirtualThreads() throws Exception {
        Ends ends = connect();
        byte[] sent = random(MANY);
        ByteBuffer direct = ByteBuffer.allocateDirect(MANY).put(sent).flip();
        FutureTask<Integer> writing = inVirtualThread(() -> ends.client().write(direct));
        FutureTask<Long> reading = inVirtualThread(() -> readAll(ends.server(), sent));

        assertEquals(MANY, resultOf(reading));
        assertEquals(MANY, resultOf(writing));
    }

    /// Into segments, native ones and arrays by turns.
    private static long readAll(HvChannel from, byte[] expected) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment got = arena.allocate(expected.length);
            long next = 0;
            while (next < expected.length) {
                MemorySegment heap = MemorySegment.ofArray(new byte[700]);
                long most = Math.min(5000, expected.length - next);
                long count = from.read(got.asSlice(next, most), heap.asSlice(0,
                        Math.min(700, expected.length - next - most)));
                long over = Math.max(0, count - most);
                MemorySegment.copy(heap, 0, got, next + most, over);
                next += count;
            }
            assertArrayEquals(expected, got.toArray(ValueLayout.JAVA_BYTE));
            return next;
        }
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    @Test
    @DisplayName("buffers are gathered and scattered in order")
    void gathersAndScatters() throws Exception {
        Ends ends = connect();
        ByteBuffer[] three = {bytes("one "), ByteBuffer.allocate(0), bytes("two three")};
        ByteBuffer[] two = {ByteBuffer.allocate(6), ByteBuffer.allocate(7)};

        assertEquals(13, ends.client().write(three));
        assertEquals(13, ends.server().read(two));
        assertEquals("one tw", new String(two[0].array()));
        assertEquals("o three", new String(two[1].array()));
        assertEquals(0, ends.server().read(ByteBuffer.allocate(0)));
        assertThrows(IllegalArgumentException.class,
                () -> ends.server().read(ByteBuffer.allocate(4).asReadOnlyBuffer()));
    }

    @Test
    @DisplayName("bytes are lent where they lie, and what is not taken comes again")
    void lends() throws Exception {
        Ends ends = connect();
        ends.client().write(bytes("abcdef"));

        assertEquals(2, ends.server().readLent(lent -> {
            assertEquals(6, lent.byteSize());
            assertTrue(lent.isReadOnly());
            return 2;
        }));
        assertEquals(0, ends.server().readLent(lent -> 0));
        assertThrows(IOException.class, () -> ends.server().readLent(lent -> {
            throw new IOException("mine");
        }));
        assertArrayEquals("cdef".getBytes(), read(ends.server(), 4));
        ends.client().write(bytes("x"));
        assertThrows(IllegalArgumentException.class, () -> ends.server().readLent(lent -> 2));
        assertThrows(IllegalStateException.class, () -> ends.server().readLent(
                lent -> ends.server().read(ByteBuffer.allocate(1))));
        assertCarries(ends.client(), ends.server(), "");
    }

    @Test
    @DisplayName("another channel fills the ring and takes from it, to its end")
    void transfers() throws Exception {
        Ends ends = connect();
        byte[] sent = random(MANY);
        var source = Channels.newChannel(new ByteArrayInputStream(sent));
        FutureTask<Void> giving = inThread(() -> {
            while (ends.client().transferFrom(source, Long.MAX_VALUE) >= 0) {
                continue;
            }
            ends.client().shutdownOutput();
            return null;
        });
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        var target = Channels.newChannel(taken);
        while (ends.server().transferTo(target, 100_000) >= 0) {
            continue;
        }

        resultOf(giving);
        assertArrayEquals(sent, taken.toByteArray());
    }

    @Test
    @DisplayName("an ended stream is -1 for ever, and the other way goes on")
    void halfClose() throws Exception {
        Ends ends = connect();
        ends.client().write(bytes("last"));
        ends.client().shutdownOutput().shutdownOutput();

        assertArrayEquals("last".getBytes(), read(ends.server(), 4));
        assertEquals(-1, ends.server().read(ByteBuffer.allocate(9)));
        assertEquals(-1, ends.server().read(ByteBuffer.allocate(9)));
        assertThrows(ClosedChannelException.class, () -> ends.client().write(bytes("more")));
        assertCarries(ends.server(), ends.client(), "goes on");
    }

    @Test
    @DisplayName("input that is shut down reads -1, also for who waits")
    void inputShutdown() throws Exception {
        Ends ends = connect();
        FutureTask<Integer> reading =
                inThread(() -> ends.client().read(ByteBuffer.allocate(1)));
        ends.client().shutdownInput();

        assertEquals(-1, resultOf(reading));
        assertCarries(ends.client(), ends.server(), "output goes on");
    }

    @Test
    @DisplayName("what was written before a close is read, then the end, then nothing can be sent")
    void close() throws Exception {
        Ends ends = connect();
        ends.client().write(ByteBuffer.wrap(random(100_000)));
        ends.client().close();

        assertArrayEquals(random(100_000), read(ends.server(), 100_000));
        assertEquals(-1, ends.server().read(ByteBuffer.allocate(1)));
        assertThrows(SocketException.class, () -> writeUntilItFails(ends.server()));
        assertFalse(ends.client().isOpen());
        assertThrows(ClosedChannelException.class, () -> ends.client().read(bytes("x")));
    }

    private static void writeUntilItFails(HvChannel to) throws IOException {
        for (int i = 0; i < 1000; i++) {
            to.write(ByteBuffer.allocate(4096));
        }
    }

    @Test
    @DisplayName("an abort is a reset for the other side")
    void abort() throws Exception {
        Ends ends = connect();
        ends.client().write(bytes("abc"));
        ends.client().abort();

        assertArrayEquals("abc".getBytes(), read(ends.server(), 3));
        SocketException reset = assertThrows(SocketException.class,
                () -> ends.server().read(ByteBuffer.allocate(1)));
        assertTrue(reset.getMessage().startsWith("connection reset: "), reset.getMessage());
    }

    @Test
    @DisplayName("closing wakes who reads and who writes, on threads of both kinds")
    void asynchronousClose() throws Exception {
        for (boolean virtual : new boolean[] {false, true}) {
            while (!closedInTheMiddleOfReading(virtual)) {
                continue;
            }
        }
    }

    /// Closes a channel somebody writes to and somebody reads from, or is just about to.
    private boolean closedInTheMiddleOfReading(boolean virtual) throws Exception {
        Ends ends = connect();
        FutureTask<Integer> reading = start(virtual,
                () -> ends.client().read(ByteBuffer.allocate(1)));
        FutureTask<Integer> writing = start(virtual,
                () -> ends.client().write(ByteBuffer.allocate(MANY)));
        awaitWriter(ends.server());
        ends.client().close();

        assertEquals(AsynchronousCloseException.class, failureOf(writing).getClass());
        Throwable failure = failureOf(reading);
        assertInstanceOf(ClosedChannelException.class, failure, failure::toString);
        return failure instanceof AsynchronousCloseException;
    }

    private static <T> FutureTask<T> start(
            boolean virtual, Callable<T> task) {
        return virtual ? inVirtualThread(task) : inThread(task);
    }

    /// Returns when the other side is in the middle of writing.
    private static void awaitWriter(HvChannel reader) throws IOException {
        assertEquals(1, reader.read(ByteBuffer.allocate(1)));
    }

    private static Throwable failureOf(FutureTask<?> task) {
        return assertThrows(ExecutionException.class, () -> resultOf(task)).getCause();
    }

    @Test
    @DisplayName("an interrupt closes the channel, before or while it waits")
    void interrupt() throws Exception {
        Ends ends = connect();
        Thread[] reader = new Thread[1];
        FutureTask<Boolean> reading = new FutureTask<>(() -> {
            assertThrows(ClosedByInterruptException.class,
                    () -> ends.client().read(ByteBuffer.allocate(1)));
            return Thread.currentThread().isInterrupted();
        });
        reader[0] = Thread.ofPlatform().daemon().start(reading);
        reader[0].interrupt();

        assertTrue(resultOf(reading));
        assertFalse(ends.client().isOpen());
        assertEquals(-1, ends.server().read(ByteBuffer.allocate(1)));
    }

    @Test
    @DisplayName("a read with a time gives up, and the channel stays open")
    void readTimesOut() throws Exception {
        Ends ends = connect();

        assertThrows(SocketTimeoutException.class,
                () -> ends.client().read(ByteBuffer.allocate(1), Duration.ofMillis(20)));
        assertCarries(ends.server(), ends.client(), "still there");
    }

    @Test
    @DisplayName("without blocking, reading and writing do what they can")
    void doesNotBlock() throws Exception {
        Ends ends = connect();
        ends.client().configureBlocking(false);
        ByteBuffer much = ByteBuffer.allocate(MANY);

        assertEquals(0, ends.client().read(ByteBuffer.allocate(1)));
        int first = ends.client().write(much);
        assertTrue(first > 0 && first < MANY, "written: " + first);
        assertEquals(0, ends.client().write(much));
        read(ends.server(), first);
        assertTrue(ends.client().write(much) > 0);
    }

    @Test
    @DisplayName("states that forbid a call are named by their exceptions")
    void states() throws Exception {
        HvChannel fresh = keep(HvChannel.open(client));
        assertThrows(NotYetConnectedException.class, () -> fresh.read(ByteBuffer.allocate(1)));
        assertFalse(fresh.isConnected());

        Ends ends = connect();
        assertThrows(AlreadyConnectedException.class, () -> ends.client().connect(ECHO));
        assertTrue(ends.client().isConnected());
    }
}
