// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringway.BusException;
import org.ringway.BusTimeoutException;
import org.ringway.ChannelClosedException;
import org.ringway.memory.TransferRange;
import org.ringway.memory.TransferSetId;
import org.ringway.platform.Access;

/// What a pool of transfer pages promises, on any platform.
public abstract class TransferPoolContract extends ChannelCase {
    /// For the platforms' own tests.
    protected TransferPoolContract() {}

    private static final TransferSetId SET = new TransferSetId(0xCAFE);

    /// A pool of the left side's own pages.
    private static TransferPool pool(ChannelPair pair, long bytes, int unit) throws Exception {
        pair.left.transferSets().announce(SET, pair.allocate(bytes, Access.READ_WRITE));
        return pair.left.transferSets().pool(SET, unit);
    }

    /// Answers packets with the sum of all bytes they name.
    private static FutureTask<Integer> summing(BusChannel channel, int count) {
        FutureTask<Integer> task = new FutureTask<>(() -> {
            int done = 0;
            while (done < count) {
                done += channel.receive(packet -> packet.complete(
                        ChannelPair.word(sum(packet.external()))), 16, LONG);
            }
            return done;
        });
        Thread.ofPlatform().daemon().start(task);
        return task;
    }

    private static long sum(ExternalData data) {
        return data.segments().stream().mapToLong(TransferPoolContract::sum).sum();
    }

    private static long sum(MemorySegment segment) {
        long sum = 0;
        for (long i = 0; i < segment.byteSize(); i++) {
            sum += segment.get(ValueLayout.JAVA_BYTE, i);
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 4095, 64 << 10, 16 << 20})
    @DisplayName("sends any size through a ring of one page: only offset and length are in it")
    void sendsAnySizeByOffset(long bytes) throws Exception {
        try (ChannelPair pair = pair()) {
            TransferPool pool = pool(pair, 40L << 20, 4096);
            FutureTask<Integer> peer = summing(pair.right, 3);
            long all = pool.freeBytes();
            MemorySegment answer = ChannelPair.word(0);
            for (int i = 1; i <= 3; i++) {
                try (TransferPool.Slots slots = pool.take(bytes)) {
                    assertEquals(bytes, slots.segment().fill((byte) i).byteSize());
                    assertEquals(8, slots.request(COMMAND, answer, LONG));
                    assertEquals(i * bytes, ChannelPair.word(answer));
                }
                assertEquals(all, pool.freeBytes(), "the completion brought them back");
            }
            assertEquals(3, peer.get());
        }
    }

    @Test
    @DisplayName("names several ranges in one packet, and lends all of them or none")
    void namesSeveralRanges() throws Exception {
        try (ChannelPair pair = pair()) {
            TransferPool pool = pool(pair, 8 * 4096, 4096);
            TransferPool.Slots slots = pool.take(1514, 60, 9000);
            assertEquals(List.of(new TransferRange(0, 1514), new TransferRange(4096, 60),
                    new TransferRange(8192, 9000)), slots.ranges());
            assertThrows(IllegalStateException.class, slots::segment);
            assertEquals(3 * 4096, pool.freeBytes());
            assertNull(pool.tryTake(4096, 3 * 4096), "only three units are left");
            assertEquals(3 * 4096, pool.freeBytes());
            for (int i = 0; i < 3; i++) {
                slots.segments().get(i).fill((byte) (i + 1));
            }
            List<Long> sizes = new ArrayList<>();
            slots.send(COMMAND);
            assertEquals(1, pair.right.poll(packet -> packet.external().segments()
                    .forEach(segment -> sizes.add(sum(segment))), 1));
            assertEquals(List.of(1514L, 120L, 27_000L), sizes);
            assertEquals(0, pair.left.poll(packet -> { }, 1));
            assertEquals(8 * 4096, pool.freeBytes());
        }
    }

    @Test
    @DisplayName("fills the other side's buffer, which that side reads in its own memory")
    void fillsTheOtherSidesBuffer() throws Exception {
        try (ChannelPair pair = pair()) {
            SharedBuffer buffer = pair.allocate(4 * 2048, Access.READ_WRITE);
            pair.right.transferSets().announce(SET, buffer);
            assertFalse(pair.left.transferSets().has(SET));
            assertEquals(0, pair.left.poll(packet -> { }, 1), "the announcement is no packet");
            TransferPool pool = pair.left.transferSets().pool(SET, 2048);
            for (int i = 0; i < 9; i++) {
                TransferPool.Slots slots = pool.take(1500);
                byte fill = (byte) i;
                slots.segment().fill(fill);
                long offset = slots.ranges().getFirst().byteOffset();
                slots.send(COMMAND);
                assertEquals(1, pair.right.poll(packet -> {
                    assertEquals(1500L * fill, sum(packet.external()));
                    assertEquals(1500L * fill, sum(buffer.bytes().asSlice(offset, 1500)));
                }, 1));
            }
            pair.left.poll(packet -> { }, 1);
            assertEquals(4 * 2048, pool.freeBytes());
            assertEquals(1, buffer.leases(), "the set's own");
        }
    }

