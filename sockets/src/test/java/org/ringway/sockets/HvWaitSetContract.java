// SPDX-License-Identifier: Apache-2.0
package org.ringway.sockets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.platform.Platform;

/// Waiting for many channels, on every platform.
abstract class HvWaitSetContract extends SocketCase {
    HvWaitSetContract(Platform platform) {
        super(platform);
    }

    private static Map<WaitKey, Integer> await(HvWaitSet set, Duration atMost) {
        Map<WaitKey, Integer> ready = new HashMap<>();
        set.await(atMost, key -> ready.put(key, key.readyOps()));
        return ready;
    }

    @Test
    @DisplayName("is level-triggered: what is ready is reported until it is not")
    void levelTriggered() throws Exception {
        Ends ends = connect();
        HvWaitSet set = keep(HvWaitSet.open(client));
        HvChannel channel = ends.client().configureBlocking(false);
        WaitKey key = set.register(channel, WaitKey.READ, "mine");
        assertEquals(Map.of(), await(set, Duration.ZERO));
        assertEquals(Map.of(), await(set, Duration.ofMillis(10)));
        ends.server().write(bytes("abc"));

        assertEquals(Map.of(key, WaitKey.READ), await(set, LIMIT));
        assertEquals(Map.of(key, WaitKey.READ), await(set, LIMIT));
        assertEquals(2, channel.read(ByteBuffer.allocate(2)));
        assertEquals(Map.of(key, WaitKey.READ), await(set, LIMIT), "a part is left");
        assertEquals(1, channel.read(ByteBuffer.allocate(2)));
        assertEquals(Map.of(), await(set, Duration.ZERO));
        key.interestOps(WaitKey.READ | WaitKey.WRITE);
        assertEquals(Map.of(key, WaitKey.WRITE), await(set, LIMIT));
        assertEquals("mine", key.attachment());
        assertSame(channel, key.channel());
    }

    @Test
    @DisplayName("tells of room when a full ring is read, and of the end")
    void roomAndEnd() throws Exception {
        Ends ends = connect();
        HvWaitSet set = keep(HvWaitSet.open(client));
        HvChannel channel = ends.client().configureBlocking(false);
        WaitKey key = set.register(channel, WaitKey.WRITE, null);
        int written = channel.write(ByteBuffer.allocate(1 << 22));
        assertEquals(Map.of(), await(set, Duration.ofMillis(5)));
        read(ends.server(), written);
        assertEquals(Map.of(key, WaitKey.WRITE), await(set, LIMIT));

        key.interestOps(WaitKey.READ);
        assertEquals(Map.of(), await(set, Duration.ZERO));
        ends.server().close();
        assertEquals(Map.of(key, WaitKey.READ), await(set, LIMIT));
        assertEquals(-1, channel.read(ByteBuffer.allocate(1)));
        assertEquals(Map.of(key, WaitKey.READ), await(set, LIMIT), "the end stays");
        channel.close();
        assertEquals(Map.of(), await(set, Duration.ZERO));
        assertFalse(key.isValid());
        assertEquals(0, set.keys().size());
    }

    @Test
    @DisplayName("accepts and connects")
    void acceptsAndConnects() throws Exception {
        HvWaitSet set = keep(HvWaitSet.open(client));
        HvServerChannel listening = listen("hv://*/echo").configureBlocking(false);
        WaitKey accepting = set.register(listening, null);
        HvChannel connecting = keep(HvChannel.open(client)).configureBlocking(false);
        WaitKey key = set.register(connecting, WaitKey.CONNECT, null);
        assertEquals(Map.of(), await(set, Duration.ZERO));
        connecting.connect(ECHO);

        Map<WaitKey, Integer> ready = new HashMap<>();
        while (ready.size() < 2) {
            ready.putAll(await(set, LIMIT));
        }
        assertEquals(Map.of(accepting, WaitKey.ACCEPT, key, WaitKey.CONNECT), ready);
        assertTrue(connecting.finishConnect());
        HvChannel accepted = keep(listening.accept());
        key.interestOps(WaitKey.READ);
        accepted.write(bytes("x"));
        assertEquals(Map.of(key, WaitKey.READ), await(set, LIMIT));
    }

    @Test
    @DisplayName("a wakeup ends the current wait, or the next one")
    void wakeup() throws Exception {
        HvWaitSet set = keep(HvWaitSet.open(client));
        set.wakeup();
        assertEquals(Map.of(), await(set, LIMIT));
        FutureTask<Map<WaitKey, Integer>> waiting = inThread(() -> await(set, LIMIT));
        set.wakeup();
        assertEquals(Map.of(), resultOf(waiting));
    }

    @Test
    @DisplayName("echoes on many channels with one thread")
    void echoes() throws Exception {
        int channels = 30;
        int rounds = 20;
        HvServerChannel listening = listen("hv://*/echo");
        HvWaitSet set = keep(HvWaitSet.open(server));
        List<HvChannel> clients = new ArrayList<>();
        for (int i = 0; i < channels; i++) {
            Ends ends = connect(listening);
            clients.add(ends.client());
            set.register(ends.server().configureBlocking(false), WaitKey.READ, null);
        }
        FutureTask<Integer> echoing = inThread(() -> {
            while (!set.keys().isEmpty()) {
                set.await(LIMIT, HvWaitSetContract::echo);
            }
            return 0;
        });
        for (int round = 0; round < rounds; round++) {
            for (HvChannel each : clients) {
                each.write(bytes("round " + (10 + round)));
            }
            for (HvChannel each : clients) {
                assertEquals("round " + (10 + round), new String(read(each, 8)));
            }
        }
        for (HvChannel each : clients) {
            each.close();
        }
        assertEquals(0, resultOf(echoing));
    }

    private static void echo(WaitKey key) {
        try {
            HvChannel channel = (HvChannel) key.channel();
            ByteBuffer buffer = ByteBuffer.allocate(100);
            int count = channel.read(buffer);
            if (count < 0) {
                channel.close();
            } else {
                channel.write(buffer.flip());
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @DisplayName("takes channels that are open and do not block, and they cannot block then")
    void refuses() throws Exception {
        Ends ends = connect();
        HvWaitSet set = keep(HvWaitSet.open(client));
        assertThrows(IllegalBlockingModeException.class,
                () -> set.register(ends.client(), WaitKey.READ, null));
        WaitKey key =
                set.register(ends.client().configureBlocking(false), WaitKey.READ, null);
        assertThrows(IllegalBlockingModeException.class,
                () -> ends.client().configureBlocking(true));
        key.cancel();
        key.cancel();
        assertTrue(ends.client().configureBlocking(true).isBlocking());
        ends.client().configureBlocking(false);
        ends.client().close();
        assertThrows(ClosedChannelException.class,
                () -> set.register(ends.client(), WaitKey.READ, null));
        set.close();
        assertThrows(IllegalStateException.class, () -> await(set, LIMIT));
    }
}
