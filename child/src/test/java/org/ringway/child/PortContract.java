// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.BusTimeoutException;
import org.ringway.ChannelClosedException;
import org.ringway.RefusedException;
import org.ringway.RootLostException;
import org.ringway.channel.ExternalData;
import org.ringway.channel.SharedBuffer;
import org.ringway.inspect.InspectTree.Branch;
import org.ringway.memory.GpadlId;
import org.ringway.platform.Access;
import org.ringway.platform.Platform;
import org.ringway.protocol.RingwayToChild.PortMessage;
import org.ringway.root.RootPartition;
import org.ringway.root.policy.Policy;
import org.ringway.wire.PartitionId;
import org.ringway.wire.PortId;
import org.ringway.wire.Status;

/// Messages and event flags from partition to partition, on any platform.
abstract class PortContract extends BusCase {
    private static final PortId PORT = new PortId(5);
    private static final int TYPE = 77;

    private ChildPartition owner;
    private ChildPartition poster;

    PortContract(Platform platform) {
        super(platform);
    }

    @BeforeEach
    void joinBoth() throws InterruptedException {
        owner = join("owner");
        poster = join("poster");
    }

    private static MemorySegment bytes(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Integer.BYTES);
        for (int value : values) {
            bytes.putInt(value);
        }
        return MemorySegment.ofArray(bytes.array());
    }

    private static ByteBuffer payload(PortMessage message) {
        assertNotNull(message);
        return ByteBuffer.wrap(message.payload().toArray());
    }

    private boolean tryPost(int value) throws InterruptedException {
        return poster.ports().tryPost(owner.id(), PORT, TYPE, bytes(value));
    }

    private void signal(int flag) throws InterruptedException {
        poster.ports().signal(owner.id(), PORT, flag);
    }

    @Test
    @DisplayName("messages come in order, with what the root and the kernel say of their sender")
    void messagesComeInOrder() throws Exception {
        MessagePort port = keep(owner.ports().openMessages(PORT));
        assertTrue(tryPost(1));
        assertTrue(tryPost(2));
        byte[] longest = new byte[Ports.MAX_MESSAGE_BYTES];
        longest[199] = 9;
        poster.ports().post(owner.id(), PORT, -1, MemorySegment.ofArray(longest), LIMIT);

        PortMessage first = port.receive();
        assertEquals(1, payload(first).getInt());
        assertEquals(TYPE, first.messageType());
        assertEquals(poster.id(), first.sender().partition());
        var listed = owner.list().partitions().stream().map(each -> each.partition())
                .filter(each -> each.partition().equals(poster.id())).findFirst().orElseThrow();
        assertEquals(listed.pid(), first.sender().pid());
        assertEquals(listed.uid(), first.sender().uid());
        assertEquals(listed.gid(), first.sender().gid());
        assertEquals(2, payload(port.receive(LIMIT)).getInt());
        PortMessage last = port.receive(LIMIT);
        assertArrayEquals(longest, payload(last).array());
        assertEquals(-1, last.messageType());
        assertNull(port.receive(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> poster.ports().tryPost(
                owner.id(), PORT, TYPE, MemorySegment.ofArray(new byte[201])));
    }

    @Test
    @DisplayName("a full port takes no more until somebody receives, and whoever waits goes on")
    void aFullPortTakesNoMore() throws Exception {
        MessagePort port = keep(owner.ports().openMessages(PORT));
        for (int i = 0; i < Ports.BUFFERS; i++) {
            assertTrue(tryPost(i));
        }
        assertFalse(tryPost(16));
        String text = assertThrows(BusTimeoutException.class, () -> poster.ports().post(
                owner.id(), PORT, TYPE, bytes(16), Duration.ofMillis(3))).getMessage();
        assertTrue(text.startsWith("no buffer is free: " + owner.id() + " port 5"), text);
        FutureTask<Boolean> waiting = inThread(() -> {
            poster.ports().post(owner.id(), PORT, TYPE, bytes(17), LIMIT);
            return true;
        });
        for (int i = 0; i < Ports.BUFFERS; i++) {
            assertEquals(i, payload(port.receive(LIMIT)).getInt());
        }
        assertTrue(resultOf(waiting));
        assertEquals(17, payload(port.receive(LIMIT)).getInt());
    }

    @Test
    @DisplayName("many threads of many partitions post to one port, and each message comes once")
    void manyPost() throws Exception {
        int posters = 4;
        int each = 50;
        MessagePort port = keep(owner.ports().openMessages(PORT));
        List<FutureTask<Boolean>> posting = new ArrayList<>();
        for (int number = 0; number < posters; number++) {
            int self = number;
            ChildPartition from = number % 2 == 0 ? poster : join("poster " + number);
            posting.add(inThread(() -> {
                for (int i = 0; i < each; i++) {
                    from.ports().post(owner.id(), PORT, self, bytes(i), LIMIT);
                }
                return true;
            }));
        }
        int[] next = new int[posters];
        for (int i = 0; i < posters * each; i++) {
            PortMessage message = port.receive(LIMIT);
            assertEquals(next[message.messageType()]++, payload(message).getInt());
        }
        for (FutureTask<Boolean> task : posting) {
            assertTrue(resultOf(task));
        }
        assertNull(port.receive(Duration.ZERO));
    }

    @Test
    @DisplayName("flags add up until they are taken, and come once")
    void flagsAddUp() throws Exception {
        EventPort port = keep(owner.ports().openEvents(PORT));
        FutureTask<BitSet> waiting = inThread(port::await);
        signal(0);
        assertEquals(BitSet.valueOf(new long[] {1}), resultOf(waiting));
        for (int i = 0; i < 100; i++) {
            signal(3);
            signal(1023);
            signal(1024);
            signal(2047);
        }
        BitSet seen = new BitSet();
        while (seen.cardinality() < 4) {
            seen.or(port.await());
        }
        assertEquals("{3, 1023, 1024, 2047}", seen.toString());
        owner.list();
        for (BitSet rest = port.await(Duration.ZERO); !rest.isEmpty();
                rest = port.await(Duration.ZERO)) {
            owner.list();
        }
        signal(5);
        assertEquals("{5}", port.await(LIMIT).toString());
        assertThrows(IllegalArgumentException.class, () -> signal(Ports.FLAGS));
    }

    @Test
    @DisplayName("posts to nobody, to no port, or to one of the other kind are refused with words")
    void postsToNobodyAreRefused() throws Exception {
        assertRefused(Status.NOT_FOUND, "no such message port", () -> tryPost(1));
        EventPort events = keep(owner.ports().openEvents(PORT));
        assertRefused(Status.NOT_FOUND, "no such message port", () -> tryPost(1));
        events.close();
        keep(owner.ports().openMessages(PORT));
        assertRefused(Status.NOT_FOUND, "no such event port", () -> {
            signal(1);
            return true;
        });
        PartitionId gone = owner.id();
        owner.close();
        awaitListing(poster, listing -> listing.partitions().size() == 1);
        assertRefused(Status.NOT_FOUND, "no such partition", () ->
                poster.ports().tryPost(gone, PORT, TYPE, bytes(1)));
    }

    private interface Attempt {
        boolean run() throws InterruptedException;
    }

    private static void assertRefused(Status status, String words, Attempt attempt) {
        RefusedException no = assertThrows(RefusedException.class, attempt::run);
        assertEquals(status.code(), no.status());
        assertTrue(no.getMessage().contains(words), no.getMessage());
    }

    @Test
    @DisplayName("a closed port wakes who waits there, loses what was left, and is free again")
    void aClosedPortIsFreeAgain() throws Exception {
        MessagePort port = owner.ports().openMessages(PORT);
        assertRefused(Status.DEVICE_BUSY, "has it open already: port 5",
                () -> owner.ports().openEvents(PORT) != null);
        assertTrue(tryPost(1));
        assertEquals(1, payload(port.receive(LIMIT)).getInt());
        assertTrue(tryPost(2));
        FutureTask<Boolean> waiting = inThread(() -> {
            while (true) {
                port.receive();
            }
        });
        port.close();
        port.close();
        assertThrowsInside(ChannelClosedException.class, waiting);
        for (int i = 0; i < 20; i++) {
            try (EventPort events = owner.ports().openEvents(PORT)) {
                signal(i);
                assertEquals(BitSet.valueOf(new long[] {1L << i}), events.await());
            }
            try (MessagePort again = owner.ports().openMessages(PORT)) {
                assertTrue(tryPost(i));
                assertTrue(tryPost(i + 1));
                assertEquals(i, payload(again.receive(LIMIT)).getInt());
            }
        }
        owner.close();
        assertThrows(ChannelClosedException.class, () -> owner.ports().openMessages(PORT));
    }

    @Test
    @DisplayName("a message names a page of a granted buffer, and its receiver looks there")
    void aMessageNamesAPage() throws Exception {
        Ends ends = open(poster, keep(owner.offer("pages")));
        MessagePort port = keep(owner.ports().openMessages(PORT));
        SharedBuffer buffer = keep(poster.allocate(4 * Platform.PAGE_BYTES, Access.READ_ONLY));
        GpadlId gpadl = ends.consumer().grant(buffer).getFirst();
        int page = 3;
        buffer.bytes().set(ValueLayout.JAVA_LONG, page * Platform.PAGE_BYTES, 4711);
        poster.ports().post(ends.consumer().peer().partition(), PORT, TYPE,
                bytes(gpadl.value(), page), LIMIT);

        ByteBuffer named = payload(port.receive(LIMIT));
        try (ExternalData view = ends.provider().view(new GpadlId(named.getInt()),
                named.getInt() * (long) Platform.PAGE_BYTES, Platform.PAGE_BYTES)) {
            assertEquals(4711, view.segment().get(ValueLayout.JAVA_LONG_UNALIGNED, 0));
        }
    }

    @Test
    @DisplayName("ports are listed, and a partition that is looked into shows its own")
    void portsAreShown() throws Exception {
        keep(owner.ports().openMessages(PORT));
        assertTrue(tryPost(1));
        var entry = poster.list().ports().getFirst();
        assertEquals(owner.id(), entry.owner());
        assertEquals(PORT, entry.port());
        assertEquals(1, entry.waiting());
        Branch tree = (Branch) poster.inspect(owner.id(), LIMIT);
        assertEquals(1, tree.number("ports", "open"));
        assertEquals(1, tree.number("ports", "numbers", "5", "untaken"));
    }

    @Test
    @DisplayName("ports come through the loss of a root with what they hold")
    void portsOutliveTheRoot() throws Exception {
        MessagePort port = keep(owner.ports().openMessages(PORT));
        EventPort events = keep(owner.ports().openEvents(new PortId(6)));
        for (int i = 0; i < 15; i++) {
            assertTrue(tryPost(i));
        }
        poster.ports().signal(owner.id(), new PortId(6), 8);
        owner.list();
        root.close();
        awaitRootLost(true);
        assertThrows(RootLostException.class, () -> tryPost(15));
        assertThrows(RootLostException.class, () -> owner.ports().openEvents(new PortId(7)));
        assertEquals(0, payload(port.receive(LIMIT)).getInt());

        root = keep(RootPartition.start(platform, rootOptions()));
        awaitRootLost(false);
        assertTrue(tryPost(15));
        assertTrue(tryPost(16));
        assertFalse(tryPost(17), "fourteen of the former root and two");
        for (int i = 1; i < 17; i++) {
            assertEquals(i, payload(port.receive(LIMIT)).getInt());
        }
        poster.ports().post(owner.id(), PORT, TYPE, bytes(17), LIMIT);
        poster.ports().signal(owner.id(), new PortId(6), 9);
        BitSet seen = new BitSet();
        while (seen.cardinality() < 2) {
            seen.or(events.await());
        }
        assertEquals("{8, 9}", seen.toString());
    }

    @Test
    @DisplayName("who waits for a buffer when the root goes is told")
    void waitersAreToldOfTheRootsLoss() throws Exception {
        keep(owner.ports().openMessages(PORT));
        while (tryPost(0)) {
            assertEquals(1, poster.list().ports().size());
        }
        FutureTask<Boolean> waiting = inThread(() -> {
            poster.ports().post(owner.id(), PORT, TYPE, bytes(1), LIMIT);
            return true;
        });
        root.close();
        assertThrowsInside(RootLostException.class, waiting);
    }

    @Test
    @DisplayName("a port that the new root does not allow ends with its words, after what it holds")
    void aPortThatIsNotAllowedAnyMoreEnds() throws Exception {
        MessagePort port = keep(owner.ports().openMessages(PORT));
        assertTrue(tryPost(1));
        owner.list();
        root.close();
        awaitRootLost(true);
        root = keep(RootPartition.start(platform, rootOptions().withPolicy(
                Policy.DEFAULT.withPorts(List.of()))));
        awaitRootLost(false);
        assertEquals(1, payload(port.receive(LIMIT)).getInt());
        String text = assertThrows(RefusedException.class, port::receive).getMessage();
        assertTrue(text.startsWith("port is refused: port 5: no rule of 0 for ports fits"), text);
    }

    private void awaitRootLost(boolean lost) {
        while (owner.isRootLost() != lost || poster.isRootLost() != lost) {
            Thread.yield();
        }
    }
}
