// SPDX-License-Identifier: Apache-2.0
package org.ringway.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Deque;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringway.child.ChildPartition;
import org.ringway.child.JoinOptions;
import org.ringway.platform.ListenOptions;
import org.ringway.platform.Platform;
import org.ringway.root.RootOptions;
import org.ringway.root.RootPartition;
import org.ringway.sockets.HvSocketAddress;

/// A real root, a partition that listens and one that connects, in one process, each with event
/// loops of its own. What is left of buffers is found.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class NettyCase {
    /// Long enough for anything that is going to happen at all.
    static final Duration LIMIT = Duration.ofSeconds(60);
    static final HvSocketAddress ECHO = HvSocketAddress.parse("hv://server/echo");
    static final HvSocketAddress ANYBODY = HvSocketAddress.parse("hv://*/echo");

    static {
        Leaks.watch();
    }

    final Platform platform;
    RootPartition root;
    ChildPartition server;
    ChildPartition client;
    EventLoopGroup serverLoops;
    EventLoopGroup clientLoops;
    private final BlockingQueue<HvSocketChannel> accepted = new LinkedBlockingQueue<>();
    private final Deque<AutoCloseable> kept = new ConcurrentLinkedDeque<>();

    @TempDir
    Path directory;

    NettyCase(Platform platform) {
        this.platform = platform;
    }

    @BeforeEach
    final void join() throws InterruptedException {
        Path socket = directory.resolve("root.sock");
        root = keep(RootPartition.start(platform, RootOptions.DEFAULT.listeningAt(
                new ListenOptions(socket, 0600, OptionalInt.empty()))));
        server = keep(ChildPartition.join(JoinOptions.of(platform, socket, "server")));
        client = keep(ChildPartition.join(JoinOptions.of(platform, socket, "client")));
        serverLoops = loops(server);
        clientLoops = loops(client);
    }

    @AfterEach
    final void closeWhatWasKept() throws Exception {
        while (!kept.isEmpty()) {
            kept.pop().close();
        }
        Leaks.assertNone();
    }

    final <T extends AutoCloseable> T keep(T closeable) {
        kept.push(closeable);
        return closeable;
    }

    final EventLoopGroup loops(ChildPartition self) {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, HvIoHandler.newFactory(self));
        keep(() -> group.shutdownGracefully(0, 10, TimeUnit.SECONDS).get());
        return group;
    }

    final ServerBootstrap listening(Supplier<ChannelHandler> handler) {
        return new ServerBootstrap().group(serverLoops).channel(HvServerSocketChannel.class)
                .childHandler(new ChannelInitializer<HvSocketChannel>() {
                    @Override
                    protected void initChannel(HvSocketChannel channel) {
                        accepted.add(channel);
                        channel.pipeline().addLast(handler.get());
                    }
                });
    }

    final Channel listen(Supplier<ChannelHandler> handler) throws Exception {
        return done(listening(handler).bind(ANYBODY)).channel();
    }

    final Bootstrap connecting(ChannelHandler handler) {
        return new Bootstrap().group(clientLoops).channel(HvSocketChannel.class).handler(handler);
    }

    final HvSocketChannel connect(ChannelHandler handler) throws Exception {
        return (HvSocketChannel) done(connecting(handler).connect(ECHO)).channel();
    }

    /// {@return the next channel that somebody has connected to}
    final HvSocketChannel accepted() throws InterruptedException {
        return next(accepted);
    }

    static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing came");
        }
        return next;
    }

    /// Waits until it has happened.
    static <F extends Future<?>> F done(F future) throws Exception {
        if (!future.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new TimeoutException("not done: future=" + future);
        }
        if (!future.isSuccess() && future.cause() instanceof Exception e) {
            throw e;
        }
        return future;
    }

    /// {@return why it has failed}
    static Throwable failure(Future<?> future) throws Exception {
        if (!future.await(LIMIT.toSeconds(), TimeUnit.SECONDS) || future.isSuccess()) {
            throw new AssertionError("has not failed: future=" + future);
        }
        return future.cause();
    }

    static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text.getBytes());
    }
}
