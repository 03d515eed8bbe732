// SPDX-License-Identifier: Apache-2.0
package org.ringway.sockets;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.ringway.BusException;
import org.ringway.pipe.RingStream;

/// The bytes that go out of a socket. Closing it closes the socket.
final class SocketOutput extends OutputStream {
    private final HvSocket socket;
    private final RingStream stream;

    SocketOutput(HvSocket socket, RingStream stream) {
        this.socket = socket;
        this.stream = stream;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, source.length);
        try {
            stream.write(RingStream.FOR_EVER,
                    MemorySegment.ofArray(source).asSlice(offset, length));
        } catch (BusException e) {
            throw SocketFailures.inSocket(SocketFailures.ofWrite(stream, e));
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
