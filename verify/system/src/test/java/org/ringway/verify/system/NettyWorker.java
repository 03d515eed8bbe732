// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.io.IOException;
import java.nio.file.Path;
import org.ringway.child.ChildPartition;
import org.ringway.netty.HvIoHandler;
import org.ringway.netty.HvServerSocketChannel;
import org.ringway.netty.HvSocketChannel;
import org.ringway.sockets.HvSocketAddress;

/// The main class of a process that listens with Netty, and does with connections what its job is.
final class NettyWorker {
    /// What to do with connections.
    enum Job {
        /// Send back what comes.
        ECHO,
        /// Write without end.
        POUR,
        /// Never read.
        STARE
    }

    static final String NAME = "netty-worker";
    static final HvSocketAddress ADDRESS = HvSocketAddress.of(NAME, "work");

    private NettyWorker() {}

    static OtherJvm start(Job job, Path socket) throws IOException {
        OtherJvm worker = OtherJvm.start(NettyWorker.class, job.name(), socket.toString());
        if (!worker.says().equals("ready")) {
            throw new IOException("not ready: job=" + job);
        }
        return worker;
    }

    public static void main(String[] args) throws Exception {
        Job job = Job.valueOf(args[0]);
        try (ChildPartition self = ChildPartition.join(Path.of(args[1]), NAME)) {
            EventLoopGroup loops =
                    new MultiThreadIoEventLoopGroup(1, HvIoHandler.newFactory(self));
            Channel listening = new ServerBootstrap().group(loops)
                    .channel(HvServerSocketChannel.class)
                    .childOption(ChannelOption.AUTO_READ, job != Job.STARE)
                    .childHandler(new ChannelInitializer<HvSocketChannel>() {
                        @Override
                        protected void initChannel(HvSocketChannel channel) {
                            channel.pipeline().addLast(new Working(job));
                        }
                    }).bind(HvSocketAddress.of("*", "work")).sync().channel();
            System.out.println("ready");
            listening.closeFuture().sync();
        }
    }

    private static final class Working extends ChannelInboundHandlerAdapter {
        private final Job job;

        private Working(Job job) {
            this.job = job;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            if (job == Job.POUR) {
                pour(context.channel());
            }
        }

        private static void pour(Channel channel) {
            channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[100_000]))
                    .addListener((ChannelFutureListener) written -> {
                        if (written.isSuccess()) {
                            pour(channel);
                        }
                    });
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            context.writeAndFlush(bytes);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
            context.close();
        }
    }
}
