// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.ringway.PlatformException;
import org.ringway.platform.ControlLink;
import org.ringway.platform.Handle;
import org.ringway.platform.PeerCredentials;
import org.ringway.platform.Platform;

/// One end of a Unix `SOCK_SEQPACKET` connection.
///
/// A message whose descriptors could not all be received comes with none of them: whoever attaches
/// too many is told by whoever misses them, and so is he who meets us when our numbers are used up.
final class LinuxLink implements ControlLink, Watchable {
    /// More than any legal message has: what is cut off here was too long anyway.
    private static final int RECEIVED_BYTES = 256;
    private static final int RECEIVE_CLOSE_ON_EXEC = 0x4000_0000;
    private static final int PEER_CREDENTIALS = 17;

    private final Descriptor socket;
    private final PeerCredentials peer;
    private volatile boolean isHungUp;

    /// @param number a connected socket
    LinuxLink(int number) {
        this.socket = new Descriptor(number);
        this.peer = credentials(number);
    }

    private static PeerCredentials credentials(int number) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment found = arena.allocate(JAVA_INT, 3);
            Sockets.option(number, PEER_CREDENTIALS, found);
            return new PeerCredentials(found.getAtIndex(JAVA_INT, 0), found.getAtIndex(JAVA_INT, 1),
                    found.getAtIndex(JAVA_INT, 2));
        }
    }

    static ControlLink connect(Path path) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment address = UnixAddress.of(path, arena);
            long number = Libc.must(SystemCall.SOCKET, Sockets.UNIX,
                    Sockets.SEQPACKET | Sockets.CLOSE_ON_EXEC | Sockets.NONBLOCKING, 0);
            long result = Libc.call(SystemCall.CONNECT, number, address.address(),
                    address.byteSize());
            if (result < 0) {
                Libc.callAnyway(SystemCall.CLOSE, number, 0, 0, 0);
                throw new PlatformException("cannot connect, " + advice(-result) + ": socket="
                        + path + ": " + Errno.describe(-result));
            }
            return new LinuxLink((int) number);
        }
    }

    private static String advice(long errno) {
        return switch ((int) errno) {
            case Errno.ENOENT, Errno.ECONNREFUSED -> "start a root or name its socket";
            case Errno.EACCES -> "become a member of the socket's group or have its mode changed";
            case Errno.EAGAIN -> "too many wait for this root already, try again";
            default -> "this is no socket of a root";
        };
    }

    @Override
    public Descriptor descriptor() {
        return socket;
    }

    @Override
    public PeerCredentials peer() {
        return peer;
    }

    @Override
    public boolean trySend(byte[] message, List<Handle> handles) {
        if (message.length == 0 || handles.size() > Platform.MAX_HANDLES) {
            throw new IllegalArgumentException("message must have bytes, and handles up to "
                    + Platform.MAX_HANDLES + ": bytes=" + message.length + " handles="
                    + handles.size());
        }
        int[] numbers = new int[handles.size()];
        int entered = 0;
        try {
            while (entered < numbers.length) {
                numbers[entered] = LinuxHandle.of(handles.get(entered)).enter();
                entered++;
            }
            return send(message, numbers);
        } finally {
            while (entered > 0) {
                LinuxHandle.of(handles.get(--entered)).descriptor().leave();
            }
        }
    }

    private boolean send(byte[] message, int[] descriptors) {
        int number = socket.enter();
        if (number == Descriptor.CLOSED) {
            return true;
        }
        try (var arena = Arena.ofConfined()) {
            var sent = new LinkMessage(message, descriptors, arena);
            long result = Libc.call(SystemCall.SENDMSG, number, sent.address(),
                    Sockets.DONT_WAIT | Sockets.NO_SIGNAL);
            return switch ((int) -result) {
                case Errno.EAGAIN, Errno.ENOBUFS, Errno.ENOMEM, Errno.ETOOMANYREFS -> false;
                case Errno.EPIPE, Errno.ECONNRESET, Errno.ENOTCONN -> true;
                default -> Libc.check(SystemCall.SENDMSG, result) > 0;
            };
        } finally {
            socket.leave();
        }
    }

    @Override
    public Received receive() {
        int number = isHungUp ? Descriptor.CLOSED : socket.enter();
        if (number == Descriptor.CLOSED) {
            return new Received.HangUp();
        }
        try (var arena = Arena.ofConfined()) {
            return receive(number, arena);
        } finally {
            socket.leave();
        }
    }

    private Received receive(int number, Arena arena) {
        var message = new LinkMessage(RECEIVED_BYTES, arena);
        long result;
        do {
            result = Libc.call(SystemCall.RECVMSG, number, message.address(),
                    Sockets.DONT_WAIT | RECEIVE_CLOSE_ON_EXEC);
            // The other side left without reading all; what it sent before comes after this.
        } while (result == -Errno.ECONNRESET);
        if (result == -Errno.EAGAIN) {
            return new Received.Nothing();
        }
        int[] descriptors = result < 0 ? new int[0] : message.descriptors();
        boolean isFit = result > 0 && !message.lostDescriptors();
        List<Handle> handles = Arrays.stream(descriptors).<Handle>mapToObj(LinuxHandle::foreign)
                .toList();
        if (!isFit) {
            handles.forEach(Handle::close);
            handles = List.of();
        }
        isHungUp = result <= 0;
        return isHungUp ? new Received.HangUp()
                : new Received.Message(message.received(result), handles);
    }

    @Override
    public void close() {
        socket.close();
    }
}
