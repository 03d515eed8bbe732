// SPDX-License-Identifier: Apache-2.0
package org.ringway.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.WriteBufferWaterMark;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.platform.Platform;

/// What programs expect of a channel that is connected, on every platform.
abstract class HvSocketChannelContract extends NettyCase {
    private static final int MANY = 5_000_000;

    HvSocketChannelContract(Platform platform) {
        super(platform);
    }

    private static String hash(Digesting digesting) throws Exception {
        return digesting.hash().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    /// Cuts bytes into pieces of random sizes, each in another kind of buffer.
    private static List<ByteBuf> pieces(Channel channel, byte[] bytes, Random random) {
        List<ByteBuf> pieces = new ArrayList<>();
        for (int at = 0; at < bytes.length;) {
            int size = Math.min(bytes.length - at, random.nextInt(1 << random.nextInt(18)));
            ByteBuf piece = Unpooled.wrappedBuffer(bytes, at, size);
            pieces.add(switch (random.nextInt(4)) {
                case 0 -> piece;
                case 1 -> channel.alloc().directBuffer(size + 1).writeBytes(piece);
                case 2 -> channel.alloc().heapBuffer(size + 1).writeBytes(piece);
                default -> channel.alloc().compositeBuffer()
                        .addComponents(true, piece.readRetainedSlice(size / 2), piece);
            });
            at += size;
        }
        return pieces;
    }

    @Test
    @DisplayName("buffers of all kinds and sizes come back as they went")
    void echoes() throws Exception {
        listening(Echoing::new).childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .bind(ANYBODY).sync();
        Random random = new Random(5);
        byte[] sent = new byte[MANY];
        random.nextBytes(sent);
        Digesting digesting = new Digesting();
        HvSocketChannel channel = connect(digesting);
        for (ByteBuf piece : pieces(channel, sent, random)) {
            ChannelFuture written = random.nextInt(5) == 0
                    ? channel.writeAndFlush(piece) : channel.write(piece);
            if (!channel.isWritable()) {
                channel.flush();
                done(written);
            }
        }
        done(channel.writeAndFlush(Unpooled.EMPTY_BUFFER));
        done(channel.shutdownOutput());

        assertEquals(Digesting.hash(sent), hash(digesting));
        assertEquals(MANY, digesting.count());
    }

    @Test
    @DisplayName("events come in the order that Netty promises, on both sides")
    void events() throws Exception {
        Recording there = new Recording();
        listen(() -> there);
        Recording here = new Recording();
        HvSocketChannel channel = connect(here);
        done(channel.writeAndFlush(bytes("hello")));
        assertEquals(List.of("registered", "active", "read hello", "read complete"),
                there.upTo("read complete"));
        done(accepted().writeAndFlush(bytes("hi")));
        assertEquals(List.of("registered", "active", "read hi", "read complete"),
                here.upTo("read complete"));
        done(channel.close());
        assertEquals(List.of("inactive", "unregistered"), here.upTo("unregistered"));
        assertEquals(List.of("read complete", "inactive", "unregistered"),
                there.upTo("unregistered"));
        assertFalse(channel.isOpen());
        assertFalse(channel.isActive());
        assertInstanceOf(ClosedChannelException.class, failure(channel.write(bytes("late"))));
    }

    @Test
    @DisplayName("with half closure the end of the stream is an event, and an answer still arrives")
    void halfClosure() throws Exception {
        Recording there = new Recording();
        done(listening(() -> there).childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .bind(ANYBODY));
        Recording here = new Recording();
        HvSocketChannel channel = connect(here);
        HvSocketChannel accepted = accepted();
        channel.write(bytes("question"));
        channel.flush();
        done(channel.shutdownOutput());
        assertTrue(channel.isOutputShutdown());
        assertFalse(channel.isInputShutdown());
        assertInstanceOf(Exception.class, failure(channel.writeAndFlush(bytes("more"))));

        there.upTo("read question");
        there.upTo("ChannelInputShutdownEvent");
        there.upTo("ChannelInputShutdownReadComplete");
        assertTrue(accepted.isInputShutdown());
        assertTrue(accepted.isActive());
        done(accepted.writeAndFlush(bytes("answer")));
        here.upTo("read answer");
        done(accepted.close());
        here.upTo("inactive");
        done(channel.closeFuture());
    }

    @Test
    @DisplayName("without half closure the end of the stream closes the channel")
    void endCloses() throws Exception {
        Recording there = new Recording();
        listen(() -> there);
        HvSocketChannel channel = connect(new Recording());
        done(channel.shutdownOutput());
        assertEquals(List.of("registered", "active", "read complete", "inactive", "unregistered"),
                there.upTo("unregistered"));
        done(channel.closeFuture());
    }

    @Test
    @DisplayName("each half can be shut by itself, and both")
    void shutdown() throws Exception {
        done(listening(Recording::new).childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .bind(ANYBODY));
        HvSocketChannel channel = connect(new Recording());
        done(channel.shutdownInput());
        assertTrue(channel.isInputShutdown());
        assertFalse(channel.isOutputShutdown());
        assertTrue(channel.isActive());
        HvSocketChannel other = connect(new Recording());
        done(other.shutdown());
        assertTrue(other.isShutdown());
    }

    @Test
    @DisplayName("who does not read holds up the writer, with bounded memory, until it reads again")
    void backPressure() throws Exception {
        Digesting digesting = new Digesting();
        done(listening(() -> digesting).childOption(ChannelOption.AUTO_READ, false).bind(ANYBODY));
        Recording here = new Recording();
        HvSocketChannel channel = (HvSocketChannel) done(connecting(here)
                .option(ChannelOption.SO_SNDBUF, 1 << 16)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(1 << 14, 1 << 15)).connect(ECHO)).channel();
        HvSocketChannel accepted = accepted();
        byte[] all = new byte[1 << 20];
        new Random(7).nextBytes(all);
        int at = 0;
        ChannelFuture last = channel.newSucceededFuture();
        while (at < all.length) {
            while (channel.isWritable() && at < all.length) {
                last = channel.writeAndFlush(Unpooled.wrappedBuffer(all, at, 1 << 12));
                at += 1 << 12;
                done(channel.eventLoop().submit(() -> {}));
            }
            if (at < all.length) {
                assertTrue(channel.unsafe().outboundBuffer().totalPendingWriteBytes() < 1 << 16);
                here.upTo("not writable");
                if (!accepted.config().isAutoRead()) {
                    assertEquals(0, digesting.count());
                    assertTrue(at <= (1 << 16) + (1 << 15) + (1 << 13), "at=" + at);
                    accepted.config().setAutoRead(true);
                }
                here.upTo("writable");
            }
        }
        done(last);
        done(channel.close());
        assertEquals(Digesting.hash(all), hash(digesting));
    }

