// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.ProtocolException;
import org.ringway.RingCorruptException;
import org.ringway.platform.Access;
import org.ringway.ring.OutgoingRing;

/// How packets lend pages, on any platform.
public abstract class LendingContract extends ChannelCase {
    /// For the platforms' own tests.
    protected LendingContract() {}

    @Test
    @DisplayName("lends pages in place until the completion, and grants a buffer once")
    void lendsPagesInPlace() throws Exception {
        try (ChannelPair pair = pair(SMALL)) {
            SharedBuffer buffer = pair.allocate(40L << 20, Access.READ_WRITE);
            Thread filler = Thread.ofPlatform().daemon().start(() -> fill(pair.right, 2));
            long at = (32L << 20) - 100_000;
            pair.left.grant(buffer);
            assertThrows(IllegalArgumentException.class, () -> pair.left.request(
                    buffer.slice(0, 4 << 20), ChannelPair.word(7), NOTHING, LONG),
                    "a page list longer than the small ring");
            pair.left.request(buffer.slice(at, 200_000), ChannelPair.word(7), NOTHING, LONG);
            pair.left.request(buffer.slice(5, 10), ChannelPair.word(9), NOTHING, LONG);
            filler.join();
            assertEquals(7, buffer.bytes().get(ValueLayout.JAVA_BYTE, at));
            assertEquals(7, buffer.bytes().get(ValueLayout.JAVA_BYTE, at + 199_999));
            assertEquals(0, buffer.bytes().get(ValueLayout.JAVA_BYTE, at + 200_000));
            assertEquals(9, buffer.bytes().get(ValueLayout.JAVA_BYTE, 14));
            assertEquals(0, buffer.leases());
            assertEquals(1, pair.grants.get());
            buffer.close();
        }
    }

