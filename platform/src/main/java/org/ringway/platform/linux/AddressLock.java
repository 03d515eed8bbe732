// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ringway.PlatformException;

/// The right to listen at an address: a locked file beside the socket.
///
/// The kernel drops the lock with its holder, so a socket without a lock belongs to a dead root.
final class AddressLock {
    private static final int CURRENT_FOLDER = -100;
    private static final int READ_AND_WRITE = 2;
    private static final int CREATE = 0100;
    private static final int CLOSE_ON_EXEC = 02000000;
    private static final int OWNER_ONLY = 0600;
    private static final int EXCLUSIVE = 2;
    private static final int NONBLOCKING = 4;

    private final Path file;
    private final long number;

    private AddressLock(Path file, long number) {
        this.file = file;
        this.number = number;
    }

    /// @throws PlatformException if somebody holds it, or the caller may not
    static AddressLock of(Path socket) {
        Path file = socket.resolveSibling(socket.getFileName() + ".lock");
        while (true) {
            var lock = new AddressLock(file, open(file));
            try {
                lock.hold(socket);
                if (lock.isCurrent()) {
                    return lock;
                }
                // The holder before us has just removed the file that we locked.
            } catch (PlatformException e) {
                lock.release();
                throw e;
            }
            lock.release();
        }
    }

    private static long open(Path file) {
        try (var arena = Arena.ofConfined()) {
            return Libc.must(SystemCall.OPENAT, CURRENT_FOLDER,
                    UnixAddress.name(file, arena).address(),
                    READ_AND_WRITE | CREATE | CLOSE_ON_EXEC, OWNER_ONLY);
        }
    }

    private void hold(Path socket) {
        long result = Libc.call(SystemCall.FLOCK, number, EXCLUSIVE | NONBLOCKING);
        if (result == -Errno.EAGAIN) {
            throw new PlatformException("another root listens here, stop it or choose another"
                    + " socket: socket=" + socket + " lock=" + file);
        }
        Libc.check(SystemCall.FLOCK, result);
    }

    private boolean isCurrent() {
        try {
            return ((Number) Files.getAttribute(file, "unix:ino")).longValue()
                    == FileStatus.of((int) number).inode();
        } catch (IOException _) {
            return false;
        }
    }

    /// Removes the file and lets go: whoever opened it before will see that it is not current.
    void close() {
        remove(file);
        release();
    }

    private void release() {
        Libc.callAnyway(SystemCall.CLOSE, number, 0, 0, 0);
    }

    /// Removes a file that is ours, if that is possible; if not, the next root takes it over.
    static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException _) {
            // A file that stays behind is harmless.
        }
    }
}
