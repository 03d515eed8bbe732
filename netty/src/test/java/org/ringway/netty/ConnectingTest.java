// SPDX-License-Identifier: Apache-2.0
package org.ringway.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.child.StreamListener;
import org.ringway.local.LocalPlatform;
import org.ringway.pipe.StreamOptions;
import org.ringway.sockets.HvSocketAddress;
import org.ringway.wire.Name;
import org.ringway.wire.SocketIds;

@DisplayName("connecting, listening, and how they fail")
final class ConnectingTest extends NettyCase {
    ConnectingTest() {
        super(new LocalPlatform());
    }

    private ChannelFuture connect(HvSocketAddress to) {
        return connecting(new ChannelInboundHandlerAdapter()).connect(to);
    }

    private static void assertFails(Class<? extends Throwable> expected, ChannelFuture connecting)
            throws Exception {
        Throwable failure = failure(connecting);
        assertInstanceOf(expected, failure, failure::toString);
        done(connecting.channel().closeFuture());
        assertFalse(connecting.channel().isOpen());
    }

    @Test
    @DisplayName("nobody listens, no such partition, no such address: each fails in its own way")
    void refusedAndUnreachable() throws Exception {
        listen(Recording::new);
        assertFails(ConnectException.class, connect(HvSocketAddress.parse("hv://server/other")));
        assertFails(NoRouteToHostException.class, connect(HvSocketAddress.parse("hv://no/echo")));
        assertFails(UnsupportedAddressTypeException.class,
                connecting(new Recording()).connect(new InetSocketAddress("127.0.0.1", 1)));
    }

    @Test
    @DisplayName("a partition that does not answer is a timeout, and a cancelled connect closes")
    void timeoutAndCancel() throws Exception {
        CountDownLatch answers = new CountDownLatch(1);
        try (StreamListener deaf = server.streams().listen(ECHO.service(), SocketIds.WILDCARD,
                new Name("echo"), 10, StreamOptions.DEFAULT);
                AutoCloseable _ = answers::countDown) {
            // Who is told of a connection holds up its partition, and so the answer.
            deaf.tell(() -> awaitQuietly(answers));
            ChannelFuture late = connecting(new ChannelInboundHandlerAdapter())
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 50).connect(ECHO);
            assertFails(ConnectTimeoutException.class, late);
            ChannelFuture cancelled = connect(ECHO);
            assertTrue(cancelled.cancel(false));
            done(cancelled.channel().closeFuture());
            ChannelFuture closed = connect(ECHO);
            done(closed.channel().close());
            assertFalse(closed.isSuccess());
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @DisplayName("connects beyond the backlog are refused while nobody accepts")
    void backlog() throws Exception {
        Channel listening = done(listening(Recording::new)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.SO_BACKLOG, 2).bind(ANYBODY)).channel();
        done(connect(ECHO));
        done(connect(ECHO));
        assertFails(ConnectException.class, connect(ECHO));
        listening.read();
        assertEquals("client", accepted().peer().name().value());
    }

    @Test
    @DisplayName("a service that is taken cannot be bound, and closing frees it")
    void bind() throws Exception {
        Channel listening = listen(Recording::new);
        assertTrue(listening.isActive());
        assertInstanceOf(BindException.class, failure(listening(Recording::new).bind(ANYBODY)));
        done(listening.close());
        assertFalse(listening.isActive());
        assertTrue(listen(Recording::new).isActive());
    }

    @Test
    @DisplayName("options of TCP are remembered, ours count, others are unknown")
    void options() throws Exception {
        listen(Recording::new);
        HvSocketChannel channel = (HvSocketChannel) done(connecting(new Recording())
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.SO_RCVBUF, 10_000)
                .option(ChannelOption.SO_SNDBUF, 1 << 20).connect(ECHO)).channel();
        HvSocketChannelConfig config = channel.config();
        assertTrue(config.setOption(ChannelOption.TCP_NODELAY, false));
        assertFalse(config.getOption(ChannelOption.TCP_NODELAY));
        assertTrue(config.getOption(ChannelOption.SO_KEEPALIVE));
        assertEquals(1 << 20, config.getOption(ChannelOption.SO_SNDBUF));
        assertEquals(12_288, config.getOption(ChannelOption.SO_RCVBUF));
        assertFalse(config.setOption(ChannelOption.IP_MULTICAST_TTL, 3));
        assertNull(config.getOption(ChannelOption.IP_MULTICAST_TTL));
        assertEquals(-1, config.getOptions().get(ChannelOption.SO_LINGER));
    }

    @Test
    @DisplayName("loops and channels of other transports are refused")
    void compatibility() throws Exception {
        EventLoopGroup nio = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        keep(() -> nio.shutdownGracefully(0, 10, TimeUnit.SECONDS).get());
        assertInstanceOf(IllegalStateException.class, failure(nio.register(new HvSocketChannel())));
        assertTrue(clientLoops.next() instanceof IoEventLoop loop
                && loop.isIoType(HvIoHandler.class));
    }
}
