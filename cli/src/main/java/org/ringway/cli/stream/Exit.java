// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.stream;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.ringway.child.ChildPartition;
import org.ringway.pipe.StreamOptions;
import org.ringway.sockets.HvChannel;

/// Where connections go on to.
///
/// @param self the partition that connects, if it is one
/// @param to where
record Exit(ChildPartition self, Endpoint to) {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    /// Large rings let the kernel be asked for much at once, which is what carrying costs most;
    /// but thousands of them are too much memory.
    private static final int MOST_LARGE = 32;
    private static final StreamOptions LARGE = StreamOptions.DEFAULT.withBytes(1 << 20, 1 << 20);

    /// Makes a connection.
    ///
    /// @param others how many there are
    ByteChannel connect(int others) throws IOException {
        return switch (to) {
            case Endpoint.Stream stream ->
                    connected(stream, others < MOST_LARGE ? LARGE : StreamOptions.DEFAULT);
            case Endpoint.Tcp tcp -> connected(tcp);
            case Endpoint.Unix unix -> SocketChannel.open(UnixDomainSocketAddress.of(unix.path()));
        };
    }

    private HvChannel connected(Endpoint.Stream stream, StreamOptions options)
            throws IOException {
        HvChannel channel = HvChannel.open(self, options);
        channel.connect(stream.address(), CONNECT);
        return channel;
    }

    private static SocketChannel connected(Endpoint.Tcp tcp) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.socket().connect(resolved(tcp), (int) CONNECT.toMillis());
            tune(channel);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    static InetSocketAddress resolved(Endpoint.Tcp tcp) throws UnknownHostException {
        InetSocketAddress address = new InetSocketAddress(tcp.host(), tcp.port());
        if (address.isUnresolved()) {
            throw new UnknownHostException("no such host: host=" + tcp.host());
        }
        return address;
    }

    /// Bytes have been gathered where they were written; the network shall not wait for more.
    static void tune(SocketChannel channel) throws IOException {
        if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
    }
}
