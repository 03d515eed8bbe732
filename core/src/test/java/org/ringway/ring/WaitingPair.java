// SPDX-License-Identifier: Apache-2.0
package org.ringway.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;

/// A writer and a reader in two threads that sleep whenever the ring lets them, and wake by nothing
/// but the signals it asks for. A lost signal leaves both asleep, and the test's time limit finds
/// them.
final class WaitingPair {
    private final RingUnderTest ring;
    private final long seed;
    private final int packets;
    private final Semaphore toReader = new Semaphore(0);
    private final Semaphore toWriter = new Semaphore(0);

    WaitingPair(RingUnderTest ring, long seed, int packets) {
        this.ring = ring;
        this.seed = seed;
        this.packets = packets;
    }

    void run() throws Exception {
        FutureTask<Void> writer = start(this::write);
        FutureTask<Void> reader = start(this::read);
        reader.get();
        writer.get();
    }

    private static FutureTask<Void> start(Callable<Void> side) {
        FutureTask<Void> task = new FutureTask<>(side);
        Thread.ofPlatform().daemon().start(task);
        return task;
    }

    private static void await(Semaphore signal) throws InterruptedException {
        signal.acquire();
        signal.drainPermits();
    }

    /// Payload sizes, the same on both sides.
    private static int payloadQuadwords(Random sizes) {
        return sizes.nextInt(sizes.nextInt(50) == 0 ? 400 : 20);
    }

    private static long quadword(long id, int index) {
        return id * 0x9E37_79B9_7F4A_7C15L + index;
    }

    private Void write() throws InterruptedException {
        Random sizes = new Random(seed);
        Random batches = new Random(-seed);
        for (long id = 1; id <= packets; id++) {
            long[] payload = new long[payloadQuadwords(sizes)];
            for (int i = 0; i < payload.length; i++) {
                payload[i] = quadword(id, i);
            }
            while (!ring.out.tryWrite(id, false, MemorySegment.ofArray(payload))) {
                publish();
                if (!ring.out.requestSpace()) {
                    await(toWriter);
                    ring.out.withdrawRequest();
                }
            }
            if (batches.nextInt(4) == 0) {
                publish();
            }
        }
        publish();
        return null;
    }

    private void publish() {
        if (ring.out.publish()) {
            toReader.release();
        }
    }

    private Void read() throws InterruptedException {
        Random sizes = new Random(seed);
        Random batches = new Random(~seed);
        for (long id = 1; id <= packets; id++) {
            check(id, awaitPacket(), payloadQuadwords(sizes));
            if (batches.nextInt(4) == 0) {
                commit();
            }
        }
        commit();
        return null;
    }

    private Packet awaitPacket() throws InterruptedException {
        for (Packet packet = ring.in.next(); ; packet = ring.in.next()) {
            if (packet != null) {
                return packet;
            }
            commit();
            if (!ring.in.unmaskAndRecheck()) {
                await(toReader);
                ring.in.mask();
            }
        }
    }

    private void commit() {
        if (ring.in.commit()) {
            toWriter.release();
        }
    }

    private static void check(long id, Packet packet, int quadwords) {
        assertEquals(id, packet.transactionId());
        assertEquals(8 * quadwords, packet.payloadBytes(), "payload of " + id);
        long[] payload = new long[quadwords];
        packet.copyPayload(MemorySegment.ofArray(payload));
        for (int i = 0; i < quadwords; i++) {
            assertEquals(quadword(id, i), payload[i], "quadword " + i + " of " + id);
        }
    }
}
