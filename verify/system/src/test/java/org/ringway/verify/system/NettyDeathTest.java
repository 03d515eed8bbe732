// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringway.child.ChildPartition;
import org.ringway.netty.HvIoHandler;
import org.ringway.netty.HvSocketChannel;
import org.ringway.verify.system.NettyWorker.Job;

@DisplayName("Netty between processes, also when one is killed")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class NettyDeathTest {
    private static final int MANY = 3_000_000;

    private Bus bus;
    private ChildPartition self;
    private EventLoopGroup loops;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        bus = new Bus(folder);
        self = bus.join("survivor");
        loops = new MultiThreadIoEventLoopGroup(1, HvIoHandler.newFactory(self));
    }

    @AfterAll
    void end() throws Exception {
        loops.shutdownGracefully(0, 10, TimeUnit.SECONDS).sync();
        bus.close();
    }

    /// Collects bytes, and remembers why they ended.
    private static final class Collecting extends SimpleChannelInboundHandler<ByteBuf> {
        private final ByteBuf bytes = Unpooled.buffer();
        private final CompletableFuture<ByteBuf> enough = new CompletableFuture<>();
        private final CompletableFuture<Throwable> failure = new CompletableFuture<>();
        private final int wanted;

        private Collecting(int wanted) {
            this.wanted = wanted;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
            if (bytes.readableBytes() < wanted) {
                bytes.writeBytes(message);
            }
            if (bytes.readableBytes() >= wanted) {
                enough.complete(bytes);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable thrown) {
            failure.complete(thrown);
        }
    }

    private HvSocketChannel connect(Collecting collecting) throws InterruptedException {
        return (HvSocketChannel) new Bootstrap().group(loops).channel(HvSocketChannel.class)
                .handler(collecting).connect(NettyWorker.ADDRESS).sync().channel();
    }

    @Test
    @DisplayName("megabytes come back as they went, from a process that can be named")
    void echoes() throws Exception {
        try (OtherJvm worker = NettyWorker.start(Job.ECHO, bus.socket())) {
            byte[] sent = new byte[MANY];
            new Random(1).nextBytes(sent);
            Collecting collecting = new Collecting(MANY);
            HvSocketChannel channel = connect(collecting);
            assertEquals(worker.pid(), channel.peer().pid());
            channel.writeAndFlush(Unpooled.wrappedBuffer(sent)).sync();
            assertEquals(Unpooled.wrappedBuffer(sent), collecting.enough.get());
            channel.close().sync();
        }
    }

    @Test
    @DisplayName("who reads from a process that is killed gets an exception, then the end")
    void writerIsKilled() throws Exception {
        try (OtherJvm worker = NettyWorker.start(Job.POUR, bus.socket())) {
            Collecting collecting = new Collecting(MANY);
            HvSocketChannel channel = connect(collecting);
            collecting.enough.get();
            worker.kill();
            assertInstanceOf(IOException.class, collecting.failure.get());
            channel.closeFuture().sync();
            assertFalse(channel.isActive());
        }
    }

    @Test
    @DisplayName("who writes to a process that is killed has its writes fail, and goes on")
    void readerIsKilled() throws Exception {
        try (OtherJvm worker = NettyWorker.start(Job.STARE, bus.socket())) {
            HvSocketChannel channel = connect(new Collecting(MANY));
            ChannelFuture stuck =
                    channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[MANY]));
            worker.kill();
            assertTrue(stuck.await(60, TimeUnit.SECONDS));
            assertInstanceOf(IOException.class, stuck.cause());
            channel.closeFuture().sync();
        }
        echoes();
    }
}
