// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench.transport;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/// A Unix stream socket, with buffers of 1 MiB or what the kernel allows.
public final class UnixTransport implements Transport {
    private static final int BUFFER_BYTES = 1 << 20;

    /// For the service loader.
    public UnixTransport() {}

    @Override
    public String family() {
        return "unix";
    }

    @Override
    public Conduit connect(Place place) throws IOException {
        UnixDomainSocketAddress address =
                UnixDomainSocketAddress.of(place.folder().resolve("unix.sock"));
        SocketChannel socket =
                place.isNear() ? SocketChannel.open(address) : accepted(address, place);
        socket.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER_BYTES);
        socket.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
        return SocketConduits.over(socket, place.name());
    }

    private static SocketChannel accepted(UnixDomainSocketAddress address, Place place)
            throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(address);
            place.ready().run();
            return listener.accept();
        }
    }
}
