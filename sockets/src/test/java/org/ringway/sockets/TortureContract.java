// SPDX-License-Identifier: Apache-2.0
package org.ringway.sockets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.pipe.StreamOptions;
import org.ringway.platform.Platform;

/// Many streams at once that do everything in any order, bytes compared by their digests.
///
/// A connection begins with a seed, from which both sides know what comes.
abstract class TortureContract extends SocketCase {
    private static final int CONNECTIONS = 500;
    /// The root lets few wait to be accepted.
    private static final int CONNECTING = 12;
    private static final int MOST_BYTES = 120_000;

    private final AtomicInteger aborted = new AtomicInteger();
    private final Semaphore connecting = new Semaphore(CONNECTING);
    private final CountDownLatch connected = new CountDownLatch(CONNECTIONS);

    TortureContract(Platform platform) {
        super(platform);
    }

    /// What one side does with one direction.
    ///
    /// @param bytes how many
    /// @param aborts whether the writer lets the connection go in the middle
    private record Plan(long seed, int bytes, boolean aborts) {
        static Plan of(long seed, int direction) {
            Random random = new Random(seed * 31 + direction);
            return new Plan(seed * 31 + direction, random.nextInt(MOST_BYTES),
                    direction == 0 && random.nextInt(10) == 0);
        }

        byte[] content() {
            byte[] content = new byte[bytes];
            new Random(~seed).nextBytes(content);
            return content;
        }
    }

    @Test
    @DisplayName("500 connections at once, random sizes, half closes, aborts, slow readers, both"
            + " kinds of threads")
    void torture() throws Exception {
        HvServerChannel listening = keep(HvServerChannel.open(server));
        listening.bind(HvSocketAddress.parse("hv://*/echo"), CONNECTIONS);
        FutureTask<List<FutureTask<Void>>> accepting = inThread(() -> acceptAll(listening));
        List<FutureTask<Void>> clients = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            long seed = i;
            clients.add(start(i, () -> client(seed)));
        }
        for (FutureTask<Void> each : clients) {
            resultOf(each);
        }
        for (FutureTask<Void> each : resultOf(accepting)) {
            resultOf(each);
        }
        assertTrue(aborted.get() > 0, "some were let go");
        while (!client.list().channels().isEmpty()) {
            Thread.onSpinWait();
        }
        assertEquals(List.of(), client.list().channels());
    }

    private static FutureTask<Void> start(int number, Callable<Void> task) {
        return number % 2 == 0 ? inThread(task) : inVirtualThread(task);
    }

    private List<FutureTask<Void>> acceptAll(HvServerChannel listening) throws IOException {
        List<FutureTask<Void>> servers = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            HvChannel accepted = listening.accept();
            servers.add(start(i / 2, () -> server(accepted)));
        }
        return servers;
    }

    private Void client(long seed) throws Exception {
        StreamOptions rings = StreamOptions.DEFAULT.withBytes(
                1 << (int) (12 + seed % 5), 1 << (int) (12 + seed % 6));
        try (HvChannel channel = HvChannel.open(client, rings)) {
            connecting.acquire();
            try {
                channel.connect(ECHO);
            } finally {
                connecting.release();
                connected.countDown();
            }
            connected.await();
            channel.write(ByteBuffer.allocate(8).putLong(seed).flip());
            both(channel, Plan.of(seed, 0), Plan.of(seed, 1));
        }
        return null;
    }

    private Void server(HvChannel channel) throws Exception {
        try (channel) {
            long seed = ByteBuffer.wrap(read(channel, 8)).getLong();
            both(channel, Plan.of(seed, 1), Plan.of(seed, 0));
        }
        return null;
    }

    /// Writes one direction and reads the other at the same time.
    private void both(HvChannel channel, Plan out, Plan in) throws Exception {
        FutureTask<Void> writing = start((int) out.seed(), () -> write(channel, out));
        read(channel, in, out.aborts() || in.aborts());
        resultOf(writing);
    }

    private Void write(HvChannel channel, Plan plan) throws IOException {
        Random sizes = new Random(plan.seed());
        ByteBuffer left = ByteBuffer.wrap(plan.content());
        int stop = plan.aborts() ? plan.bytes() / 2 : 0;
        try {
            while (left.remaining() > stop) {
                int piece = Math.min(left.remaining(), 1 + sizes.nextInt(30_000));
                ByteBuffer part = left.slice(left.position(), piece);
                assertEquals(piece, channel.write(part));
                left.position(left.position() + piece);
            }
            if (plan.aborts()) {
                aborted.incrementAndGet();
                channel.abort();
            } else {
                channel.shutdownOutput();
            }
        } catch (IOException e) {
            // The other side may have let go of the connection.
            assertTrue(Plan.of((plan.seed() - 1) / 31, 0).aborts() || plan.aborts(), e::toString);
        }
        return null;
    }

    private static void read(HvChannel channel, Plan plan, boolean mayFail) throws Exception {
        Random sizes = new Random(~plan.seed());
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        ByteBuffer buffer = ByteBuffer.allocateDirect(40_000);
        boolean slow = sizes.nextInt(20) == 0;
        try {
            while (true) {
                buffer.clear().limit(1 + sizes.nextInt(buffer.capacity()));
                if (channel.read(buffer) < 0) {
                    break;
                }
                digest.update(buffer.flip());
                if (slow) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
                }
            }
        } catch (SocketException | ClosedChannelException e) {
            assertTrue(mayFail, e::toString);
            return;
        }
        MessageDigest expected = MessageDigest.getInstance("SHA-256");
        assertArrayEquals(expected.digest(plan.content()), digest.digest());
    }
}
