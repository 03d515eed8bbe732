// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.demo;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// Over TCP on loopback, with buffers of 1 MiB, into memory of the same size.
final class TcpTransport implements Transport {
    private final SocketChannel socket;
    private final Arena memory = Arena.ofShared();
    private final MemorySegment room;
    private final ByteBuffer echo = ByteBuffer.allocateDirect(Command.BYTES);
    private long calls;

    private TcpTransport(SocketChannel socket, long roomBytes) {
        this.socket = socket;
        this.room = memory.allocate(roomBytes);
    }

    static TcpTransport connect(int port, long roomBytes) throws IOException {
        SocketChannel socket = SocketChannel.open();
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        socket.setOption(StandardSocketOptions.SO_RCVBUF, TcpProvider.BUFFER_BYTES);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return new TcpTransport(socket, roomBytes);
    }

    @Override
    public MemorySegment room() {
        return room;
    }

    @Override
    public void fetch(long position, long length) throws IOException {
        send(new Command(Command.Operation.READ, position, length));
        for (long at = 0; at < length; at += TcpProvider.BUFFER_BYTES) {
            long bytes = Math.min(TcpProvider.BUFFER_BYTES, length - at);
            receive(room.asSlice(at, bytes).asByteBuffer());
        }
    }

    @Override
    public void ping() throws IOException {
        send(Command.of(Command.Operation.PING));
        receive(echo.clear());
    }

    private void send(Command command) throws IOException {
        MemorySegment.ofBuffer(echo.clear()).copyFrom(command.encoded());
        socket.write(echo);
        calls++;
    }

    private void receive(ByteBuffer target) throws IOException {
        while (target.hasRemaining()) {
            if (socket.read(target) < 0) {
                throw new EOFException("the provider has hung up");
            }
            calls++;
        }
    }

    @Override
    public long signals(ProviderProxy.Counters counters) {
        return counters.socketCalls() + calls;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        memory.close();
    }
}
