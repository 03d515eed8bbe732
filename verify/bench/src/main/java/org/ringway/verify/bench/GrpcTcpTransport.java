// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ringway.cli.bench.transport.Conduit;
import org.ringway.cli.bench.transport.Transport;

/// gRPC over TCP on loopback by Netty's NIO transport, in the manners of [GrpcRingwayTransport].
public final class GrpcTcpTransport implements Transport {
    /// For the service loader.
    public GrpcTcpTransport() {}

    @Override
    public String family() {
        return "grpc-tcp";
    }

    @Override
    public Conduit connect(Place place) throws IOException {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        Path file = place.folder().resolve("port");
        InetAddress here = InetAddress.getLoopbackAddress();
        if (place.isNear()) {
            int port = Integer.parseInt(Files.readString(file));
            return GrpcEnds.near(NettyChannelBuilder.forAddress(new InetSocketAddress(here, port))
                    .channelType(NioSocketChannel.class),
                    loops, place.name().manner().equals("stream"));
        }
        int port = freePort(here);
        return GrpcEnds.far(NettyServerBuilder.forAddress(new InetSocketAddress(here, port))
                .channelType(NioServerSocketChannel.class), loops, () -> say(file, port, place));
    }

    private static int freePort(InetAddress here) throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, here)) {
            return any.getLocalPort();
        }
    }

    private static void say(Path file, int port, Place place) {
        try {
            Files.writeString(file, Integer.toString(port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        place.ready().run();
    }
}