    @Test
    @DisplayName("waits for slots until a completion brings some, a large packet before later ones")
    void waitsForSlots() throws Exception {
        try (ChannelPair pair = pair()) {
            TransferPool pool = pool(pair, 8 * 4096, 4096);
            for (int i = 0; i < 8; i++) {
                pool.take(4096).send(COMMAND);
            }
            assertNull(pool.tryTake(1));
            FutureTask<TransferPool.Slots> large = new FutureTask<>(() -> pool.take(8 * 4096));
            Thread.ofVirtual().start(large);
            FutureTask<Integer> peer = summing(pair.right, 8);
            assertEquals(8 * 4096, large.get().segment().byteSize());
            assertEquals(8, peer.get());
            assertNull(pool.tryTake(1));
            large.get().close();
            assertNotNull(pool.tryTake(1));
        }
    }

    @Test
    @DisplayName("wakes who waits for slots when another thread gives some back unsent")
    void givingBackWakes() throws Exception {
        try (ChannelPair pair = pair()) {
            TransferPool pool = pool(pair, 4096, 4096);
            for (Thread.Builder kind : List.of(Thread.ofPlatform().daemon(), Thread.ofVirtual())) {
                TransferPool.Slots all = pool.take(4096);
                FutureTask<TransferPool.Slots> next = new FutureTask<>(() -> pool.take(1));
                Thread waiter = kind.start(next);
                while (waiter.getState() == Thread.State.NEW) {
                    Thread.onSpinWait();
                }
                all.close();
                assertEquals(1, next.get().segment().byteSize());
                next.get().close();
            }
        }
    }

    @Test
    @DisplayName("says so when slots do not come back in time, and when a handler would wait")
    void takingTimesOut() throws Exception {
        try (ChannelPair pair = new ChannelPair(
                platform(), SMALL.withTimeout(Duration.ofMillis(1)))) {
            TransferPool pool = pool(pair, 4096, 4096);
            pool.take(4096).send(COMMAND);
            BusTimeoutException late =
                    assertThrows(BusTimeoutException.class, () -> pool.take(1));
            assertTrue(late.getMessage().contains("set=51966 freeBytes=0"), late.getMessage());
            pair.right.send(COMMAND);
            assertEquals(1, pair.left.poll(packet -> assertThrows(
                    IllegalStateException.class, () -> pool.take(1)), 1));
        }
    }

    @Test
    @DisplayName("keeps slots with the other side after a timeout, until its completion comes")
    void abandonedSlotsComeBackLate() throws Exception {
        try (ChannelPair pair = pair()) {
            TransferPool pool = pool(pair, 4096, 4096);
            TransferPool.Slots slots = pool.take(4096);
            assertThrows(BusTimeoutException.class,
                    () -> slots.request(COMMAND, NOTHING, Duration.ofMillis(1)));
            slots.close();
            assertEquals(0, pool.freeBytes());
            assertThrows(IllegalStateException.class, slots::segments);
            assertThrows(IllegalStateException.class, () -> slots.send(COMMAND));
            assertEquals(1, pair.right.poll(packet -> { }, 1));
            assertEquals(0, pair.left.poll(packet -> { }, 1));
            assertEquals(4096, pool.freeBytes());
        }
    }

    @Test
    @DisplayName("leaves slots with their holder when there was no room to send them")
    void unsentSlotsStayHeld() throws Exception {
        try (ChannelPair pair = pair()) {
            TransferPool pool = pool(pair, 4096, 4096);
            TransferPool.Slots slots = pool.take(100);
            slots.segment().fill((byte) 3);
            while (pair.left.trySend(COMMAND)) {
                assertTrue(pair.left.isOpen());
            }
            Recorder told = new Recorder();
            assertFalse(slots.tryStart(COMMAND, told));
            assertEquals(300, sum(slots.segment()));
            pair.right.poll(packet -> { }, 1_000);
            assertTrue(slots.tryStart(COMMAND, told));
            pair.right.poll(packet -> packet.complete(COMMAND), 1);
            pair.left.poll(packet -> { }, 1);
            assertEquals(List.of("completed 7"), told.seen());
            slots.close();
            assertEquals(4096, pool.freeBytes());
        }
    }

