// SPDX-License-Identifier: Apache-2.0
package org.ringway.examples;

import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import org.ringway.child.ChildPartition;
import org.ringway.netty.HvIoHandler;
import org.ringway.netty.HvServerSocketChannel;
import org.ringway.sockets.HvSocketAddress;

/// A gRPC server for other partitions.
public final class GrpcServer {
    private GrpcServer() {}

    /// Runs until it is stopped.
    ///
    /// @param args none
    /// @throws Exception if there is no root
    public static void main(String[] args) throws Exception {
        ChildPartition self = ChildPartition.join("grpc-server");
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(HvIoHandler.newFactory(self));
        Server server = NettyServerBuilder.forAddress(HvSocketAddress.parse("hv://*/hello"))
                .channelType(HvServerSocketChannel.class)
                .bossEventLoopGroup(loops).workerEventLoopGroup(loops)
                .addService(ServerServiceDefinition.builder(GrpcHello.SERVICE).addMethod(
                        GrpcHello.METHOD, ServerCalls.asyncUnaryCall((name, answer) -> {
                            answer.onNext("hello " + name);
                            answer.onCompleted();
                        })).build()).build().start();
        System.out.println("serving hv://grpc-server/hello");
        server.awaitTermination();
    }
}
