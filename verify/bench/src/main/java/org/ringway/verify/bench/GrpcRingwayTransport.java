// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.io.IOException;
import org.ringway.channel.WaitStrategy;
import org.ringway.child.ChildPartition;
import org.ringway.cli.bench.transport.Conduit;
import org.ringway.cli.bench.transport.Transport;
import org.ringway.cli.bench.transport.TransportName;
import org.ringway.netty.HvIoHandler;
import org.ringway.netty.HvServerSocketChannel;
import org.ringway.netty.HvSocketChannel;
import org.ringway.sockets.HvSocketAddress;

/// gRPC over streams between partitions: `unary`, a call per message, or `stream`, one for all.
public final class GrpcRingwayTransport implements Transport {
    /// For the service loader.
    public GrpcRingwayTransport() {}

    @Override
    public String family() {
        return "grpc-ringway";
    }

    @Override
    public Conduit connect(Place place) throws IOException, InterruptedException {
        String service = place.name().toString().replace('/', '-');
        ChildPartition self =
                ChildPartition.join(place.root(), service + (place.isNear() ? "-near" : "-far"));
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, HvIoHandler.newFactory(self,
                place.name().waiting() == TransportName.Waiting.BLOCK
                        ? WaitStrategy.BLOCK : WaitStrategy.SPIN_THEN_BLOCK));
        return place.isNear()
                ? GrpcEnds.near(NettyChannelBuilder
                        .forAddress(HvSocketAddress.of(service + "-far", service))
                        .channelType(HvSocketChannel.class),
                        loops, place.name().manner().equals("stream"))
                : GrpcEnds.far(NettyServerBuilder.forAddress(HvSocketAddress.of("*", service))
                        .channelType(HvServerSocketChannel.class), loops, place.ready());
    }
}
