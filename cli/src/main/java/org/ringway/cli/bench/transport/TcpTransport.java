// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/// TCP on loopback, without Nagle's algorithm, with buffers of 1 MiB.
public final class TcpTransport implements Transport {
    private static final int BUFFER_BYTES = 1 << 20;

    /// For the service loader.
    public TcpTransport() {}

    @Override
    public String family() {
        return "tcp";
    }

    @Override
    public Conduit connect(Place place) throws IOException {
        SocketChannel socket = place.isNear() ? connected(place) : accepted(place);
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return SocketConduits.over(socket, place.name());
    }

    private static Path portFile(Place place) {
        return place.folder().resolve("port");
    }

    private static SocketChannel connected(Place place) throws IOException {
        int port = Integer.parseInt(Files.readString(portFile(place)));
        SocketChannel socket = SocketChannel.open();
        socket.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
        socket.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER_BYTES);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    private static SocketChannel accepted(Place place) throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
            Files.writeString(portFile(place), Integer.toString(port));
            place.ready().run();
            SocketChannel socket = listener.accept();
            socket.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER_BYTES);
            return socket;
        }
    }
}
