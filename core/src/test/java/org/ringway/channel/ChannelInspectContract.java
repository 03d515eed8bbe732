// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ringway.channel.ChannelPair.word;
import static org.ringway.inspect.InspectTree.branch;
import static org.ringway.inspect.InspectTree.leaf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ringway.ChannelClosedException;
import org.ringway.inspect.InspectTree.Branch;
import org.ringway.platform.Access;
import org.ringway.platform.Mapping;
import org.ringway.platform.Platform;

/// What can be seen of a channel from outside, on any platform.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@SuppressWarnings("exports") // JUnit is on the class path, not in the module
public abstract class ChannelInspectContract {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    /// 16 bytes of head, 8 of payload, 8 of trailer.
    private static final int WORD_RECORD = 32;

    private final ChannelPair pair;
    private final boolean unmaps;

    /// @param unmaps whether memory is gone when its mapping is closed
    protected ChannelInspectContract(Platform platform, boolean unmaps) {
        this.unmaps = unmaps;
        pair = new ChannelPair(platform,
                ChannelOptions.DEFAULT.withPages(2, 2).withWaiting(WaitStrategy.BLOCK));
    }

    @AfterEach
    void closePair() {
        pair.close();
    }

    private static Branch look(ChannelSide side) {
        return new Branch("channel", side.inspect());
    }

    private Branch left() {
        return look(pair.leftSide);
    }

    private Branch right() {
        return look(pair.rightSide);
    }

    private static FutureTask<?> inThread(InThread action) {
        FutureTask<?> task = new FutureTask<>(() -> {
            action.run();
            return null;
        });
        Thread.ofPlatform().daemon().name("looked at").start(task);
        return task;
    }

    interface InThread {
        void run() throws Exception;
    }

