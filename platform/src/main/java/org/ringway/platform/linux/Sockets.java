// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.ringway.PlatformException;
import org.ringway.platform.Doorbell;
import org.ringway.platform.DoorbellPair;

/// Making and setting up Unix sockets.
final class Sockets {
    static final int UNIX = 1;
    static final int STREAM = 1;
    static final int SEQPACKET = 5;
    static final int CLOSE_ON_EXEC = 02000000;
    static final int NONBLOCKING = 04000;
    static final int DONT_WAIT = 0x40;
    static final int NO_SIGNAL = 0x4000;
    static final int SOCKET_LEVEL = 1;

    private static final int TYPE = 3;
    private static final int SEND_BUFFER = 7;
    private static final int OUT_OF_BAND_INLINE = 10;
    private static final int RECEIVE_TIMEOUT = 20;
    private static final int DOMAIN = 39;
    private static final int BOTH_DIRECTIONS = 2;
    private static final int DUPLICATE_CLOSE_ON_EXEC = 1030;
    private static final int SET_FLAGS = 4;
    /// The kernel's least: a few signals, more would only be read and thrown away.
    private static final int SIGNALS_BUFFER_BYTES = 1;
    private static final int GOODBYE_BUFFER_BYTES = 1 << 16;

    private Sockets() {}

    static DoorbellPair doorbellPair() {
        int[] ends = pair(STREAM);
        return new DoorbellPair(LinuxHandle.own(ends[0]), LinuxHandle.own(ends[1]));
    }

    /// {@return both ends of a new connection}
    static int[] pair(int type) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment ends = arena.allocate(JAVA_INT, 2);
            Libc.must(SystemCall.SOCKETPAIR, UNIX, type | CLOSE_ON_EXEC, 0, ends.address());
            return ends.toArray(JAVA_INT);
        }
    }

    /// Uses up a handle for a doorbell.
    static Doorbell doorbell(LinuxHandle end) {
        try (end) {
            int number = end.use(file -> (int) Libc.must(
                    SystemCall.FCNTL, file, DUPLICATE_CLOSE_ON_EXEC, 0));
            try {
                checkDoorbell(number);
                setUpDoorbell(number);
            } catch (PlatformException e) {
                Libc.callAnyway(SystemCall.CLOSE, number, 0, 0, 0);
                throw e;
            }
            return new SocketDoorbell(number);
        }
    }

    private static void checkDoorbell(int number) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(JAVA_INT);
            MemorySegment name = arena.allocate(UnixAddress.MOST_BYTES);
            MemorySegment length = arena.allocateFrom(JAVA_INT, UnixAddress.MOST_BYTES);
            long domain = option(number, DOMAIN, value);
            long type = option(number, TYPE, value);
            long peer = Libc.call(SystemCall.GETPEERNAME, number, name.address(), length.address());
            if (domain != UNIX || type != STREAM || peer < 0) {
                throw new PlatformException("not an end of a doorbell, must be a connected Unix"
                        + " stream socket: domain=" + domain + " type=" + type
                        + " peer=" + peer);
            }
        }
    }

    /// Asks for an option of a socket.
    ///
    /// @param value overwritten, if there is such an option
    /// @return its first number, or the negative error number
    static long option(int number, int option, MemorySegment value) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment length = arena.allocateFrom(JAVA_INT, (int) value.byteSize());
            long result = Libc.call(SystemCall.GETSOCKOPT, number, SOCKET_LEVEL, option,
                    value.address(), length.address());
            return result < 0 ? result : value.getAtIndex(JAVA_INT, 0);
        }
    }

    private static void setUpDoorbell(int number) {
        try (var arena = Arena.ofConfined()) {
            long micros = TimeUnit.NANOSECONDS.toMicros(SocketDoorbell.SLICE_NANOS);
            MemorySegment slice = arena.allocateFrom(JAVA_LONG, 0, micros);
            Libc.must(SystemCall.SETSOCKOPT, number, SOCKET_LEVEL, RECEIVE_TIMEOUT,
                    slice.address(), slice.byteSize());
        }
        Libc.must(SystemCall.FCNTL, number, SET_FLAGS, 0);
        // A byte out of band would make us readable, and then nothing would be there to read.
        setOption(number, OUT_OF_BAND_INLINE, 1);
        setOption(number, SEND_BUFFER, SIGNALS_BUFFER_BYTES);
    }

    /// Makes room for a last byte behind signals that nobody reads.
    static void enlargeSendBuffer(int number) {
        setOption(number, SEND_BUFFER, GOODBYE_BUFFER_BYTES);
    }

    private static void setOption(int number, int option, int value) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment copy = arena.allocateFrom(JAVA_INT, value);
            Libc.call(SystemCall.SETSOCKOPT, number, SOCKET_LEVEL, option, copy.address(),
                    copy.byteSize());
        }
    }

    static void shutdown(int number) {
        Libc.callAnyway(SystemCall.SHUTDOWN, number, BOTH_DIRECTIONS, 0, 0);
    }
}