    @Test
    @DisplayName("with auto-read off it reads when asked to, and no more")
    void autoReadOff() throws Exception {
        Recording there = new Recording();
        done(listening(() -> there).childOption(ChannelOption.AUTO_READ, false)
                .bind(ANYBODY));
        HvSocketChannel channel = connect(new Recording());
        HvSocketChannel accepted = accepted();
        done(channel.writeAndFlush(bytes("one")));
        assertEquals(List.of("registered", "active"), there.upTo("active"));
        done(accepted.eventLoop().submit(() -> {}));
        assertTrue(there.isQuiet());
        accepted.read();
        assertEquals(List.of("read one", "read complete"), there.upTo("read complete"));
        done(channel.writeAndFlush(bytes("two")));
        done(accepted.eventLoop().submit(() -> {}));
        assertTrue(there.isQuiet());
        accepted.read();
        there.upTo("read two");
    }

    @Test
    @DisplayName("a reset is an exception, then the channel is closed")
    void reset() throws Exception {
        Recording there = new Recording();
        listen(() -> there);
        HvSocketChannel channel = (HvSocketChannel) done(connecting(new Recording())
                .option(ChannelOption.SO_LINGER, 0).connect(ECHO)).channel();
        there.upTo("active");
        done(channel.close());
        assertEquals(List.of("read complete", "failed SocketException", "inactive",
                "unregistered"), there.upTo("unregistered"));
    }

    @Test
    @DisplayName("the other side's identity can be read, and the addresses are ours")
    void identity() throws Exception {
        Channel listening = listen(Recording::new);
        HvSocketChannel channel = connect(new Recording());
        HvSocketChannel accepted = accepted();
        assertEquals(ANYBODY, listening.localAddress());
        assertEquals(ECHO, channel.remoteAddress());
        assertEquals("client", accepted.peer().name().value());
        assertEquals("server", channel.peer().name().value());
        assertEquals(ProcessHandle.current().pid(), accepted.peer().pid());
        assertEquals(listening, accepted.parent());
    }

    @Test
    @DisplayName("files are written, too")
    void fileRegion() throws Exception {
        Digesting digesting = new Digesting();
        listen(() -> digesting);
        byte[] content = new byte[3_000_001];
        new Random(3).nextBytes(content);
        Path file = Files.write(directory.resolve("file"), content);
        HvSocketChannel channel = connect(new Recording());
        channel.write(bytes("x"));
        channel.write(new DefaultFileRegion(file.toFile(), 1, content.length - 2));
        done(channel.writeAndFlush(bytes("y")));
        done(channel.close());
        byte[] expected = Arrays.copyOf(content, content.length);
        expected[0] = 'x';
        expected[content.length - 1] = 'y';
        assertEquals(Digesting.hash(expected), hash(digesting));
    }

    @Test
    @DisplayName("futures succeed in the order of the writes; what is no bytes is refused")
    void futures() throws Exception {
        listen(Digesting::new);
        HvSocketChannel channel = connect(new ChannelInboundHandlerAdapter());
        assertInstanceOf(UnsupportedOperationException.class,
                failure(channel.writeAndFlush("no bytes")));
        List<Integer> order = new ArrayList<>();
        ChannelFuture last = channel.newSucceededFuture();
        for (int i = 0; i < 200; i++) {
            int number = i;
            last = channel.write(Unpooled.wrappedBuffer(new byte[10_000]))
                    .addListener(_ -> order.add(number));
        }
        channel.flush();
        done(last);
        done(channel.eventLoop().submit(() -> {}));
        assertEquals(200, order.size());
        assertEquals(order.stream().sorted().toList(), order);
    }

    @Test
    @DisplayName("closing fails what was not written, from any thread, once")
    void closesFromAnyThread() throws Exception {
        done(listening(Recording::new).childOption(ChannelOption.AUTO_READ, false).bind(ANYBODY));
        for (int round = 0; round < 20; round++) {
            HvSocketChannel channel = connect(new ChannelInboundHandlerAdapter());
            ChannelFuture stuck =
                    channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[1 << 20]));
            Thread one = Thread.ofPlatform().start(channel::close);
            Thread two = Thread.ofVirtual().start(channel::close);
            channel.close();
            one.join();
            two.join();
            done(channel.closeFuture());
            assertInstanceOf(ClosedChannelException.class, failure(stuck));
            done(accepted().close());
        }
    }
}
