// SPDX-License-Identifier: Apache-2.0
package org.ringway.examples;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import org.ringway.child.ChildPartition;
import org.ringway.netty.HvIoHandler;
import org.ringway.netty.HvSocketChannel;
import org.ringway.sockets.HvSocketAddress;

/// Calls GrpcServer.
public final class GrpcClient {
    private GrpcClient() {}

    /// Calls once.
    ///
    /// @param args a name
    /// @throws Exception if there is no root
    public static void main(String[] args) throws Exception {
        try (ChildPartition self = ChildPartition.join("grpc-client")) {
            EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, HvIoHandler.newFactory(self));
            ManagedChannel channel = NettyChannelBuilder
                    .forAddress(HvSocketAddress.parse("hv://grpc-server/hello"))
                    .channelType(HvSocketChannel.class).eventLoopGroup(loops)
                    .overrideAuthority("grpc-server").usePlaintext().build();
            System.out.println(ClientCalls.blockingUnaryCall(channel.newCall(GrpcHello.METHOD,
                    CallOptions.DEFAULT), args.length == 0 ? "world" : args[0]));
            channel.shutdownNow();
            loops.shutdownGracefully().sync();
        }
    }
}
