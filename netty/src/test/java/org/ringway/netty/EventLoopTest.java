// SPDX-License-Identifier: Apache-2.0
package org.ringway.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.channel.WaitStrategy;
import org.ringway.platform.Platform;

@DisplayName("the event loop")
final class EventLoopTest extends NettyCase {
    EventLoopTest() {
        super(ServiceLoader.load(Platform.class).findFirst().orElseThrow());
    }

    /// Counts how often the loop has gone round.
    private record CountingHandler(IoHandler handler, AtomicLong rounds) implements IoHandler {
        @Override
        public int run(IoHandlerContext context) {
            rounds.incrementAndGet();
            return handler.run(context);
        }

        @Override
        public void prepareToDestroy() {
            handler.prepareToDestroy();
        }

        @Override
        public void destroy() {
            handler.destroy();
        }

        @Override
        public IoRegistration register(IoHandle handle) throws Exception {
            return handler.register(handle);
        }

        @Override
        public void wakeup() {
            handler.wakeup();
        }

        @Override
        public boolean isCompatible(Class<? extends IoHandle> type) {
            return handler.isCompatible(type);
        }
    }

    private EventLoopGroup counting(AtomicLong rounds, WaitStrategy waiting) {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, executor -> new CountingHandler(
                HvIoHandler.newFactory(client, waiting).newHandler(executor), rounds));
        keep(() -> group.shutdownGracefully(0, 10, TimeUnit.SECONDS).get());
        return group;
    }

    private HvSocketChannel connect(EventLoopGroup group, Recording recording) throws Exception {
        return (HvSocketChannel) done(connecting(recording).clone(group).connect(ECHO)).channel();
    }

    @Test
    @DisplayName("sleeps while nothing happens, and until the next scheduled task is due")
    void sleeps() throws Exception {
        listen(Echoing::new);
        AtomicLong rounds = new AtomicLong();
        EventLoopGroup group = counting(rounds, WaitStrategy.SPIN_THEN_BLOCK);
        Recording recording = new Recording();
        HvSocketChannel channel = connect(group, recording);
        done(channel.writeAndFlush(bytes("hello")));
        recording.upTo("read complete");
        long before = rounds.get();
        for (int task = 0; task < 5; task++) {
            done(group.schedule(() -> {}, 60, TimeUnit.MILLISECONDS));
        }
        assertTrue(rounds.get() - before < 100, "rounds=" + (rounds.get() - before));
    }

    @Test
    @DisplayName("runs tasks of other threads while it sleeps, and input comes between tasks")
    void tasks() throws Exception {
        listen(Echoing::new);
        EventLoopGroup group = counting(new AtomicLong(), WaitStrategy.BLOCK);
        Recording recording = new Recording();
        HvSocketChannel channel = connect(group, recording);
        for (int i = 0; i < 200; i++) {
            assertEquals(i, done(group.submit(idle(i))).getNow());
        }
        AtomicBoolean over = new AtomicBoolean();
        EventLoop loop = channel.eventLoop();
        loop.execute(again(loop, over));
        done(channel.writeAndFlush(bytes("between")));
        recording.upTo("read between");
        over.set(true);
    }

    private static Callable<Integer> idle(int number) {
        return () -> number;
    }

    /// A task that leaves no time to wait.
    private static Runnable again(EventLoop loop, AtomicBoolean over) {
        return () -> {
            if (!over.get()) {
                loop.execute(again(loop, over));
            }
        };
    }

    @Test
    @DisplayName("an interrupt means nothing to it")
    void interrupt() throws Exception {
        listen(Echoing::new);
        AtomicLong rounds = new AtomicLong();
        EventLoopGroup group = counting(rounds, WaitStrategy.SPIN_THEN_BLOCK);
        Recording recording = new Recording();
        HvSocketChannel channel = connect(group, recording);
        done(group.submit(() -> Thread.currentThread().interrupt()));
        done(channel.writeAndFlush(bytes("on")));
        recording.upTo("read on");
        assertTrue(channel.isActive());
    }

    @Test
    @DisplayName("every way to wait carries bytes")
    void strategies() throws Exception {
        listen(Echoing::new);
        for (WaitStrategy waiting : WaitStrategy.values()) {
            Recording recording = new Recording();
            HvSocketChannel channel = connect(counting(new AtomicLong(), waiting), recording);
            for (int i = 0; i < 50; i++) {
                done(channel.writeAndFlush(bytes("" + i)));
                recording.upTo("read " + i);
            }
            done(channel.close());
        }
    }

    @Test
    @DisplayName("a busy channel does not keep the others from being served")
    void fairness() throws Exception {
        listen(Echoing::new);
        Recording quiet = new Recording();
        HvSocketChannel other = connect(quiet);
        Digesting busy = new Digesting();
        HvSocketChannel channel = connect(busy);
        AtomicBoolean over = new AtomicBoolean();
        channel.eventLoop().execute(() -> pour(channel, over));
        for (int i = 0; i < 100; i++) {
            done(other.writeAndFlush(bytes("" + i)));
            quiet.upTo("read " + i);
        }
        over.set(true);
        assertTrue(busy.count() > 0);
        done(channel.close());
    }

    private static void pour(HvSocketChannel channel, AtomicBoolean over) {
        if (!over.get()) {
            channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[50_000]))
                    .addListener(_ -> channel.eventLoop().execute(() -> pour(channel, over)));
        }
    }

    @Test
    @DisplayName("a channel can move to another loop")
    void moves() throws Exception {
        listen(Echoing::new);
        Recording recording = new Recording();
        HvSocketChannel channel = connect(recording);
        done(channel.writeAndFlush(bytes("one")));
        recording.upTo("read complete");
        done(channel.deregister());
        assertFalse(channel.isRegistered());
        EventLoopGroup group = loops(client);
        done(group.register(channel));
        recording.upTo("registered");
        done(channel.writeAndFlush(bytes("two")));
        recording.upTo("read two");
    }

    @Test
    @DisplayName("ending a loop closes its channels")
    void ends() throws Exception {
        Recording there = new Recording();
        listen(() -> there);
        EventLoopGroup group = loops(client);
        Recording here = new Recording();
        HvSocketChannel channel = connect(group, here);
        group.shutdownGracefully(10, 10_000, TimeUnit.MILLISECONDS);
        here.upTo("unregistered");
        there.upTo("inactive");
        assertFalse(channel.isOpen());
        done(group.terminationFuture());
    }

    @Test
    @DisplayName("a loop that is not prepared for its end closes its channels all the same")
    void endsAtOnce() throws Exception {
        Recording there = new Recording();
        listen(() -> there);
        EventLoopGroup group = loops(client);
        HvSocketChannel channel = connect(group, new Recording());
        there.upTo("active");
        channel.eventLoop().execute(() -> group.shutdownGracefully(0, 10, TimeUnit.SECONDS));
        there.upTo("inactive");
        done(group.terminationFuture());
        assertFalse(channel.isOpen());
    }
}
