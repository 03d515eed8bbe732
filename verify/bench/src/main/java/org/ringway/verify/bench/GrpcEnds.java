// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import org.ringway.cli.bench.transport.Conduit;

/// Both ends of gRPC, whatever Netty carries it over.
final class GrpcEnds {
    private GrpcEnds() {}

    /// {@return the end that calls}
    ///
    /// @param streaming whether all messages are one call
    static Conduit near(NettyChannelBuilder builder, EventLoopGroup loops, boolean streaming) {
        ManagedChannel channel = builder.eventLoopGroup(loops)
                .overrideAuthority("bench").usePlaintext().build();
        Runnable end = () -> {
            channel.shutdownNow();
            loops.shutdownGracefully();
        };
        return streaming ? StreamedConduit.near(channel, end) : new UnaryCaller(channel, end);
    }

    /// {@return the end that is called}
    static Conduit far(NettyServerBuilder builder, EventLoopGroup loops, Runnable ready)
            throws IOException {
        CallQueue queue = new CallQueue();
        UnaryServer unary = new UnaryServer(queue);
        StreamedConduit streamed = new StreamedConduit(queue);
        Server server = builder.bossEventLoopGroup(loops).workerEventLoopGroup(loops)
                .executor(queue)
                .addService(ServerServiceDefinition.builder(BenchCalls.SERVICE)
                        .addMethod(BenchCalls.ONE, ServerCalls.asyncUnaryCall(unary::called))
                        .addMethod(BenchCalls.MANY,
                                ServerCalls.asyncBidiStreamingCall(streamed::accept))
                        .build())
                .build().start();
        ready.run();
        return new GrpcServerConduit(queue, unary, streamed, () -> {
            server.shutdownNow();
            loops.shutdownGracefully();
        });
    }
}