    private static void fill(BusChannel channel, int count) {
        try {
            int done = 0;
            while (done < count) {
                done += channel.receive(packet -> {
                    byte with = (byte) ChannelPair.word(packet.payload());
                    packet.external().segments().forEach(s -> s.fill(with));
                }, 1, LONG);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @DisplayName("gives a read-only grant out as read-only views")
    void readOnlyGrantsGiveReadOnlyViews() throws Exception {
        try (ChannelPair pair = pair(SMALL)) {
            SharedBuffer buffer = pair.allocate(4096, Access.READ_ONLY);
            AtomicReference<Boolean> readOnly = new AtomicReference<>();
            pair.left.start(buffer.all(), ChannelPair.word(1), new Recorder());
            pair.right.receive(p -> readOnly.set(p.external().segment().isReadOnly()), 1, LONG);
            assertTrue(readOnly.get());
        }
    }

    @Test
    @DisplayName("refuses to lend a writable buffer to a second partition")
    void writableBuffersBelongToOnePartition() throws Exception {
        try (ChannelPair pair = pair(SMALL)) {
            SharedBuffer buffer = pair.allocate(4096, Access.READ_WRITE);
            pair.left.grant(buffer);
            assertThrows(IllegalArgumentException.class, () -> pair.right.grant(buffer));
        }
    }

    @Test
    @DisplayName("P12: ends the channel when a packet names a page that was not granted")
    void p12PagesThatWereNotGrantedEndTheChannel() throws Exception {
        try (ChannelPair pair = pair(SMALL)) {
            OutgoingRing forged = new OutgoingRing(pair.leftToRight);
            assertTrue(forged.tryWriteDirect(
                    1, 0xDEAD, 0, 8, ChannelPair.word(0)));
            forged.publish();
            ProtocolException thrown = assertThrows(ProtocolException.class,
                    () -> pair.right.poll(IncomingPacket::external, 1));
            assertTrue(thrown.getMessage().contains("pfn=57005"), thrown.getMessage());
            assertThrows(RingCorruptException.class, () -> pair.right.receive(NONE));
        }
    }

    @Test
    @DisplayName("a packet lends parts of several buffers, in order, until its completion")
    void aPacketLendsAChain() throws Exception {
        try (ChannelPair pair = pair()) {
            SharedBuffer one = pair.allocate(8192, Access.READ_WRITE);
            SharedBuffer two = pair.allocate(4096, Access.READ_WRITE);
            one.bytes().fill((byte) 1);
            two.bytes().fill((byte) 2);
            SharedBuffer.Chain chain = SharedBuffer.Chain.of(
                    two.slice(100, 5), one.slice(4000, 200), two.slice(0, 1));
            FutureTask<Integer> server = inThread(() -> pair.right.receive(packet -> {
                List<MemorySegment> parts = packet.external().segments();
                assertEquals(List.of(5L, 200L, 1L),
                        parts.stream().map(MemorySegment::byteSize).toList());
                assertEquals(3, one.leases() + two.leases(), "once per part");
                parts.getFirst().fill((byte) 9);
                packet.complete(parts.get(1).asSlice(0, 8));
            }, 1, LONG));
            long[] answer = new long[1];
            FutureTask<Integer> asking = inThread(() -> pair.left.request(
                    chain, COMMAND, MemorySegment.ofArray(answer), LONG));
            assertEquals(1, server.get());
            assertEquals(8, asking.get());
            assertEquals(0x0101010101010101L, answer[0]);
            assertEquals(9, two.bytes().get(ValueLayout.JAVA_BYTE, 104));
            assertEquals(2, two.bytes().get(ValueLayout.JAVA_BYTE, 105));
            assertEquals(0, one.leases() + two.leases());
            assertEquals(2, pair.grants.get());
        }
    }

    @Test
    @DisplayName("any part of what is lent is copied out, across buffers, until the completion")
    void partsAreCopied() throws Exception {
        try (ChannelPair pair = pair()) {
            SharedBuffer one = pair.allocate(8192, Access.READ_ONLY);
            SharedBuffer two = pair.allocate(4096, Access.READ_ONLY);
            one.bytes().asSlice(4000, 200).fill((byte) 1);
            two.bytes().asSlice(100, 5).fill((byte) 2);
            two.bytes().set(ValueLayout.JAVA_BYTE, 0, (byte) 3);
            pair.left.grant(one);
            pair.left.grant(two);
            assertTrue(pair.left.tryStart(SharedBuffer.Chain.of(
                    two.slice(100, 5), one.slice(4000, 200), two.slice(0, 1)),
                    COMMAND, new Recorder()));
            assertEquals(1, pair.right.receive(packet -> {
                ExternalData lent = packet.external();
                assertArrayEquals(new byte[] {2, 2, 1, 1}, part(lent, 3, 4));
                assertArrayEquals(new byte[] {1, 3}, part(lent, 204, 2));
                assertArrayEquals(new byte[] {2}, part(lent, 0, 1));
                assertArrayEquals(new byte[] {1}, part(lent, 5, 1));
                assertEquals(3, part(lent, 0, 206)[205]);
                assertArrayEquals(new byte[0], part(lent, 206, 0));
                assertThrows(IndexOutOfBoundsException.class, () -> part(lent, 200, 7));
                assertThrows(IndexOutOfBoundsException.class, () -> part(lent, -1, 1));
                packet.complete();
                assertThrows(IllegalStateException.class, () -> part(lent, 0, 1));
                assertThrows(IllegalStateException.class, lent::segments);
            }, 1, LONG));
        }
    }

    private static byte[] part(ExternalData of, long from, int bytes) {
        byte[] part = new byte[bytes];
        of.copyTo(from, MemorySegment.ofArray(part));
        return part;
    }

    @Test
    @DisplayName("a deferred packet keeps its own page numbers while others come")
    void deferredPacketsKeepTheirPages() throws Exception {
        try (ChannelPair pair = pair()) {
            SharedBuffer buffer = pair.allocate(3 * 4096, Access.READ_ONLY);
            pair.left.grant(buffer);
            List<DeferredPacket> deferred = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                buffer.bytes().asSlice(i * 4096L, 4096).fill((byte) i);
                assertTrue(pair.left.tryStart(
                        buffer.slice(i * 4096L, 100 + i), COMMAND, new Recorder()));
                assertEquals(1, pair.right.receive(
                        packet -> deferred.add(packet.defer()), 1, LONG));
            }
            for (int i = 0; i < 3; i++) {
                try (DeferredPacket packet = deferred.get(i)) {
                    byte[] expected = new byte[100 + i];
                    Arrays.fill(expected, (byte) i);
                    assertArrayEquals(expected, part(packet.external(), 0, 100 + i));
                }
            }
        }
    }

    @Test
    @DisplayName("of a chain with a closed buffer nothing is lent, and an empty one is none")
    void aChainIsLentAsAWhole() throws Exception {
        try (ChannelPair pair = pair()) {
            SharedBuffer open = pair.allocate(4096, Access.READ_WRITE);
            SharedBuffer closed = pair.allocate(4096, Access.READ_WRITE);
            pair.left.grant(open);
            pair.left.grant(closed);
            SharedBuffer.Chain chain = SharedBuffer.Chain.of(open.all(), closed.all());
            closed.close();
            assertThrows(IllegalStateException.class,
                    () -> pair.left.start(chain, COMMAND, new Recorder()));
            assertThrows(IllegalStateException.class,
                    () -> pair.left.tryStart(chain, COMMAND, new Recorder()));
            assertEquals(0, open.leases());
            assertThrows(IllegalArgumentException.class, SharedBuffer.Chain::of);
        }
    }

    @Test
    @DisplayName("a chain is sent without waiting only if every buffer is granted")
    void aChainNeedsEveryGrant() throws Exception {
        try (ChannelPair pair = pair()) {
            SharedBuffer one = pair.allocate(4096, Access.READ_WRITE);
            SharedBuffer two = pair.allocate(4096, Access.READ_WRITE);
            SharedBuffer.Chain chain = SharedBuffer.Chain.of(one.all(), two.all());
            pair.left.grant(one);
            assertFalse(pair.left.tryStart(chain, COMMAND, new Recorder()));
            pair.left.grant(two);
            assertTrue(pair.left.tryStart(chain, COMMAND, new Recorder()));
            assertEquals(1, pair.right.receive(packet ->
                    assertEquals(8192, packet.external().byteSize()), 1, LONG));
        }
    }
}
