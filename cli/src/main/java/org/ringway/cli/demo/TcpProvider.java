// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.demo;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;

/// The same service over TCP on loopback, at its best: contents go from the page cache into the
/// socket with `transferTo`.
///
/// - **Thread:** one of its own per connection.
final class TcpProvider implements AutoCloseable {
    static final int BUFFER_BYTES = 1 << 20;

    private final TreeFiles files;
    private final ServerSocketChannel listener;
    private final AtomicLong calls = new AtomicLong();

    private TcpProvider(TreeFiles files, ServerSocketChannel listener) {
        this.files = files;
        this.listener = listener;
    }

    static TcpProvider start(TreeFiles files) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        TcpProvider provider = new TcpProvider(files, listener);
        Thread.ofPlatform().daemon().name("tcp").start(provider::acceptAll);
        return provider;
    }

    int port() throws IOException {
        return ((InetSocketAddress) listener.getLocalAddress()).getPort();
    }

    /// {@return writes into sockets so far}
    long calls() {
        return calls.get();
    }

    private void acceptAll() {
        while (listener.isOpen()) {
            try (SocketChannel socket = listener.accept()) {
                socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
                socket.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER_BYTES);
                serve(socket);
            } catch (IOException over) {
                // The consumer has gone, or this side is closing; its channel says which.
            }
        }
    }

    private void serve(SocketChannel socket) throws IOException {
        ByteBuffer command =
                ByteBuffer.allocateDirect(Command.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (true) {
            command.clear();
            while (command.hasRemaining()) {
                if (socket.read(command) < 0) {
                    return;
                }
            }
            command.flip();
            answer(socket, Command.decode(MemorySegment.ofBuffer(command)), command);
        }
    }

    private void answer(SocketChannel socket, Command command, ByteBuffer echo)
            throws IOException {
        switch (command.operation()) {
            case READ -> calls.addAndGet(
                    files.transfer(command.position(), command.length(), socket));
            case PING -> {
                socket.write(echo);
                calls.incrementAndGet();
            }
            default -> throw new IOException("not served over TCP: " + command.operation());
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
