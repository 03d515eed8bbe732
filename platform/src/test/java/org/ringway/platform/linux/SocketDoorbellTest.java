// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.PlatformException;
import org.ringway.platform.Doorbell;
import org.ringway.platform.Doorbell.Wake;
import org.ringway.platform.Poller;

@DisplayName("a doorbell whose other end is in hostile hands")
final class SocketDoorbellTest extends LinuxCase {
    private static final int OUT_OF_BAND = 0x1;
    private static final int NONBLOCKING = 04000;
    private static final int SET_FLAGS = 4;
    private static final int MANY = 100_000;

    private Doorbell doorbell;
    private int hostile;
    private boolean isHostileOpen = true;

    @BeforeEach
    void makePair() {
        int[] ends = Sockets.pair(Sockets.STREAM);
        doorbell = keep(platform.doorbell(LinuxHandle.own(ends[0])));
        hostile = ends[1];
    }

    @AfterEach
    void closeHostileEnd() {
        if (isHostileOpen) {
            RawFile.close(hostile);
        }
    }

    private long send(int bytes, int fill, int flags) {
        try (var arena = Arena.ofConfined()) {
            long address = arena.allocate(bytes).fill((byte) fill).address();
            return Libc.call(SystemCall.SENDTO, hostile, address, bytes,
                    Sockets.DONT_WAIT | Sockets.NO_SIGNAL | flags);
        }
    }

    @Test
    @DisplayName("signals that nobody ever reads never block and take a bounded room")
    void signalNeverBlocks() {
        for (int i = 0; i < MANY; i++) {
            doorbell.signal();
        }
        try (var arena = Arena.ofConfined()) {
            long buffer = arena.allocate(MANY).address();
            long pending = Libc.must(SystemCall.RECVFROM, hostile, buffer, MANY, 0);
            assertTrue(pending < 64, "pending=" + pending);
        }
    }

    @Test
    @DisplayName("a flood is a handful of signals, and then it is quiet")
    void floodIsBounded() {
        long sent = 0;
        for (long now = 1; now > 0; sent += Math.max(0, now)) {
            now = send(50_000, 7, 0);
        }
        assertTrue(sent > 50_000, "sent=" + sent);
        int signals = 0;
        while (doorbell.poll() == Wake.SIGNALED) {
            signals++;
        }
        assertTrue(signals >= 1 && signals <= 1 + sent / 4096, "signals=" + signals);
        assertEquals(Wake.TIMED_OUT, doorbell.poll());
    }

    @Test
    @DisplayName("whatever comes after a goodbye is not heard any more")
    void goodbyeIsFinal() {
        send(1, 2, 0);
        assertEquals(Wake.PEER_CLOSED, doorbell.poll());
        send(1, 1, 0);
        assertEquals(Wake.PEER_CLOSED, doorbell.poll());
        assertEquals(Wake.PEER_CLOSED, doorbell.await(Long.MAX_VALUE));
    }

    @Test
    @DisplayName("a byte out of band is a signal like any other, and does not keep a poller busy")
    void outOfBandIsASignal() {
        Poller poller = keep(platform.poller());
        poller.watch(doorbell, Poller.Interest.READ, () -> {});
        send(1, 1, OUT_OF_BAND);
        assertTrue(poller.poll(Duration.ofNanos(LIMIT_NANOS)));
        assertEquals(Wake.SIGNALED, doorbell.poll());
        assertEquals(false, poller.poll(Duration.ZERO));
    }

    @Test
    @DisplayName("an end that is shut down, but open, is lost")
    void shutDownEndIsLost() {
        Sockets.shutdown(hostile);
        doorbell.signal();
        assertEquals(Wake.PEER_LOST, doorbell.await(LIMIT_NANOS));
    }

    @Test
    @DisplayName("an end that leaves signals unread is lost without an error")
    void resetIsALoss() {
        doorbell.signal();
        RawFile.close(hostile);
        isHostileOpen = false;
        assertEquals(Wake.PEER_LOST, doorbell.await(LIMIT_NANOS));
    }

    @Test
    @DisplayName("the goodbye of a closing end is the last byte, and no reset comes after it")
    void goodbyeIsTheLastByte() {
        send(100, 1, 0);
        doorbell.signal();
        doorbell.close();
        try (var arena = Arena.ofConfined()) {
            var buffer = arena.allocate(10);
            assertEquals(2, Libc.must(SystemCall.RECVFROM, hostile, buffer.address(), 10, 0));
            assertEquals(2, buffer.get(JAVA_BYTE, 1));
            assertEquals(0, Libc.must(SystemCall.RECVFROM, hostile, buffer.address(), 10, 0));
        }
    }

    @Test
    @DisplayName("an end that does not block is made to, else a wait would spin")
    void nonblockingEndIsMadeToBlock() {
        int[] ends = Sockets.pair(Sockets.STREAM);
        Libc.must(SystemCall.FCNTL, ends[0], SET_FLAGS, NONBLOCKING);
        Doorbell waiting = keep(platform.doorbell(LinuxHandle.own(ends[0])));
        try (var arena = Arena.ofConfined()) {
            long started = System.nanoTime();
            long result = Libc.call(SystemCall.RECVFROM, ((Watchable) waiting).descriptor().enter(),
                    arena.allocate(1).address(), 1, 0);
            long waited = System.nanoTime() - started;
            assertEquals(-Errno.EAGAIN, result);
            assertTrue(waited >= SocketDoorbell.SLICE_NANOS / 2, "waitedNanos=" + waited);
        } finally {
            ((Watchable) waiting).descriptor().leave();
            RawFile.close(ends[1]);
        }
    }

    @Test
    @DisplayName("an interrupt ends a wait that has begun already")
    void interruptEndsARunningWait() throws Exception {
        var begun = new CountDownLatch(1);
        var waiter = new FutureTask<>(() -> {
            assertEquals(Wake.TIMED_OUT, doorbell.await(1));
            begun.countDown();
            return doorbell.await(Long.MAX_VALUE);
        });
        Thread thread = Thread.ofPlatform().daemon().start(waiter);
        begun.await();
        thread.interrupt();
        assertEquals(Wake.INTERRUPTED, waiter.get(LIMIT_NANOS, TimeUnit.NANOSECONDS));
    }

    @Test
    @DisplayName("anything but a connected stream socket is refused, with what it is")
    void otherFilesAreRefused() throws Exception {
        int[] packets = Sockets.pair(Sockets.SEQPACKET);
        assertRefused(packets[0], "domain=1 type=5");
        RawFile.close(packets[1]);
        assertRefused((int) Libc.must(SystemCall.SOCKET, Sockets.UNIX, Sockets.STREAM, 0),
                "peer=-107");
        int internet = 2;
        assertRefused((int) Libc.must(SystemCall.SOCKET, internet, Sockets.STREAM, 0), "domain=2");
        assertRefused((int) RawFile.tryOpen(Path.of("/dev/null"), RawFile.READ_AND_WRITE),
                "domain=-88");
    }

    private void assertRefused(int file, String found) throws Exception {
        long before = descriptors();
        String text = assertThrows(PlatformException.class,
                () -> platform.doorbell(LinuxHandle.foreign(file))).getMessage();
        assertTrue(text.contains(found), text);
        assertEquals(before - 1, descriptors(), "the handle is used up");
    }
}
