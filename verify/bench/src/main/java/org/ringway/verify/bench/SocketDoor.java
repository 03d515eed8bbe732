// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.ringway.cli.bench.transport.Conduit;
import org.ringway.cli.bench.transport.Transport;

/// Connects sockets, or accepts them.
final class SocketDoor implements OpeningConduit.Door {
    private final @Nullable ServerSocketChannel listener;
    private final SocketAddress address;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(OpeningTransport.MESSAGE_BYTES);

    private SocketDoor(@Nullable ServerSocketChannel listener, SocketAddress address) {
        this.listener = listener;
        this.address = address;
    }

    static SocketDoor tcp(Transport.Place place) throws IOException {
        Path portFile = place.folder().resolve("port");
        if (place.isNear()) {
            return new SocketDoor(null, new InetSocketAddress(InetAddress.getLoopbackAddress(),
                    Integer.parseInt(Files.readString(portFile))));
        }
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        InetSocketAddress bound = (InetSocketAddress) listener.getLocalAddress();
        Files.writeString(portFile, Integer.toString(bound.getPort()));
        place.ready().run();
        return new SocketDoor(listener, bound);
    }

    static SocketDoor unix(Transport.Place place) throws IOException {
        UnixDomainSocketAddress address =
                UnixDomainSocketAddress.of(place.folder().resolve("unix.sock"));
        if (place.isNear()) {
            return new SocketDoor(null, address);
        }
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(address);
        place.ready().run();
        return new SocketDoor(listener, address);
    }

    @Override
    public OpeningConduit.Line open() throws IOException {
        return new SocketLine(listener == null ? SocketChannel.open(address) : listener.accept());
    }

    @Override
    public void close() throws IOException {
        if (listener != null) {
            listener.close();
        }
    }

    private final class SocketLine implements OpeningConduit.Line {
        private final SocketChannel socket;

        SocketLine(SocketChannel socket) {
            this.socket = socket;
        }

        @Override
        public void send(MemorySegment message) throws IOException {
            buffer.clear();
            MemorySegment.ofBuffer(buffer).copyFrom(message);
            while (buffer.hasRemaining()) {
                socket.write(buffer);
            }
        }

        @Override
        public void receive(Conduit.Sink sink) throws IOException {
            buffer.clear();
            while (buffer.hasRemaining()) {
                if (socket.read(buffer) < 0) {
                    throw new EOFException("the other end has hung up");
                }
            }
            sink.take(MemorySegment.ofBuffer(buffer.flip()), 0);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
