// SPDX-License-Identifier: Apache-2.0
package org.ringway.sockets;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Objects;
import org.ringway.BusException;
import org.ringway.pipe.RingStream;

/// The bytes that come to a socket. Closing it closes the socket.
final class SocketInput extends InputStream {
    private final HvSocket socket;
    private final RingStream stream;

    SocketInput(HvSocket socket, RingStream stream) {
        this.socket = socket;
        this.stream = stream;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        long got;
        try {
            got = stream.read(socket.readNanos(),
                    MemorySegment.ofArray(target).asSlice(offset, length));
        } catch (BusException e) {
            throw SocketFailures.inSocket(SocketFailures.ofRead(stream, e));
        }
        if (got == 0) {
            throw new SocketTimeoutException("Read timed out");
        }
        return (int) got;
    }

    @Override
    public int available() throws IOException {
        if (socket.isClosed()) {
            throw new SocketException("Socket closed");
        }
        try {
            return stream.available();
        } catch (BusException e) {
            throw SocketFailures.inSocket(SocketFailures.ofRead(stream, e));
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