    private static void join(FutureTask<?> task) throws Exception {
        task.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void bothSidesSeeOneRing() throws Exception {
        pair.left.send(word(1));
        pair.left.send(word(2));
        Branch sender = left();
        Branch receiver = right();

        assertEquals(4096, sender.number("outgoing", "dataBytes"));
        assertEquals(2 * WORD_RECORD, sender.number("outgoing", "writeIndex"));
        assertEquals(2 * WORD_RECORD, sender.number("outgoing", "occupiedBytes"));
        assertEquals(2, sender.number("outgoing", "packets"));
        assertEquals(1, sender.number("outgoing", "featureBits"));
        assertEquals(2 * WORD_RECORD, receiver.number("incoming", "occupiedBytes"));
        assertEquals(0, receiver.number("incoming", "packets"));
        assertEquals(0, sender.number("incoming", "occupiedBytes"));
        assertEquals(leaf("state", "OPEN"), sender.child("state"));
        assertEquals(2, sender.number("peer", "partition"));

        assertEquals(2, pair.right.poll(_ -> { }, 9));
        assertEquals(2 * WORD_RECORD, left().number("outgoing", "readIndex"));
        assertEquals(0, left().number("outgoing", "occupiedBytes"));
        assertEquals(2, right().number("incoming", "packets"));
    }

    @Test
    void whoReadsAndWhoWaitsBehindIsSeen() throws Exception {
        FutureTask<?> receiving =
                inThread(() -> assertEquals(1, pair.left.receive(_ -> { }, 1, LIMIT)));
        await(() -> left().child("waiters") instanceof Branch waiters
                && waiters.child("leader") != null && unmasked());
        FutureTask<?> asking = inThread(
                () -> pair.left.request(word(1), MemorySegment.ofArray(new long[1])));
        await(() -> left().number("waiters", "followersForAnswer") == 1);
        Branch seen = left();

        assertTrue(seen.toString().contains("looked at #"), seen::toString);
        assertEquals(1, seen.number("requests", "underWay"));
        assertEquals(leaf("receiving", true),
                ((Branch) seen.child("receivers")).child("receiving"));

        assertEquals(1, pair.right.receive(packet -> packet.complete(packet.payload()), 1, LIMIT));
        join(asking);
        pair.right.send(word(3));
        join(receiving);
        assertEquals(0, left().number("requests", "underWay"));
    }

    private boolean unmasked() {
        return leaf("interruptMask", false)
                .equals(((Branch) left().child("incoming")).child("interruptMask"));
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition) {
        while (!condition.holds()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aSenderWithoutRoomAndItsWishAreSeen() throws Exception {
        while (pair.left.trySend(word(1))) {
            assertTrue(pair.left.isOpen());
        }
        FutureTask<?> sending = inThread(() -> pair.left.send(word(2)));
        await(() -> left().number("outgoing", "pendingSendSize") > 0);
        Branch seen = left();

        assertEquals(4096 - WORD_RECORD, seen.number("outgoing", "occupiedBytes"));
        assertEquals(leaf("waitingForRoom", true),
                ((Branch) seen.child("senders")).child("waitingForRoom"));
        assertTrue(pair.right.receive(_ -> { }, 1000, LIMIT) > 0);
        join(sending);
    }

    @Test
    @DisplayName("who looks on waits for nobody: not for a batch, not for a handler")
    void aBusyChannelIsLookedAtWithoutWaiting() throws Exception {
        CountDownLatch handling = new CountDownLatch(1);
        CountDownLatch seen = new CountDownLatch(1);
        pair.right.send(word(1));
        FutureTask<?> handler = inThread(() -> pair.left.receive(_ -> {
            handling.countDown();
            awaitLatch(seen);
        }, 1, LIMIT));
        awaitLatch(handling);
        try (Batch batch = pair.left.batch()) {
            batch.add(word(2));
            FutureTask<Branch> looking = new FutureTask<>(this::left);
            Thread.ofVirtual().start(looking);
            Branch tree = looking.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertEquals(leaf("inBatchOrWrite", true),
                    ((Branch) tree.child("senders")).child("inBatchOrWrite"));
            assertEquals(1, tree.number("outgoing", "packets"));
            assertEquals(0, tree.number("outgoing", "occupiedBytes"));
        }
        seen.countDown();
        join(handler);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertTrue(latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void lentPagesAndTheirViewsAreCountedOnBothSides() throws Exception {
        SharedBuffer buffer = pair.allocate(2 * 4096, Access.READ_WRITE);
        FutureTask<?> asking = inThread(() -> pair.left.request(
                buffer.all(), word(1), MemorySegment.ofArray(new long[1]), LIMIT));
        assertEquals(1, pair.right.receive(packet -> {
            assertEquals(8192, packet.external().byteSize());
            assertEquals(1, right().number("views", "grants"));
            assertEquals(2, right().number("views", "pages"));
            assertEquals(1, right().number("views", "leases"));
            assertEquals(1, left().number("grants", "leases"));
        }, 1, LIMIT));
        join(asking);
        Branch after = left();

        assertEquals(1, after.number("grants", "buffers"));
        assertEquals(2, after.number("grants", "pages"));
        assertEquals(0, after.number("grants", "leases"));
        assertEquals(0, right().number("views", "leases"));
    }

    @Test
    void keptPacketsAreCounted() throws Exception {
        pair.left.send(word(1));
        DeferredPacket kept = pair.right.receive(LIMIT);

        assertEquals(1, right().number("kept", "packets"));
        kept.close();
        assertEquals(0, right().number("kept", "packets"));
    }

    @Test
    @DisplayName("R1: indices that are no positions are shown as they are")
    void r1ForgedIndicesAreShown() {
        pair.rings.getFirst().bytes().set(ValueLayout.JAVA_INT, 0, -3);

        assertEquals(0xFFFF_FFFDL, right().number("incoming", "writeIndex"));
        assertNull(((Branch) right().child("incoming")).child("occupiedBytes"));
    }

    @Test
    void aClosedChannelSaysSoAndAnUnmappedRingIsNoFailure() {
        pair.right.close();
        assertThrows(ChannelClosedException.class,
                () -> pair.left.receive(_ -> { }, 1, LIMIT));
        pair.rings.forEach(Mapping::close);

        assertEquals(leaf("state", "CLOSED_BY_PEER"), left().child("state"));
        assertEquals(leaf("state", "CLOSED_HERE"), right().child("state"));
        assertEquals(unmaps,
                branch("incoming", leaf("unmapped", true)).equals(right().child("incoming")));
    }
}
