// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.ringway.PlatformException;
import org.ringway.platform.ControlLink;
import org.ringway.platform.ControlListener;
import org.ringway.platform.ListenOptions;

/// A listening Unix socket, and the lock that says whose it is.
final class LinuxListener implements ControlListener, Watchable {
    /// How many may knock before the root looks; the kernel may allow fewer.
    private static final int BACKLOG = 1024;
    private static final int KIND = 0170000;
    private static final int SOCKET = 0140000;

    private final Path path;
    private final AddressLock lock;
    private final Descriptor socket;

    private LinuxListener(Path path, AddressLock lock, long number) {
        this.path = path;
        this.lock = lock;
        this.socket = new Descriptor(number);
    }

    static ControlListener of(ListenOptions options) {
        Path path = options.socket();
        try (var arena = Arena.ofConfined()) {
            MemorySegment address = UnixAddress.of(path, arena);
            LinuxListener listener = unbound(path);
            try {
                listener.bind(address, options);
            } catch (PlatformException | IOException e) {
                listener.close();
                throw e;
            }
            return listener;
        } catch (PlatformException e) {
            throw new PlatformException("cannot listen: socket=" + path + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new PlatformException("cannot listen: socket=" + path + ": " + e, e);
        }
    }

    private static LinuxListener unbound(Path path) throws IOException {
        AddressLock lock = AddressLock.of(path);
        try {
            removeLeftover(path);
            return new LinuxListener(path, lock, Libc.must(SystemCall.SOCKET, Sockets.UNIX,
                    Sockets.SEQPACKET | Sockets.CLOSE_ON_EXEC | Sockets.NONBLOCKING, 0));
        } catch (PlatformException | IOException e) {
            lock.close();
            throw e;
        }
    }

    /// What a root leaves behind that was killed. Nothing else is removed.
    private static void removeLeftover(Path path) throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
            if ((mode & KIND) != SOCKET) {
                throw new PlatformException("something else is in the way, remove it or choose"
                        + " another socket: mode=0" + Integer.toOctalString(mode));
            }
            Files.delete(path);
        }
    }

    /// Until the last step the kernel refuses everybody, so nobody comes in before mode and group
    /// are set.
    private void bind(MemorySegment address, ListenOptions options) throws IOException {
        int number = socket.enter();
        try {
            Libc.must(SystemCall.BIND, number, address.address(), address.byteSize());
            if (options.gid().isPresent()) {
                Files.setAttribute(path, "unix:gid", options.gid().getAsInt(),
                        LinkOption.NOFOLLOW_LINKS);
            }
            Files.setAttribute(path, "unix:mode", options.mode());
            Libc.must(SystemCall.LISTEN, number, BACKLOG);
        } finally {
            socket.leave();
        }
    }

    @Override
    public Descriptor descriptor() {
        return socket;
    }

    @Override
    public @Nullable ControlLink accept() {
        int number = socket.enter();
        if (number == Descriptor.CLOSED) {
            return null;
        }
        try {
            long result;
            do {
                result = Libc.call(SystemCall.ACCEPT4, number, 0, 0,
                        Sockets.CLOSE_ON_EXEC | Sockets.NONBLOCKING);
            } while (result == -Errno.ECONNABORTED);
            return result == -Errno.EAGAIN ? null
                    : new LinuxLink((int) Libc.check(SystemCall.ACCEPT4, result));
        } finally {
            socket.leave();
        }
    }

    @Override
    public void close() {
        socket.close(_ -> {
            AddressLock.remove(path);
            lock.close();
        });
    }
}