    @Test
    @DisplayName("refuses ranges that never fit, sets that are not there, and a second pool")
    void refusesWhatCannotBe() throws Exception {
        try (ChannelPair pair = pair()) {
            TransferSets sets = pair.left.transferSets();
            assertThrows(IllegalArgumentException.class, () -> sets.pool(SET, 4096));
            TransferPool pool = pool(pair, 3 * 4096, 8192);
            String text = assertThrows(IllegalArgumentException.class, () -> pool.take(8193))
                    .getMessage();
            assertEquals("range does not fit into the transfer set: bytes=8193 largest=8192", text);
            assertThrows(IllegalArgumentException.class, () -> pool.take(0));
            assertThrows(IllegalArgumentException.class, pool::take);
            assertThrows(IllegalStateException.class, () -> sets.pool(SET, 4096));
            SharedBuffer other = pair.allocate(4096, Access.READ_WRITE);
            assertThrows(IllegalArgumentException.class, () -> sets.bind(SET, other));
            pair.right.transferSets().announce(
                    new TransferSetId(1), pair.allocate(4096, Access.READ_ONLY));
            pair.left.poll(packet -> { }, 1);
            assertThrows(IllegalArgumentException.class,
                    () -> sets.pool(new TransferSetId(1), 4096));
        }
    }

    @Test
    @DisplayName("lets go of the pages when the pool is closed and the last slot is back")
    void closedPoolLetsGo() throws Exception {
        try (ChannelPair pair = pair()) {
            SharedBuffer buffer = pair.allocate(2 * 4096, Access.READ_WRITE);
            pair.left.transferSets().bind(SET, buffer);
            TransferPool pool = pair.left.transferSets().pool(SET, 4096);
            TransferPool.Slots sent = pool.take(4096);
            assertEquals(2, buffer.leases(), "the set's and the pool's");
            pool.close();
            assertThrows(IllegalStateException.class, () -> pool.take(1));
            assertEquals(2, buffer.leases());
            sent.close();
            assertEquals(1, buffer.leases());
            pair.left.transferSets().remove(SET);
            assertEquals(0, buffer.leases());
        }
    }

    @Test
    @DisplayName("ends with the channel: waiters wake, leases end, slots come back")
    void endsWithTheChannel() throws Exception {
        try (ChannelPair pair = pair()) {
            SharedBuffer buffer = pair.allocate(4096, Access.READ_WRITE);
            pair.left.transferSets().announce(SET, buffer);
            TransferPool pool = pair.left.transferSets().pool(SET, 4096);
            pool.take(4096).send(COMMAND);
            FutureTask<BusException> waiter = new FutureTask<>(
                    () -> assertThrows(BusException.class, () -> pool.take(1)));
            Thread.ofPlatform().daemon().start(waiter);
            pair.left.close();
            assertEquals(ChannelClosedException.class, waiter.get().getClass());
            assertEquals(0, buffer.leases());
        }
    }

    @Test
    @DisplayName("lets many threads take, fill and send at once; no two ever hold the same byte")
    void manyThreadsShareAPool() throws Exception {
        try (ChannelPair pair = pair()) {
            TransferPool pool = pool(pair, 16 * 4096, 512);
            int threads = 6;
            int each = 400;
            FutureTask<Integer> peer = summing(pair.right, threads * each);
            Queue<FutureTask<Void>> tasks = new ArrayDeque<>();
            for (int t = 0; t < threads; t++) {
                byte fill = (byte) (t + 1);
                FutureTask<Void> task = new FutureTask<>(() -> requestAll(pool, fill, each));
                tasks.add(task);
                (t % 2 == 0 ? Thread.ofVirtual() : Thread.ofPlatform().daemon()).start(task);
            }
            for (FutureTask<Void> task : tasks) {
                task.get();
            }
            assertEquals(threads * each, peer.get());
            assertEquals(16 * 4096, pool.freeBytes());
        }
    }

    private static Void requestAll(TransferPool pool, byte fill, int count) throws Exception {
        MemorySegment answer = ChannelPair.word(0);
        for (int i = 0; i < count; i++) {
            int bytes = 1 + i * 37 % 20_000;
            try (TransferPool.Slots slots = pool.take(bytes)) {
                slots.segment().fill(fill);
                slots.request(COMMAND, answer, LONG);
                assertEquals((long) bytes * fill, ChannelPair.word(answer));
            }
        }
        return null;
    }

    @Test
    @DisplayName("shows the receiver of a read-only buffer's slots what it may not write")
    void readOnlyBuffersGiveReadOnlyViews() throws Exception {
        try (ChannelPair pair = pair()) {
            pair.left.transferSets().announce(SET, pair.allocate(4096, Access.READ_ONLY));
            TransferPool.Slots slots = pair.left.transferSets().pool(SET, 64).take(3);
            slots.segment().copyFrom(MemorySegment.ofArray(new byte[] {1, 2, 3}));
            slots.send(COMMAND);
            assertEquals(1, pair.right.poll(packet -> {
                assertTrue(packet.external().segment().isReadOnly());
                assertArrayEquals(new byte[] {1, 2, 3},
                        packet.external().segment().toArray(ValueLayout.JAVA_BYTE));
            }, 1));
        }
    }
}
