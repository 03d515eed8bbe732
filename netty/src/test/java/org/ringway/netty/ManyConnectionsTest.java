// SPDX-License-Identifier: Apache-2.0
package org.ringway.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.platform.Platform;

@DisplayName("a flood of connections")
final class ManyConnectionsTest extends NettyCase {
    private static final int MANY = 300;

    ManyConnectionsTest() {
        super(ServiceLoader.load(Platform.class).findFirst().orElseThrow());
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.count();
        }
    }

    /// Each sends as much as no ring holds, all at once.
    private void flood(int seed) throws Exception {
        List<Digesting> results = new ArrayList<>();
        List<ChannelFuture> connecting = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            Digesting digesting = new Digesting();
            results.add(digesting);
            connecting.add(connecting(digesting).option(ChannelOption.SO_SNDBUF, 4096)
                    .option(ChannelOption.SO_RCVBUF, 4096).connect(ECHO));
        }
        byte[] content = new byte[20_000];
        new Random(seed).nextBytes(content);
        for (ChannelFuture each : connecting) {
            HvSocketChannel channel = (HvSocketChannel) done(each).channel();
            channel.writeAndFlush(Unpooled.wrappedBuffer(content))
                    .addListener(_ -> channel.shutdownOutput());
        }
        String expected = Digesting.hash(content);
        for (Digesting each : results) {
            assertEquals(expected, each.hash().get(LIMIT.toSeconds(), TimeUnit.SECONDS));
        }
    }

    @Test
    @DisplayName("is served, all at once, and leaves no descriptor behind")
    void isServed() throws Exception {
        ChannelGroup all = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
        Channel listening = done(listening(Echoing::new)
                .option(ChannelOption.SO_BACKLOG, 2 * MANY)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true).bind(ANYBODY)).channel();
        long before = 0;
        for (int round = 0; round < 3; round++) {
            flood(round);
            for (int i = 0; i < MANY; i++) {
                all.add(accepted());
            }
            done(all.close());
            if (round == 0) {
                before = settled(Long.MAX_VALUE);
            }
        }
        // Some of the first round may still have been closing when they were counted.
        long after = settled(before);
        assertTrue(after <= before, "before=" + before + " after=" + after);
        done(listening.close());
    }

    /// {@return how many there are, once nothing is being closed any more}
    private long settled(long enough) throws IOException, InterruptedException {
        long now = descriptors();
        for (int look = 0; look < 2000 && now > enough || look < 100; look++) {
            client.list();
            server.list();
            now = descriptors();
        }
        return Math.max(now, Math.min(now, enough));
    }
}
